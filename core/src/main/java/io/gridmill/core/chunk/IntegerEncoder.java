package io.gridmill.core.chunk;

import io.gridmill.core.schema.ColumnType;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;

/**
 * Stores whole numbers in the narrowest width that holds their range.
 *
 * <p>The base is 0 where that fits, else the least value, else the value in the middle of the width's range: so the whole
 * signed range is used. Where there are NULLs, the base lies between least and greatest value, so that NULL rows, which store 0,
 * read as a value of the zone map's range, and loops that index arrays by value stay inside them.
 */
final class IntegerEncoder {
    /** So many are read at once, twice, which stay in the nearest cache: an array of all would be written to memory and read again. */
    private static final int BLOCK_ROWS = 1024;

    private IntegerEncoder() {}

    /** Rows as whole numbers. Those of NULL rows may be anything. */
    interface Longs {
        /** Puts the numbers of {@code count} rows from {@code row} on into the first of the array. */
        void read(int row, long[] to, int count);
    }

    static EncodedValue encode(BaseFixedWidthVector vector, int fromRow, Validity validity, ColumnType type) {
        return encode(longs(vector, fromRow), validity, type);
    }

    static EncodedValue encode(Longs longs, Validity validity, ColumnType type) {
        if (validity.allNull()) {
            byte[] none = write(longs, validity, type, 0, 0);
            return new EncodedValue(none, Encoding.INTEGER, validity.nullCount(), null, null);
        }
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        long[] block = new long[BLOCK_ROWS];
        for (int from = 0; from < validity.rows(); from += BLOCK_ROWS) {
            int count = Math.min(BLOCK_ROWS, validity.rows() - from);
            longs.read(from, block, count);
            for (int i = 0; i < count; i++) {
                if (!validity.isNull(from + i)) {
                    min = Math.min(min, block[i]);
                    max = Math.max(max, block[i]);
                }
            }
        }
        int width = width(min, max);
        byte[] bytes = write(longs, validity, type, width, base(min, max, width, validity.hasNulls()));
        return new EncodedValue(bytes, Encoding.INTEGER, validity.nullCount(), min, max);
    }

    private static int width(long min, long max) {
        if (min == max) {
            return 0;
        }
        long range = max - min; // as unsigned: right even where it exceeds a long
        if (range >>> 8 == 0) {
            return 1;
        } else if (range >>> 16 == 0) {
            return 2;
        }
        return range >>> 32 == 0 ? 4 : 8;
    }

    private static long base(long min, long max, int width, boolean hasNulls) {
        if (width == 0) {
            return min;
        }
        long least = -1L << (8 * width - 1);
        boolean zeroInside = min <= 0 && max >= 0;
        if (min >= least && max <= ~least && (zeroInside || !hasNulls)) {
            return 0;
        }
        long range = max - min;
        // With 8 bytes a range beyond a long has 0 inside and ended above, so nothing here can overflow.
        return range >= 0 && range <= ~least ? min : min - least;
    }

    private static byte[] write(Longs longs, Validity validity, ColumnType type, int width, long base) {
        int rows = validity.rows();
        ValueLayout layout = ValueLayout.of(Encoding.INTEGER, rows, validity.hasNulls(), width, 0, 0);
        byte[] bytes = ColumnFormat.newValue(type, Encoding.INTEGER, validity, width, base, 0, layout);
        if (width == 0) {
            return bytes;
        }
        long[] block = new long[BLOCK_ROWS];
        for (int from = 0; from < rows; from += BLOCK_ROWS) {
            int count = Math.min(BLOCK_ROWS, rows - from);
            longs.read(from, block, count);
            for (int i = 0; i < count && validity.hasNulls(); i++) {
                if (validity.isNull(from + i)) {
                    block[i] = base;
                }
            }
            write(block, count, width, base, bytes, layout.dataAt() + width * from);
        }
        return bytes;
    }

    private static void write(long[] values, int count, int width, long base, byte[] to, int at) {
        switch (width) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    to[at + i] = (byte) (values[i] - base);
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    LittleEndian.putShort(to, at + 2 * i, (short) (values[i] - base));
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    LittleEndian.putInt(to, at + 4 * i, (int) (values[i] - base));
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    LittleEndian.putLong(to, at + 8 * i, values[i] - base);
                }
            }
        }
    }

    private static Longs longs(BaseFixedWidthVector vector, int fromRow) {
        int width = vector.getTypeWidth();
        long address = vector.getDataBufferAddress() + (long) fromRow * width;
        return switch (width) {
            case 1 ->
                (row, to, count) -> {
                    for (int i = 0; i < count; i++) {
                        to[i] = MemoryUtil.getByte(address + row + i);
                    }
                };
            case 2 ->
                (row, to, count) -> {
                    for (int i = 0; i < count; i++) {
                        to[i] = MemoryUtil.getShort(address + 2L * (row + i));
                    }
                };
            case 4 ->
                (row, to, count) -> {
                    for (int i = 0; i < count; i++) {
                        to[i] = MemoryUtil.getInt(address + 4L * (row + i));
                    }
                };
            default ->
                (row, to, count) -> {
                    for (int i = 0; i < count; i++) {
                        to[i] = MemoryUtil.getLong(address + 8L * (row + i));
                    }
                };
        };
    }
}
