package io.gridmill.node.chunk;

import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.ChunkEncoder;
import io.gridmill.core.chunk.EncodedChunk;
import io.gridmill.core.chunk.EncodedColumns;
import io.gridmill.core.schema.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Rows that are known by their number: every value of row {@code n} follows from {@code n}. */
final class Trades {
    static final TableSchema SCHEMA =
            TableSchema.parse("id BIGINT, price DECIMAL(12, 2), book VARCHAR, day DATE, open BOOLEAN, note VARCHAR");
    static final SchemaInfo INFO = SchemaInfo.of(SCHEMA);
    static final int[] ALL = {0, 1, 2, 3, 4, 5};

    private Trades() {}

    static VectorSchemaRoot batch(long firstId, int rows, BufferAllocator allocator) {
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA.toArrow(), allocator);
        for (int i = 0; i < rows; i++) {
            long id = firstId + i;
            ((BigIntVector) batch.getVector(0)).setSafe(i, id);
            if (id % 7 == 0) {
                ((DecimalVector) batch.getVector(1)).setNull(i);
            } else {
                ((DecimalVector) batch.getVector(1)).setSafe(i, id * 31);
            }
            ((VarCharVector) batch.getVector(2)).setSafe(i, book(id).getBytes(StandardCharsets.UTF_8));
            ((DateDayVector) batch.getVector(3)).setSafe(i, (int) (id % 1000));
            ((BitVector) batch.getVector(4)).setSafe(i, (int) (id & 1));
            if (id % 3 == 0) {
                ((VarCharVector) batch.getVector(5)).setNull(i);
            } else {
                ((VarCharVector) batch.getVector(5)).setSafe(i, ("note " + id).getBytes(StandardCharsets.UTF_8));
            }
        }
        batch.setRowCount(rows);
        return batch;
    }

    static String book(long id) {
        return "book " + id % 5;
    }

    static EncodedChunk chunk(long firstId, int rows, BufferAllocator allocator) {
        try (VectorSchemaRoot batch = batch(firstId, rows, allocator)) {
            return ChunkEncoder.encode(batch, 0, rows, SCHEMA);
        }
    }

    /** The rows of a pinned chunk as text, a line a row. */
    static List<String> lines(Chunk chunk, BufferAllocator allocator) {
        try (VectorSchemaRoot batch = EncodedColumns.toBatch(chunk, SCHEMA, allocator)) {
            return lines(batch);
        }
    }

    static List<String> lines(VectorSchemaRoot batch) {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < batch.getRowCount(); row++) {
            int at = row;
            lines.add(IntStream.range(0, SCHEMA.size())
                    .mapToObj(i -> String.valueOf(batch.getVector(i).getObject(at)))
                    .toList()
                    .toString());
        }
        return lines;
    }

    static List<String> lines(long firstId, int rows, BufferAllocator allocator) {
        try (VectorSchemaRoot batch = batch(firstId, rows, allocator)) {
            return lines(batch);
        }
    }
}
