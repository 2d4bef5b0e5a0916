package io.gridmill.loaders.text;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Text, encoded to UTF-8 without a String. */
final class VarcharFiller extends ColumnFiller {
    private static final int FIRST_BYTES = 1 << 16;

    /** Row {@code r} lies from {@code offsets[r]} to {@code offsets[r + 1]}. */
    private final int[] offsets = new int[MAX_ROWS + 1];

    private byte[] data = new byte[FIRST_BYTES];

    @Override
    @Nullable
    String putValue(int row, char[] text, int from, int length) {
        int at = offsets[row];
        if (data.length - at < 3 * length) {
            data = Arrays.copyOf(data, Math.max(2 * data.length, at + 3 * length));
        }
        byte[] to = data;
        int i = from;
        int end = from + length;
        for (; i < end && text[i] < 0x80; i++) {
            to[at++] = (byte) text[i];
        }
        if (i < end) {
            at = encode(text, i, end, at);
            if (at < 0) {
                return "is not valid UTF-8";
            }
        }
        offsets[row + 1] = at;
        return null;
    }

    /** The place behind the last byte, or -1 at half of a surrogate pair, which no UTF-8 has. */
    private int encode(char[] text, int from, int end, int start) {
        byte[] to = data;
        int at = start;
        for (int i = from; i < end; i++) {
            int c = text[i];
            if (c < 0x80) {
                to[at++] = (byte) c;
            } else if (c < 0x800) {
                to[at++] = (byte) (0xc0 | c >> 6);
                to[at++] = (byte) (0x80 | c & 0x3f);
            } else if (!Character.isSurrogate((char) c)) {
                to[at++] = (byte) (0xe0 | c >> 12);
                to[at++] = (byte) (0x80 | c >> 6 & 0x3f);
                to[at++] = (byte) (0x80 | c & 0x3f);
            } else if (Character.isHighSurrogate((char) c) && i + 1 < end && Character.isLowSurrogate(text[i + 1])) {
                c = Character.toCodePoint((char) c, text[++i]);
                to[at++] = (byte) (0xf0 | c >> 18);
                to[at++] = (byte) (0x80 | c >> 12 & 0x3f);
                to[at++] = (byte) (0x80 | c >> 6 & 0x3f);
                to[at++] = (byte) (0x80 | c & 0x3f);
            } else {
                return -1;
            }
        }
        return at;
    }

    @Override
    void putNothing(int row) {
        offsets[row + 1] = offsets[row];
    }

    @Override
    public long textBytes(int row) {
        return offsets[row];
    }

    @Override
    void copyValues(FieldVector vector, int rows) {
        VarCharVector varchar = (VarCharVector) vector;
        int bytes = offsets[rows];
        if (varchar.getValueCapacity() < MAX_ROWS || varchar.getDataBuffer().capacity() < bytes) {
            varchar.allocateNew(Math.max(bytes, data.length), MAX_ROWS);
        }
        varchar.getDataBuffer().setBytes(0, data, 0, bytes);
        varchar.getOffsetBuffer()
                .nioBuffer(0, 4 * (rows + 1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .put(offsets, 0, rows + 1);
        varchar.setLastSet(rows - 1);
    }
}
