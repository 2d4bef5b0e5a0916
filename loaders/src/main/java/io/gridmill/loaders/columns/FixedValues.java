package io.gridmill.loaders.columns;

import io.gridmill.core.schema.ColumnType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedWidthVector;

/** Copies longs into an Arrow vector of fixed width: whole numbers, unscaled decimals, raw bits of floating point, 0 and 1. */
public final class FixedValues {
    private FixedValues() {}

    /** Bytes of a value in Arrow: 1, 2, 4, 8, 16 for decimals, 0 for bits. */
    public static int width(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN -> 0;
            case TINYINT -> 1;
            case SMALLINT -> 2;
            case INTEGER, REAL, DATE -> 4;
            case BIGINT, DOUBLE, TIMESTAMP -> 8;
            case DECIMAL -> 16;
            case VARCHAR -> throw new IllegalArgumentException("texts have no width");
        };
    }

    /**
     * @param width as {@link #width} says
     * @param capacity rows for which the vector has, or is given, room
     */
    public static void copy(long[] values, int rows, int width, int capacity, FieldVector vector) {
        if (vector.getValueCapacity() < capacity) {
            ((FixedWidthVector) vector).allocateNew(capacity);
        }
        int bytes = width == 0 ? (rows + 7) / 8 : rows * width;
        ByteBuffer data = vector.getDataBuffer().nioBuffer(0, bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (width) {
            case 0 -> putBits(values, rows, data);
            case 1 -> {
                for (int i = 0; i < rows; i++) {
                    data.put(i, (byte) values[i]);
                }
            }
            case 2 -> {
                for (int i = 0; i < rows; i++) {
                    data.putShort(2 * i, (short) values[i]);
                }
            }
            case 4 -> {
                for (int i = 0; i < rows; i++) {
                    data.putInt(4 * i, (int) values[i]);
                }
            }
            case 8 -> data.asLongBuffer().put(values, 0, rows);
            default -> {
                for (int i = 0; i < rows; i++) {
                    data.putLong(16 * i, values[i]);
                    data.putLong(16 * i + 8, values[i] >> 63);
                }
            }
        }
    }

    private static void putBits(long[] values, int rows, ByteBuffer data) {
        for (int i = 0; i < rows; i += 8) {
            int bits = 0;
            for (int j = i; j < Math.min(rows, i + 8); j++) {
                bits |= (int) values[j] << (j - i);
            }
            data.put(i >> 3, (byte) bits);
        }
    }
}
