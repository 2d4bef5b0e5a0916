package io.gridmill.compute.run;

import io.gridmill.compute.kernel.Access;
import io.gridmill.core.chunk.EncodedColumn;
import io.gridmill.core.chunk.Encoding;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** The strings of one VARCHAR column of one chunk, a dictionary or not. */
final class Strings {
    private static final byte[] EMPTY = {};

    private final EncodedColumn column;
    final boolean dictionary;
    /** Dictionary entries, at least 1: a chunk of NULLs alone has an empty dictionary, and codes of 0. */
    final int entries;

    private final long bytesAddress;
    private final @Nullable byte[][] cached;

    Strings(EncodedColumn column) {
        this.column = column;
        this.dictionary = column.encoding() == Encoding.DICTIONARY;
        this.entries = dictionary ? Math.max(1, column.dictionarySize()) : 0;
        this.bytesAddress = dictionary ? column.dictionaryAddress() : column.dataAddress();
        this.cached = new byte[entries][];
    }

    /** How the codes of a dictionary are read where they lie. */
    Access access() {
        return Access.code(column.width());
    }

    long codesAddress(int start) {
        return column.dataAddress() + (long) column.width() * start;
    }

    void codes(int start, int count, int[] out) {
        Decode.codes(column.dataAddress(), column.width(), start, count, out);
    }

    /** A dictionary entry. */
    byte[] entry(int code) {
        byte[] known = cached[code];
        if (known == null) {
            known = column.dictionarySize() == 0 ? EMPTY : at(code);
            cached[code] = known;
        }
        return known;
    }

    /** The string of a row of a column without dictionary. */
    byte[] at(int row) {
        int from = offset(row);
        int length = offset(row + 1) - from;
        return length == 0 ? EMPTY : Decode.bytes(bytesAddress + from, length);
    }

    long addressOf(int row) {
        return bytesAddress + offset(row);
    }

    int lengthOf(int row) {
        return offset(row + 1) - offset(row);
    }

    private int offset(int index) {
        return MemoryUtil.getInt(column.offsetsAddress() + 4L * index);
    }

    void loadNulls(int start, int count, boolean[] out) {
        if (column.nullCount() > 0) {
            Decode.bits(column.validityAddress(), start, count, true, out);
        } else {
            Arrays.fill(out, 0, count, false);
        }
    }
}
