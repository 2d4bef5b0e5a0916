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
    private IntegerEncoder() {}

    static EncodedValue encode(BaseFixedWidthVector vector, int fromRow, Validity validity, ColumnType type) {
        return encode(read(vector, fromRow, validity.rows()), validity, type);
    }

    /** Values of NULL rows may be anything. */
    static EncodedValue encode(long[] values, Validity validity, ColumnType type) {
        if (validity.allNull()) {
            byte[] none = write(values, validity, type, 0, 0);
            return new EncodedValue(none, Encoding.INTEGER, validity.nullCount(), null, null);
        }
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        if (validity.hasNulls()) {
            for (int i = 0; i < values.length; i++) {
                if (!validity.isNull(i)) {
                    min = Math.min(min, values[i]);
                    max = Math.max(max, values[i]);
                }
            }
        } else {
            for (long value : values) {
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
        }
        int width = width(min, max);
        byte[] bytes = write(values, validity, type, width, base(min, max, width, validity.hasNulls()));
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

    private static byte[] write(long[] values, Validity validity, ColumnType type, int width, long base) {
        ValueLayout layout = ValueLayout.of(Encoding.INTEGER, values.length, validity.hasNulls(), width, 0, 0);
        byte[] bytes = ColumnFormat.newValue(type, Encoding.INTEGER, validity, width, base, 0, layout);
        if (width == 0) {
            return bytes;
        }
        if (validity.hasNulls()) {
            for (int i = 0; i < values.length; i++) {
                if (validity.isNull(i)) {
                    values[i] = base;
                }
            }
        }
        int at = layout.dataAt();
        switch (width) {
            case 1 -> {
                for (int i = 0; i < values.length; i++) {
                    bytes[at + i] = (byte) (values[i] - base);
                }
            }
            case 2 -> {
                for (int i = 0; i < values.length; i++) {
                    LittleEndian.putShort(bytes, at + 2 * i, (short) (values[i] - base));
                }
            }
            case 4 -> {
                for (int i = 0; i < values.length; i++) {
                    LittleEndian.putInt(bytes, at + 4 * i, (int) (values[i] - base));
                }
            }
            default -> {
                for (int i = 0; i < values.length; i++) {
                    LittleEndian.putLong(bytes, at + 8 * i, values[i] - base);
                }
            }
        }
        return bytes;
    }

    private static long[] read(BaseFixedWidthVector vector, int fromRow, int rows) {
        int width = vector.getTypeWidth();
        long address = vector.getDataBufferAddress() + (long) fromRow * width;
        long[] values = new long[rows];
        switch (width) {
            case 1 -> {
                for (int i = 0; i < rows; i++) {
                    values[i] = MemoryUtil.getByte(address + i);
                }
            }
            case 2 -> {
                for (int i = 0; i < rows; i++) {
                    values[i] = MemoryUtil.getShort(address + 2L * i);
                }
            }
            case 4 -> {
                for (int i = 0; i < rows; i++) {
                    values[i] = MemoryUtil.getInt(address + 4L * i);
                }
            }
            default -> {
                for (int i = 0; i < rows; i++) {
                    values[i] = MemoryUtil.getLong(address + 8L * i);
                }
            }
        }
        return values;
    }
}
