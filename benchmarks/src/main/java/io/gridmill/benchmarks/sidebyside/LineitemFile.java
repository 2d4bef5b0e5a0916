package io.gridmill.benchmarks.sidebyside;

import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.ChunkEncoder;
import io.gridmill.core.chunk.InMemoryChunks;
import io.gridmill.core.schema.TableSchema;
import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** TPC-H's lineitem, all 16 columns, made by {@code io.trino.tpch}: as the {@code .tbl} text that peers load, and as encoded chunks. */
final class LineitemFile {
    static final TableSchema SCHEMA = TableSchema.parse(
            "l_orderkey BIGINT, l_partkey BIGINT, l_suppkey BIGINT, l_linenumber INTEGER, l_quantity DECIMAL(15, 2),"
                    + " l_extendedprice DECIMAL(15, 2), l_discount DECIMAL(15, 2), l_tax DECIMAL(15, 2), l_returnflag VARCHAR,"
                    + " l_linestatus VARCHAR, l_shipdate DATE, l_commitdate DATE, l_receiptdate DATE, l_shipinstruct VARCHAR,"
                    + " l_shipmode VARCHAR, l_comment VARCHAR");

    private LineitemFile() {}

    /**
     * Writes the text and encodes the chunks, in one pass over the generator.
     *
     * @param scale TPC-H's scale factor: 1 is 6,001,215 rows, 760 MB of text
     * @return chunks, each closed by the caller
     */
    static List<Chunk> make(double scale, Path text, BufferAllocator allocator) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        try (BufferedWriter writer = Files.newBufferedWriter(text);
                VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA.toArrow(), allocator)) {
            int row = 0;
            for (LineItem line : new LineItemGenerator(scale, 1, 1)) {
                writer.write(line.toLine());
                writer.write('\n');
                set(batch, row++, line);
                if (row == InMemoryChunks.MAX_ROWS) {
                    chunks.add(chunk(batch, row, allocator));
                    row = 0;
                }
            }
            if (row > 0) {
                chunks.add(chunk(batch, row, allocator));
            }
        }
        return chunks;
    }

    private static Chunk chunk(VectorSchemaRoot batch, int rows, BufferAllocator allocator) {
        batch.setRowCount(rows);
        Chunk chunk = InMemoryChunks.decode(ChunkEncoder.encode(batch, 0, rows, SCHEMA), SCHEMA, allocator);
        batch.clear();
        return chunk;
    }

    private static void set(VectorSchemaRoot batch, int row, LineItem line) {
        longs(batch, 0, row, line.getOrderKey());
        longs(batch, 1, row, line.getPartKey());
        longs(batch, 2, row, line.getSupplierKey());
        ((IntVector) batch.getVector(3)).setSafe(row, line.getLineNumber());
        ((DecimalVector) batch.getVector(4)).setSafe(row, 100L * line.getQuantity());
        ((DecimalVector) batch.getVector(5)).setSafe(row, line.getExtendedPriceInCents());
        ((DecimalVector) batch.getVector(6)).setSafe(row, line.getDiscountPercent());
        ((DecimalVector) batch.getVector(7)).setSafe(row, line.getTaxPercent());
        string(batch, 8, row, line.getReturnFlag());
        string(batch, 9, row, line.getStatus());
        ((DateDayVector) batch.getVector(10)).setSafe(row, line.getShipDate());
        ((DateDayVector) batch.getVector(11)).setSafe(row, line.getCommitDate());
        ((DateDayVector) batch.getVector(12)).setSafe(row, line.getReceiptDate());
        string(batch, 13, row, line.getShipInstructions());
        string(batch, 14, row, line.getShipMode());
        string(batch, 15, row, line.getComment());
    }

    private static void longs(VectorSchemaRoot batch, int column, int row, long value) {
        ((BigIntVector) batch.getVector(column)).setSafe(row, value);
    }

    private static void string(VectorSchemaRoot batch, int column, int row, String value) {
        ((VarCharVector) batch.getVector(column)).setSafe(row, value.getBytes(StandardCharsets.UTF_8));
    }
}
