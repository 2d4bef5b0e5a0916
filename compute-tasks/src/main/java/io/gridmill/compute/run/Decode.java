package io.gridmill.compute.run;

import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;

/** Plain loops from a column's memory into block arrays, one for each width. */
final class Decode {
    private Decode() {}

    static void longs(long address, int width, long base, int start, int count, long[] out) {
        switch (width) {
            case 0 -> Arrays.fill(out, 0, count, base);
            case 1 -> {
                long from = address + start;
                for (int i = 0; i < count; i++) {
                    out[i] = MemoryUtil.getByte(from + i) + base;
                }
            }
            case 2 -> {
                long from = address + 2L * start;
                for (int i = 0; i < count; i++) {
                    out[i] = MemoryUtil.getShort(from + 2L * i) + base;
                }
            }
            case 4 -> {
                long from = address + 4L * start;
                for (int i = 0; i < count; i++) {
                    out[i] = MemoryUtil.getInt(from + 4L * i) + base;
                }
            }
            default -> {
                long from = address + 8L * start;
                for (int i = 0; i < count; i++) {
                    out[i] = MemoryUtil.getLong(from + 8L * i) + base;
                }
            }
        }
    }

    /** Unsigned dictionary codes. */
    static void codes(long address, int width, int start, int count, int[] out) {
        switch (width) {
            case 0 -> Arrays.fill(out, 0, count, 0);
            case 1 -> {
                long from = address + start;
                for (int i = 0; i < count; i++) {
                    out[i] = MemoryUtil.getByte(from + i) & 0xFF;
                }
            }
            case 2 -> {
                long from = address + 2L * start;
                for (int i = 0; i < count; i++) {
                    out[i] = MemoryUtil.getShort(from + 2L * i) & 0xFFFF;
                }
            }
            default -> {
                long from = address + 4L * start;
                for (int i = 0; i < count; i++) {
                    out[i] = MemoryUtil.getInt(from + 4L * i);
                }
            }
        }
    }

    static void floats(long address, int start, int count, double[] out) {
        long from = address + 4L * start;
        for (int i = 0; i < count; i++) {
            out[i] = Float.intBitsToFloat(MemoryUtil.getInt(from + 4L * i));
        }
    }

    static void doubles(long address, int start, int count, double[] out) {
        long from = address + 8L * start;
        for (int i = 0; i < count; i++) {
            out[i] = Double.longBitsToDouble(MemoryUtil.getLong(from + 8L * i));
        }
    }

    static void wides(long address, int start, int count, long[] high, long[] low) {
        long from = address + 16L * start;
        for (int i = 0; i < count; i++) {
            low[i] = MemoryUtil.getLong(from + 16L * i);
            high[i] = MemoryUtil.getLong(from + 16L * i + 8);
        }
    }

    /** Bits, least significant first; {@code inverted} for validity, whose 1 is not NULL. {@code start} is a multiple of 8. */
    static void bits(long address, int start, int count, boolean inverted, boolean[] out) {
        long from = address + (start >> 3);
        for (int i = 0; i < count; i += 8) {
            int bits = MemoryUtil.getByte(from + (i >> 3));
            int end = Math.min(8, count - i);
            for (int j = 0; j < end; j++) {
                out[i + j] = ((bits >> j & 1) != 0) != inverted;
            }
        }
    }

    static byte[] bytes(long address, int length) {
        byte[] copy = new byte[length];
        MemoryUtil.copyFromMemory(address, copy, 0, length);
        return copy;
    }
}
