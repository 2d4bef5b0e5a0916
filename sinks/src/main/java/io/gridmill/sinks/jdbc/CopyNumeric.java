package io.gridmill.sinks.jdbc;

import java.math.BigInteger;
import org.apache.arrow.memory.ArrowBuf;

/**
 * Decimals of one scale as {@code numeric}: groups of four decimal digits, aligned to the point. Not thread-safe.
 *
 * <table>
 * <caption>Field of a COPY, 16 bits each after the length</caption>
 * <tr><td>groups</td><td>how many follow</td></tr>
 * <tr><td>weight</td><td>groups before the point, less one; the first group is worth 10000^weight</td></tr>
 * <tr><td>sign</td><td>0x0000 or 0x4000</td></tr>
 * <tr><td>scale</td><td>decimal places</td></tr>
 * <tr><td>group …</td><td>0 to 9999, the first and the last not 0</td></tr>
 * </table>
 */
final class CopyNumeric {
    private static final int NEGATIVE = 0x4000;
    private static final int BASE = 10_000;
    private static final BigInteger BIG_BASE = BigInteger.valueOf(BASE);
    private static final long[] POWERS = powers();
    /** Of 38 digits, and the point may cut a group at both ends. */
    private static final int MOST_GROUPS = 12;

    private final int scale;
    private final int fractionGroups;
    private final BigInteger alignment;
    /** The groups of the value at hand, the last one last. */
    private final short[] groups = new short[MOST_GROUPS];

    CopyNumeric(int scale) {
        this.scale = scale;
        this.fractionGroups = (scale + 3) / 4;
        this.alignment = BigInteger.valueOf(POWERS[4 * fractionGroups - scale]);
    }

    private static long[] powers() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = 10 * powers[i - 1];
        }
        return powers;
    }

    /** @param position of 16 bytes, the least significant first */
    void write(CopyBuffer out, ArrowBuf data, long position) {
        long low = data.getLong(position);
        long high = data.getLong(position + Long.BYTES);
        boolean negative = high < 0;
        int first;
        if (high == low >> 63 && low != Long.MIN_VALUE && scale < POWERS.length) {
            first = split(Math.abs(low));
        } else {
            byte[] bytes = new byte[2 * Long.BYTES];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = data.getByte(position + bytes.length - 1 - i);
            }
            first = split(new BigInteger(bytes).abs());
        }
        send(out, first, negative);
    }

    /** Fills the groups from the end, and returns where they begin. */
    private int split(long magnitude) {
        long whole = magnitude / POWERS[scale];
        long fraction = magnitude - whole * POWERS[scale];
        int next = MOST_GROUPS;
        int last = scale % 4;
        for (int group = fractionGroups; group > 0; group--) {
            if (group == fractionGroups && last != 0) {
                groups[--next] = (short) (fraction % POWERS[last] * POWERS[4 - last]);
                fraction /= POWERS[last];
            } else {
                groups[--next] = (short) (fraction % BASE);
                fraction /= BASE;
            }
        }
        while (whole != 0) {
            groups[--next] = (short) (whole % BASE);
            whole /= BASE;
        }
        return next;
    }

    private int split(BigInteger magnitude) {
        BigInteger rest = magnitude.multiply(alignment);
        int next = MOST_GROUPS;
        while (rest.signum() != 0 || MOST_GROUPS - next < fractionGroups) {
            BigInteger[] parts = rest.divideAndRemainder(BIG_BASE);
            groups[--next] = parts[1].shortValue();
            rest = parts[0];
        }
        return next;
    }

    private void send(CopyBuffer out, int from, boolean negative) {
        int first = from;
        int end = MOST_GROUPS;
        while (first < end && groups[first] == 0) {
            first++;
        }
        int weight = MOST_GROUPS - fractionGroups - first - 1;
        while (end > first && groups[end - 1] == 0) {
            end--;
        }
        int count = end - first;
        out.int32((4 + count) * Short.BYTES);
        out.int16(count);
        out.int16(count == 0 ? 0 : weight);
        out.int16(negative ? NEGATIVE : 0);
        out.int16(scale);
        for (int i = first; i < end; i++) {
            out.int16(groups[i]);
        }
    }
}
