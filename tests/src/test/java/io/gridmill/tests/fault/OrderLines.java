package io.gridmill.tests.fault;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.SplittableRandom;

/** Order lines made from a seed, as CSV: keys, decimals, dates, NULLs, and texts that need quotes. The same seed makes the same file. */
public final class OrderLines {
    /** As Gridmill and DuckDB both understand it. */
    public static final String COLUMNS =
            "orderkey BIGINT, line INTEGER, supplier INTEGER, quantity DECIMAL(12,2), price DECIMAL(12,2), "
                    + "discount DECIMAL(4,2), flag VARCHAR, shipped DATE, note VARCHAR";

    private static final int MOST_LINES = 7;
    private static final int SUPPLIERS = 300;
    private static final LocalDate FIRST_DAY = LocalDate.of(1992, 1, 1);
    private static final String[] NOTES = {
        "", "\"\"", "plain", "\"with, comma\"", "\"with \"\"quotes\"\"\"", "\"with\nline break\"", "naïve – ünïcode"
    };

    private OrderLines() {}

    /** Writes a file with a header and so many rows. */
    public static Path write(Path file, long seed, int rows) {
        SplittableRandom random = new SplittableRandom(seed);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(COLUMNS.replaceAll(" [A-Z]+(\\([0-9,]+\\))?(, )?", ",").replaceAll(",$", "\n"));
            int written = 0;
            for (long order = 1; written < rows; order++) {
                int lines = Math.min(rows - written, 1 + random.nextInt(MOST_LINES));
                for (int line = 1; line <= lines; line++) {
                    out.write(row(random, order, line));
                }
                written += lines;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static String row(SplittableRandom random, long order, int line) {
        return order + "," + line + "," + random.nextInt(1, SUPPLIERS + 1)
                + "," + cents(random.nextLong(100, 5_001))
                + "," + cents(random.nextLong(-10_000, 10_000_000))
                + "," + (random.nextInt(20) == 0 ? "" : cents(random.nextLong(0, 11)))
                + "," + "ANR".charAt(random.nextInt(3))
                + "," + (random.nextInt(50) == 0 ? "" : FIRST_DAY.plusDays(random.nextInt(2_500)))
                + "," + NOTES[random.nextInt(NOTES.length)] + "\n";
    }

    private static String cents(long cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }
}
