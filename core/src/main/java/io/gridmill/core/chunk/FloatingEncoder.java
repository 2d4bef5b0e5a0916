package io.gridmill.core.chunk;

import io.gridmill.core.schema.ColumnType;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Stores REAL and DOUBLE as they are, every bit of them; NULL rows hold 0. */
final class FloatingEncoder {
    private FloatingEncoder() {}

    static EncodedValue encode(FieldVector vector, int fromRow, Validity validity, ColumnType type) {
        boolean single = type.kind() == ColumnType.Kind.REAL;
        Encoding encoding = single ? Encoding.FLOAT : Encoding.DOUBLE;
        int width = single ? 4 : 8;
        int rows = validity.rows();
        ValueLayout layout = ValueLayout.of(encoding, rows, validity.hasNulls(), 0, 0, 0);
        byte[] bytes = ColumnFormat.newValue(type, encoding, validity, 0, 0, 0, layout);
        int at = layout.dataAt();
        MemoryUtil.copyFromMemory(
                vector.getDataBufferAddress() + (long) fromRow * width, bytes, at, layout.dataBytes());
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        boolean anyNaN = false;
        for (int i = 0; i < rows; i++, at += width) {
            if (validity.isNull(i)) {
                Arrays.fill(bytes, at, at + width, (byte) 0);
                continue;
            }
            double value = single
                    ? Float.intBitsToFloat(LittleEndian.getInt(bytes, at))
                    : Double.longBitsToDouble(LittleEndian.getLong(bytes, at));
            anyNaN |= Double.isNaN(value);
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        boolean known = !anyNaN && !validity.allNull();
        return new EncodedValue(bytes, encoding, validity.nullCount(), known(known, min), known(known, max));
    }

    private static @Nullable Object known(boolean known, double value) {
        return known ? (Object) value : null;
    }
}
