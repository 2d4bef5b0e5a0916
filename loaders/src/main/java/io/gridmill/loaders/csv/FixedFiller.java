package io.gridmill.loaders.csv;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedWidthVector;
import org.jspecify.annotations.Nullable;

/** A column whose values fit a long, whatever width they have in Arrow. */
final class FixedFiller extends ColumnFiller {
    private final FieldParser parser;
    /** Bytes of a value in Arrow: 1, 2, 4, 8, 16 for decimals, 0 for bits. */
    private final int width;

    private final long[] values = new long[MAX_ROWS];

    FixedFiller(FieldParser parser, int width) {
        this.parser = parser;
        this.width = width;
    }

    @Override
    @Nullable
    String putValue(int row, char[] text, int from, int length) {
        String broken = parser.parse(text, from, length);
        values[row] = parser.parsed;
        return broken;
    }

    @Override
    void putNothing(int row) {
        values[row] = 0;
    }

    @Override
    void copyValues(FieldVector vector, int rows) {
        if (vector.getValueCapacity() < MAX_ROWS) {
            ((FixedWidthVector) vector).allocateNew(MAX_ROWS);
        }
        int bytes = width == 0 ? (rows + 7) / 8 : rows * width;
        ByteBuffer data = vector.getDataBuffer().nioBuffer(0, bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (width) {
            case 0 -> putBits(data, rows);
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

    private void putBits(ByteBuffer data, int rows) {
        for (int i = 0; i < rows; i += 8) {
            int bits = 0;
            for (int j = i; j < Math.min(rows, i + 8); j++) {
                bits |= (int) values[j] << (j - i);
            }
            data.put(i >> 3, (byte) bits);
        }
    }
}
