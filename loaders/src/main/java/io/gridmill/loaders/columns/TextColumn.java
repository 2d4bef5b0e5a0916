package io.gridmill.loaders.columns;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** Texts as UTF-8, which is checked. */
public final class TextColumn extends BatchColumn {
    private static final int FIRST_BYTES = 1 << 16;
    private static final int MOST_BYTES = Integer.MAX_VALUE - 64;
    private static final int SHOWN_BYTES = 1000;
    /** Texts of up to so many bytes are copied as four words whatever their length is, when there are so many bytes to copy. */
    public static final int SHORT = 4 * Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /** Row {@code r} lies from {@code offsets[r]} to {@code offsets[r + 1]}. */
    private final int[] offsets = new int[MAX_ROWS + 1];

    private byte[] data = new byte[FIRST_BYTES];

    /** Puts a text behind that of the row before. */
    public void put(int row, byte[] bytes, int from, int length) {
        int at = offsets[row];
        if (data.length - at < length) {
            grow((long) at + length);
        }
        if (length <= SHORT && bytes.length - from >= SHORT && data.length - at >= SHORT) {
            copyShort(bytes, from, data, at);
        } else {
            System.arraycopy(bytes, from, data, at, length);
        }
        offsets[row + 1] = at + length;
    }

    /**
     * Puts one text of a dictionary a row behind that of the row before.
     *
     * @param ids their numbers, {@code count} of them
     * @param texts the dictionary; {@value #SHORT} bytes behind its last text may be read
     * @param ends text {@code i} lies from {@code starts[i]} to {@code ends[i]}
     * @param longest bytes of the longest text
     */
    public void putIds(int row, int[] ids, int count, byte[] texts, int[] starts, int[] ends, int longest) {
        int at = offsets[row];
        long most = (long) at + (long) count * longest + SHORT;
        if (longest > SHORT || most > MOST_BYTES) {
            for (int i = 0; i < count; i++) {
                int id = ids[i];
                put(row + i, texts, starts[id], ends[id] - starts[id]);
            }
            return;
        }
        if (data.length < most) {
            grow(most);
        }
        byte[] to = data;
        for (int i = 0; i < count; i++) {
            int id = ids[i];
            int from = starts[id];
            copyShort(texts, from, to, at);
            at += ends[id] - from;
            offsets[row + i + 1] = at;
        }
    }

    /** Copies {@value #SHORT} bytes; what is too much is written over by the next text. */
    private static void copyShort(byte[] from, int start, byte[] to, int at) {
        LONGS.set(to, at, (long) LONGS.get(from, start));
        LONGS.set(to, at + 8, (long) LONGS.get(from, start + 8));
        LONGS.set(to, at + 16, (long) LONGS.get(from, start + 16));
        LONGS.set(to, at + 24, (long) LONGS.get(from, start + 24));
    }

    /**
     * Makes room for the next text and returns where it may be written, as UTF-8, in {@link #data}.
     *
     * @param length its bytes
     */
    public int reserve(int row, int length) {
        int at = offsets[row];
        if (data.length - at < length) {
            grow((long) at + length);
        }
        offsets[row + 1] = at + length;
        return at;
    }

    public byte[] data() {
        return data;
    }

    private void grow(long needed) {
        if (needed > MOST_BYTES) {
            throw new ArithmeticException("the texts of a batch must have at most 2 GiB, got " + needed + " bytes");
        }
        data = Arrays.copyOf(data, (int) Math.min(MOST_BYTES, Math.max(needed, 2L * data.length)));
    }

    @Override
    void spreadValues(int from, int rows, int count) {
        byte[] flags = defined();
        int value = from + count;
        for (int row = from + rows - 1; row >= from; row--) {
            offsets[row + 1] = offsets[value];
            value -= flags[row];
        }
    }

    @Override
    int nextBad(int row, int rows) {
        if (row == 0 && Utf8.isAscii(data, 0, offsets[rows])) {
            return -1;
        }
        for (int i = row; i < rows; i++) {
            if (!Utf8.isValid(data, offsets[i], offsets[i + 1])) {
                return i;
            }
        }
        return -1;
    }

    @Override
    BadValues.Bad bad(int row) {
        int length = Math.min(SHOWN_BYTES, offsets[row + 1] - offsets[row]);
        return new BadValues.Bad(new String(data, offsets[row], length, StandardCharsets.UTF_8), "is not valid UTF-8");
    }

    @Override
    void moveValue(int row, int to) {
        int length = offsets[row + 1] - offsets[row];
        System.arraycopy(data, offsets[row], data, offsets[to], length);
        offsets[to + 1] = offsets[to] + length;
    }

    @Override
    void copyValues(FieldVector vector, int rows) {
        VarCharVector varchar = (VarCharVector) vector;
        int bytes = offsets[rows];
        if (varchar.getValueCapacity() < MAX_ROWS || varchar.getDataBuffer().capacity() < bytes) {
            varchar.allocateNew(Math.max(bytes, FIRST_BYTES), MAX_ROWS);
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
