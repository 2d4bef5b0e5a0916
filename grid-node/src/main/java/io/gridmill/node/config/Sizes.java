package io.gridmill.node.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as people write them: {@code 512MiB}. Powers of 1024 only, and a unit always. */
public final class Sizes {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15}) ?(B|KiB|MiB|GiB|TiB)");
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Sizes() {}

    /**
     * How many bytes the text says.
     *
     * @throws IllegalArgumentException when the text is no size or beyond 2^63 - 1 bytes
     */
    public static long parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a size");
        }
        long bytes = Long.parseLong(matcher.group(1));
        for (String unit : UNITS) {
            if (unit.equals(matcher.group(2))) {
                return bytes;
            }
            if (bytes > Long.MAX_VALUE / 1024) {
                throw new IllegalArgumentException("too large");
            }
            bytes *= 1024;
        }
        throw new AssertionError("the form allows only known units, got " + matcher.group(2));
    }

    /** The size in the largest unit that needs no fraction, so that {@link #parse} gives it back exactly. */
    public static String format(long bytes) {
        int unit = 0;
        long value = bytes;
        while (value != 0 && value % 1024 == 0 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return value + UNITS[unit];
    }
}
