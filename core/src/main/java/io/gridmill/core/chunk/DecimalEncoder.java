package io.gridmill.core.chunk;

import io.gridmill.core.schema.ColumnType;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.jspecify.annotations.Nullable;

/** Stores decimals as whole unscaled numbers where all of a chunk fit a long, else in 128 bits. */
final class DecimalEncoder {
    private static final int WIDTH = 16;

    private DecimalEncoder() {}

    static EncodedValue encode(BaseFixedWidthVector vector, int fromRow, Validity validity, ColumnType type) {
        int rows = validity.rows();
        long address = vector.getDataBufferAddress() + (long) fromRow * WIDTH;
        boolean fits = true;
        for (int i = 0; i < rows && fits; i++) {
            long low = MemoryUtil.getLong(address + (long) WIDTH * i);
            long high = MemoryUtil.getLong(address + (long) WIDTH * i + 8);
            fits = high == low >> 63 || validity.isNull(i);
        }
        if (!fits) {
            return encodeWide(address, validity, type);
        }
        IntegerEncoder.Longs lowHalves = (row, to, count) -> {
            for (int i = 0; i < count; i++) {
                to[i] = MemoryUtil.getLong(address + (long) WIDTH * (row + i));
            }
        };
        return IntegerEncoder.encode(lowHalves, validity, type);
    }

    private static EncodedValue encodeWide(long address, Validity validity, ColumnType type) {
        int rows = validity.rows();
        ValueLayout layout = ValueLayout.of(Encoding.DECIMAL128, rows, validity.hasNulls(), 0, 0, 0);
        byte[] bytes = ColumnFormat.newValue(type, Encoding.DECIMAL128, validity, 0, 0, 0, layout);
        long minLow = -1;
        long minHigh = Long.MAX_VALUE;
        long maxLow = 0;
        long maxHigh = Long.MIN_VALUE;
        for (int i = 0; i < rows; i++) {
            if (validity.isNull(i)) {
                continue;
            }
            long low = MemoryUtil.getLong(address + (long) WIDTH * i);
            long high = MemoryUtil.getLong(address + (long) WIDTH * i + 8);
            LittleEndian.putLong(bytes, layout.dataAt() + WIDTH * i, low);
            LittleEndian.putLong(bytes, layout.dataAt() + WIDTH * i + 8, high);
            if (less(low, high, minLow, minHigh)) {
                minLow = low;
                minHigh = high;
            }
            if (less(maxLow, maxHigh, low, high)) {
                maxLow = low;
                maxHigh = high;
            }
        }
        return new EncodedValue(
                bytes, Encoding.DECIMAL128, validity.nullCount(), asLong(minLow, minHigh), asLong(maxLow, maxHigh));
    }

    private static boolean less(long low, long high, long thanLow, long thanHigh) {
        return high < thanHigh || (high == thanHigh && Long.compareUnsigned(low, thanLow) < 0);
    }

    private static @Nullable Object asLong(long low, long high) {
        return high == low >> 63 ? (Object) low : null;
    }
}
