package io.gridmill.loaders.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Decodes the RLE/bit-packing hybrid, in bulk. A run starts with a number n in LEB128: even, {@code n / 2} repeats of a value of
 * the fewest whole bytes; odd, {@code n / 2} groups of 8 values, packed from the lowest bit on.
 */
final class RunLengths {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private final int bitWidth;
    private final int mask;
    private int position;
    private int repeats;
    private int repeated;
    private int packed;
    /** Where the next packed value starts. */
    private long bit;

    RunLengths(byte[] bytes, int from, int end, int bitWidth) throws DamagedPage {
        if (bitWidth < 0 || bitWidth > Integer.SIZE || from > end || end > bytes.length) {
            throw new DamagedPage("run lengths must have 0 to 32 bits and lie within their page, got " + bitWidth
                    + " bits from byte " + from + " to " + end);
        }
        this.bytes = bytes;
        this.position = from;
        this.end = end;
        this.bitWidth = bitWidth;
        this.mask = (int) ((1L << bitWidth) - 1);
    }

    /** The ids of a page of dictionary indexes: a byte says their width. */
    static RunLengths ids(PageBytes page) throws DamagedPage {
        if (page.from() >= page.end()) {
            // A page of NULLs only may hold nothing at all.
            return new RunLengths(page.array(), page.from(), page.end(), 0);
        }
        return new RunLengths(page.array(), page.from() + 1, page.end(), page.array()[page.from()]);
    }

    static int littleEndianInt(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    void read(int[] to, int from, int count) throws DamagedPage {
        int at = from;
        int stop = from + count;
        while (at < stop) {
            startRun();
            int length = Math.min(stop - at, repeats + packed);
            if (repeats > 0) {
                Arrays.fill(to, at, at + length, repeated);
                repeats -= length;
            } else {
                unpack(to, at, at + length);
                packed -= length;
            }
            at += length;
        }
    }

    /** Reads levels of 0 or 1. Returns how many are 1. */
    int readFlags(byte[] to, int from, int count) throws DamagedPage {
        int at = from;
        int stop = from + count;
        int ones = 0;
        while (at < stop) {
            startRun();
            int length = Math.min(stop - at, repeats + packed);
            if (repeats > 0) {
                Arrays.fill(to, at, at + length, (byte) repeated);
                ones += repeated * length;
                repeats -= length;
            } else {
                for (int i = at; i < at + length; i++) {
                    int flag = bytes[(int) (bit >> 3)] >> (bit & 7) & 1;
                    to[i] = (byte) flag;
                    ones += flag;
                    bit++;
                }
                packed -= length;
            }
            at += length;
        }
        return ones;
    }

    private void unpack(int[] to, int from, int stop) {
        byte[] source = bytes;
        int width = bitWidth;
        int low = mask;
        int lastWord = source.length - Long.BYTES;
        long next = bit;
        int i = from;
        if (width <= Byte.SIZE) { // Eight values fit a word.
            for (; stop - i >= 8 && (next & 7) == 0 && next >> 3 <= lastWord; i += 8, next += 8L * width) {
                long word = (long) LONGS.get(source, (int) (next >> 3));
                for (int k = 0; k < 8; k++, word >>>= width) {
                    to[i + k] = (int) word & low;
                }
            }
        }
        for (; i < stop && next >> 3 <= lastWord; i++, next += width) {
            to[i] = (int) ((long) LONGS.get(source, (int) (next >> 3)) >>> (next & 7)) & low;
        }
        for (; i < stop; i++, next += width) {
            to[i] = (int) (tail((int) (next >> 3)) >>> (next & 7)) & low;
        }
        bit = next;
    }

    private long tail(int at) {
        long word = 0;
        for (int i = bytes.length - 1; i >= at; i--) {
            word = word << 8 | bytes[i] & 0xff;
        }
        return word;
    }

    private void startRun() throws DamagedPage {
        while (repeats + packed == 0) {
            int header = number();
            if ((header & 1) == 0) {
                repeats = header >>> 1;
                repeated = value();
            } else {
                int groups = header >>> 1;
                long length = (long) groups * bitWidth;
                bit = 8L * position;
                // Some writers leave out the bytes of the last group that hold no value.
                long there = bitWidth == 0 ? 8L * groups : Math.min(8L * groups, 8L * (end - position) / bitWidth);
                packed = (int) Math.min(Integer.MAX_VALUE, there);
                position = (int) Math.min(end, position + length);
                if (packed == 0) {
                    throw new DamagedPage("run lengths end too early");
                }
            }
        }
    }

    private int number() throws DamagedPage {
        int number = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 7) {
            int b = next();
            number |= (b & 0x7f) << shift;
            if (b < 0x80) {
                return number;
            }
        }
        throw new DamagedPage("the length of a run has more than 32 bits");
    }

    private int value() throws DamagedPage {
        int value = 0;
        for (int shift = 0; shift < bitWidth; shift += 8) {
            value |= next() << shift;
        }
        if ((value & ~mask) != 0) {
            throw new DamagedPage("a repeated value must have " + bitWidth + " bits, got " + value);
        }
        return value;
    }

    private int next() throws DamagedPage {
        if (position >= end) {
            throw new DamagedPage("run lengths end too early");
        }
        return bytes[position++] & 0xff;
    }
}
