package io.gridmill.benchmarks;

import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.ChunkEncoder;
import io.gridmill.core.chunk.InMemoryChunks;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Seven columns of rows shaped like TPC-H's lineitem, always the same for a number of rows, as plain arrays for floors and as chunks
 * for queries. Decimals are unscaled ({@code 2} digits), dates are days since 1970. Immutable once made.
 */
final class Lineitem {
    static final TableSchema SCHEMA = TableSchema.parse(
            "l_quantity DECIMAL(15, 2), l_extendedprice DECIMAL(15, 2),"
                    + " l_discount DECIMAL(15, 2), l_tax DECIMAL(15, 2), l_returnflag VARCHAR, l_linestatus VARCHAR, l_shipdate DATE");

    static final String[] RETURN_FLAGS = {"A", "N", "R"};
    static final String[] LINE_STATUSES = {"F", "O"};

    /** Beyond it the floors' sums, which nothing checks, could leave a long. */
    private static final int MAX_ROWS = 1 << 26;

    private static final int FIRST_SHIP_DATE = (int) LocalDate.of(1992, 1, 2).toEpochDay();
    private static final int LAST_SHIP_DATE = (int) LocalDate.of(1998, 12, 1).toEpochDay();
    private static final int TODAY = (int) LocalDate.of(1995, 6, 17).toEpochDay();
    private static final int LEAST_PART_PRICE = 90_000;
    private static final int PART_PRICES = 120_000;

    final int rows;
    final long[] quantity;
    final long[] extendedPrice;
    final long[] discount;
    final long[] tax;
    /** Index into {@link #RETURN_FLAGS}. */
    final byte[] returnFlag;
    /** Index into {@link #LINE_STATUSES}. */
    final byte[] lineStatus;

    final int[] shipDate;

    Lineitem(int rows) {
        if (rows < 1 || rows > MAX_ROWS) {
            throw GridmillException.user("rows must be 1 to " + MAX_ROWS + ", got " + rows + " [parameter=rows]");
        }
        this.rows = rows;
        quantity = new long[rows];
        extendedPrice = new long[rows];
        discount = new long[rows];
        tax = new long[rows];
        returnFlag = new byte[rows];
        lineStatus = new byte[rows];
        shipDate = new int[rows];
        Random random = new Random(19_980_902);
        for (int row = 0; row < rows; row++) {
            int pieces = 1 + random.nextInt(50);
            quantity[row] = 100L * pieces;
            extendedPrice[row] = (long) pieces * (LEAST_PART_PRICE + random.nextInt(PART_PRICES));
            discount[row] = random.nextInt(11);
            tax[row] = random.nextInt(9);
            shipDate[row] = FIRST_SHIP_DATE + random.nextInt(LAST_SHIP_DATE - FIRST_SHIP_DATE + 1);
            boolean received = shipDate[row] + 1 + random.nextInt(30) <= TODAY;
            returnFlag[row] = (byte) (received ? 2 * random.nextInt(2) : 1);
            lineStatus[row] = (byte) (shipDate[row] > TODAY ? 1 : 0);
        }
    }

    /** All rows, cut and encoded as a load does it. The caller closes each chunk. */
    List<Chunk> chunks(BufferAllocator allocator) {
        List<Chunk> chunks = new ArrayList<>();
        try (VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA.toArrow(), allocator)) {
            for (int from = 0; from < rows; from += InMemoryChunks.MAX_ROWS) {
                int count = Math.min(InMemoryChunks.MAX_ROWS, rows - from);
                fill(batch, from, count);
                chunks.add(InMemoryChunks.decode(ChunkEncoder.encode(batch, 0, count, SCHEMA), SCHEMA, allocator));
            }
        }
        return chunks;
    }

    private void fill(VectorSchemaRoot batch, int from, int count) {
        batch.clear();
        fill((DecimalVector) batch.getVector(0), quantity, from, count);
        fill((DecimalVector) batch.getVector(1), extendedPrice, from, count);
        fill((DecimalVector) batch.getVector(2), discount, from, count);
        fill((DecimalVector) batch.getVector(3), tax, from, count);
        fill((VarCharVector) batch.getVector(4), RETURN_FLAGS, returnFlag, from, count);
        fill((VarCharVector) batch.getVector(5), LINE_STATUSES, lineStatus, from, count);
        DateDayVector dates = (DateDayVector) batch.getVector(6);
        dates.allocateNew(count);
        for (int i = 0; i < count; i++) {
            dates.set(i, shipDate[from + i]);
        }
        batch.setRowCount(count);
    }

    private static void fill(DecimalVector vector, long[] unscaled, int from, int count) {
        vector.allocateNew(count);
        for (int i = 0; i < count; i++) {
            vector.set(i, unscaled[from + i]);
        }
    }

    private static void fill(VarCharVector vector, String[] words, byte[] codes, int from, int count) {
        vector.allocateNew(count);
        for (int i = 0; i < count; i++) {
            vector.setSafe(i, words[codes[from + i]].getBytes(StandardCharsets.UTF_8));
        }
    }
}
