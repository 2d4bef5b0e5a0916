package io.gridmill.loaders.columns;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.schema.Column;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/**
 * Texts as UTF-8, which is checked. As long as all of a batch come from one dictionary that is small they stay places in it, and are not
 * written out.
 */
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

    /** What the batch's rows so far are places in; null once their texts are written out. */
    private @Nullable TextDictionary dictionary;

    private final int[] places = new int[MAX_ROWS];
    private final BufferAllocator allocator;
    private final VarCharVector texts;
    private final IntVector placesVector;
    private @Nullable TextDictionary vectorsDictionary;
    private @Nullable VarCharVector dictionaryVector;

    /** @param ordinal of the column in its batch, which is the number of its dictionary, too */
    TextColumn(Column column, int ordinal, BufferAllocator allocator) {
        this.allocator = allocator;
        texts = (VarCharVector) column.toArrow().createVector(allocator);
        placesVector = new IntVector(TextRows.placesField(column.name(), ordinal), allocator);
    }

    @Override
    void start() {
        super.start();
        dictionary = null;
    }

    /** Puts a text behind that of the row before. */
    public void put(int row, byte[] bytes, int from, int length) {
        if (dictionary != null) {
            writeOut(row);
        }
        append(row, bytes, from, length);
    }

    private void append(int row, byte[] bytes, int from, int length) {
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
     * @param from their places in the dictionary, {@code count} of them
     */
    public void putPlaces(int row, int[] from, int count, TextDictionary of) {
        if (of.canBeHandedOn() && (row == 0 || dictionary == of)) {
            dictionary = of;
            System.arraycopy(from, 0, places, row, count);
        } else {
            writeOut(row);
            appendPlaces(row, from, count, of);
        }
    }

    /** Writes out the texts of the first rows, if they are places yet. */
    private void writeOut(int rows) {
        TextDictionary of = dictionary;
        if (of != null) {
            dictionary = null;
            for (int row = 0; row < rows; row++) {
                boolean isNull = isNull(row);
                append(row, of.bytes(), isNull ? 0 : of.start(places[row]), isNull ? 0 : of.length(places[row]));
            }
        }
    }

    private void appendPlaces(int row, int[] from, int count, TextDictionary of) {
        int at = offsets[row];
        byte[] bytes = of.bytes();
        long most = (long) at + (long) count * of.longest() + SHORT;
        if (of.longest() > SHORT || most > MOST_BYTES) {
            for (int i = 0; i < count; i++) {
                append(row + i, bytes, of.start(from[i]), of.length(from[i]));
            }
            return;
        }
        if (data.length < most) {
            grow(most);
        }
        byte[] to = data;
        for (int i = 0; i < count; i++) {
            copyShort(bytes, of.start(from[i]), to, at);
            at += of.length(from[i]);
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
        if (dictionary != null) {
            writeOut(row);
        }
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
        if (dictionary != null) {
            for (int row = from + rows - 1; row >= from; row--) {
                places[row] = flags[row] == 0 ? dictionary.nullPlace() : places[--value];
            }
            return;
        }
        for (int row = from + rows - 1; row >= from; row--) {
            offsets[row + 1] = offsets[value];
            value -= flags[row];
        }
    }

    @Override
    int nextBad(int row, int rows) {
        if (dictionary != null) {
            return -1;
        } else if (row == 0 && Utf8.isAscii(data, 0, offsets[rows])) {
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
        if (dictionary != null) {
            places[to] = places[row];
            return;
        }
        int length = offsets[row + 1] - offsets[row];
        System.arraycopy(data, offsets[row], data, offsets[to], length);
        offsets[to + 1] = offsets[to] + length;
    }

    @Override
    FieldVector copyValues(int rows) {
        if (dictionary != null) {
            return copyPlaces(dictionary, rows);
        }
        int bytes = offsets[rows];
        if (texts.getValueCapacity() < MAX_ROWS || texts.getDataBuffer().capacity() < bytes) {
            texts.allocateNew(Math.max(bytes, FIRST_BYTES), MAX_ROWS);
        }
        texts.getDataBuffer().setBytes(0, data, 0, bytes);
        putInts(texts.getOffsetBuffer(), offsets, rows + 1);
        texts.setLastSet(rows - 1);
        return texts;
    }

    private FieldVector copyPlaces(TextDictionary of, int rows) {
        if (vectorsDictionary != of) {
            closeDictionary();
            dictionaryVector = of.toVector(texts.getName(), allocator);
            vectorsDictionary = of;
        }
        if (placesVector.getValueCapacity() < MAX_ROWS) {
            placesVector.allocateNew(MAX_ROWS);
        }
        putInts(placesVector.getDataBuffer(), places, rows);
        return placesVector;
    }

    private static void putInts(ArrowBuf to, int[] from, int count) {
        to.nioBuffer(0, 4 * count).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(from, 0, count);
    }

    /** What the places of the last batch are places in. */
    VarCharVector dictionary() {
        return Objects.requireNonNull(dictionaryVector, "the texts of the last batch are written out");
    }

    private void closeDictionary() {
        if (dictionaryVector != null) {
            dictionaryVector.close();
            dictionaryVector = null;
            vectorsDictionary = null;
        }
    }

    @Override
    public void close() {
        texts.close();
        placesVector.close();
        closeDictionary();
    }
}
