package io.gridmill.benchmarks.sidebyside;

import io.gridmill.core.batch.CellText;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.BatchInput;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A job's result of eight columns, as batches in memory and as text for PostgreSQL's COPY. Owned by one thread. */
final class ResultRows implements AutoCloseable {
    static final TableSchema SCHEMA =
            TableSchema.parse("id BIGINT, customer INTEGER, amount DECIMAL(12, 2), rate DOUBLE,"
                    + " note VARCHAR, paid BOOLEAN, day DATE, moment TIMESTAMP");
    private static final int ROWS_A_BATCH = 16 * 1024;
    private static final long MICROS_A_DAY = 86_400_000_000L;
    private static final String[] WORDS = {
        "express", "größer", "half", "Übermut", "quick", "careful", "pending", "final"
    };

    private final List<VectorSchemaRoot> batches = new ArrayList<>();
    private final Path text;

    /** @param text where the text goes */
    ResultRows(int rows, Path text, BufferAllocator allocator) throws IOException {
        this.text = text;
        SplittableRandom random = new SplittableRandom(1);
        try (Writer writer = Files.newBufferedWriter(text, StandardCharsets.UTF_8)) {
            for (int first = 0; first < rows; first += ROWS_A_BATCH) {
                VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA.toArrow(), allocator);
                batches.add(batch);
                batch.allocateNew();
                int count = Math.min(ROWS_A_BATCH, rows - first);
                for (int row = 0; row < count; row++) {
                    writer.write(fill(batch, row, first + row, random));
                }
                batch.setRowCount(count);
            }
        }
    }

    /** Fills a row, and returns its line. */
    private static String fill(VectorSchemaRoot batch, int row, long id, SplittableRandom random) {
        int customer = random.nextInt(100_000);
        BigDecimal amount = BigDecimal.valueOf(random.nextLong(100, 100_000_000), 2);
        double rate = random.nextDouble();
        String note = WORDS[random.nextInt(WORDS.length)] + " " + WORDS[random.nextInt(WORDS.length)] + " " + customer;
        boolean paid = random.nextBoolean();
        int day = 10_000 + random.nextInt(3_000);
        long moment = day * MICROS_A_DAY + random.nextLong(MICROS_A_DAY);
        ((BigIntVector) batch.getVector(0)).setSafe(row, id);
        ((IntVector) batch.getVector(1)).setSafe(row, customer);
        ((DecimalVector) batch.getVector(2)).setSafe(row, amount);
        ((Float8Vector) batch.getVector(3)).setSafe(row, rate);
        ((VarCharVector) batch.getVector(4)).setSafe(row, note.getBytes(StandardCharsets.UTF_8));
        ((BitVector) batch.getVector(5)).setSafe(row, paid ? 1 : 0);
        ((DateDayVector) batch.getVector(6)).setSafe(row, day);
        ((TimeStampMicroVector) batch.getVector(7)).setSafe(row, moment);
        return String.join(
                        "\t",
                        String.valueOf(id),
                        String.valueOf(customer),
                        amount.toPlainString(),
                        CellText.floating(rate),
                        note,
                        paid ? "t" : "f",
                        CellText.date(day),
                        CellText.timestamp(moment))
                + "\n";
    }

    Path text() {
        return text;
    }

    /** The batches of one of several shares, which may be read at once. */
    BatchInput share(int share, int shares) {
        Iterator<VectorSchemaRoot> mine = part(share, shares).iterator();
        return () -> mine.hasNext() ? mine.next() : null;
    }

    long rows(int share, int shares) {
        return part(share, shares).stream()
                .mapToLong(VectorSchemaRoot::getRowCount)
                .sum();
    }

    private List<VectorSchemaRoot> part(int share, int shares) {
        int size = batches.size();
        return batches.subList(size * share / shares, size * (share + 1) / shares);
    }

    @Override
    public void close() throws IOException {
        batches.forEach(VectorSchemaRoot::close);
        Files.deleteIfExists(text);
    }
}
