package io.gridmill.loaders.columns;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarCharVector;

/** The texts that a file's column names by their places. */
public final class TextDictionary {
    /** Larger ones cost more to hand on than what that saves. */
    private static final int MOST_TEXTS = 1 << 16;

    private static final int MOST_BYTES = 1 << 20;

    public static final TextDictionary EMPTY = new TextDictionary(new byte[TextColumn.SHORT], new int[0], new int[0]);

    private final byte[] bytes;
    private final int[] starts;
    private final int[] ends;
    private final int longest;
    private final boolean canBeHandedOn;

    /**
     * @param bytes those of the texts, which stay the dictionary's; {@value TextColumn#SHORT} bytes behind the last may be read
     * @param starts text {@code i} lies from {@code starts[i]} to {@code ends[i]}
     */
    public TextDictionary(byte[] bytes, int[] starts, int[] ends) {
        this.bytes = bytes;
        this.starts = starts;
        this.ends = ends;
        int most = 0;
        boolean valid = true;
        for (int i = 0; i < starts.length; i++) {
            most = Math.max(most, ends[i] - starts[i]);
            valid &= Utf8.isValid(bytes, starts[i], ends[i]);
        }
        longest = most;
        canBeHandedOn = valid && starts.length <= MOST_TEXTS && bytes.length <= MOST_BYTES;
    }

    public int size() {
        return starts.length;
    }

    /** Bytes of the longest text. */
    public int longest() {
        return longest;
    }

    byte[] bytes() {
        return bytes;
    }

    int start(int place) {
        return starts[place];
    }

    int length(int place) {
        return ends[place] - starts[place];
    }

    /** Whether rows may keep their places: it is small enough, and all its texts are UTF-8. */
    boolean canBeHandedOn() {
        return canBeHandedOn;
    }

    /** The place of a NULL, an empty text behind the others, so that NULLs take no room. */
    int nullPlace() {
        return size();
    }

    /** The texts one after the other, and the one of {@link #nullPlace}. */
    VarCharVector toVector(String name, BufferAllocator allocator) {
        int texts = size() + 1;
        VarCharVector vector = new VarCharVector(name, allocator);
        vector.allocateNew(bytes.length, texts);
        ByteBuffer offsets =
                vector.getOffsetBuffer().nioBuffer(0, 4 * (texts + 1)).order(ByteOrder.LITTLE_ENDIAN);
        int end = 0;
        offsets.putInt(end);
        for (int i = 0; i < texts; i++) {
            if (i < size()) {
                vector.getDataBuffer().setBytes(end, bytes, start(i), length(i));
                end += length(i);
            }
            offsets.putInt(end);
            vector.setIndexDefined(i);
        }
        vector.setLastSet(texts - 1);
        vector.setValueCount(texts);
        return vector;
    }
}
