package io.gridmill.cli.progress;

import java.time.Duration;
import java.util.Locale;

/** Numbers for people. */
public final class Amounts {
    private static final double STEP = 1000;
    private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Amounts() {}

    /** {@code 1,234,567}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 row}, {@code 1,234 rows}. */
    public static String rows(long rows) {
        return count(rows) + (rows == 1 ? " row" : " rows");
    }

    /** {@code 812 B}, {@code 760.4 MB}; a kB has 1,000 bytes. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= STEP && unit < BYTES.length - 1) {
            value /= STEP;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, BYTES[unit]);
    }

    /** {@code 1.2 s}, {@code 2 m 05 s}, {@code 1 h 02 m}. */
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / STEP);
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d m %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d m", seconds / 3600, seconds / 60 % 60);
    }
}
