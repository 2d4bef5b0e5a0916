package io.gridmill.core.chunk;

import io.gridmill.core.batch.TextRows;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/**
 * The strings of a range of rows of an Arrow vector as ranges of native memory, without an object each. NULL rows have length 0.
 */
final class NativeStrings {
    /** Longer strings have no place in a zone map. */
    private static final int MAX_ZONE_CHARACTERS = 64;

    private static final long MIX_1 = 0x9E3779B97F4A7C15L;
    private static final long MIX_2 = 0xD6E8FEB86659FD93L;

    /** By number of bytes: a little-endian word's first ones. */
    private static final long[] MASKS = new long[9];

    static {
        for (int bytes = 1; bytes < MASKS.length; bytes++) {
            MASKS[bytes] = -1L >>> (64 - 8 * bytes);
        }
    }

    private final long data;
    /** The last address from which 8 bytes may be read, whatever they are. */
    private final long lastWord;

    private final long totalBytes;
    private final TextRows rows;
    private final int fromRow;
    private final Validity validity;

    NativeStrings(TextRows rows, int fromRow, Validity validity) {
        this.rows = rows;
        this.fromRow = fromRow;
        VarCharVector texts = rows.texts();
        data = texts.getDataBufferAddress();
        lastWord = data + texts.getDataBuffer().capacity() - 8;
        this.validity = validity;
        totalBytes = isContiguous()
                ? rows.start(fromRow + rows() - 1) + rows.length(fromRow + rows() - 1) - rows.start(fromRow)
                : sumOfLengths();
    }

    /** Whether the rows' strings lie one behind the other. */
    private boolean isContiguous() {
        return rows.places() == null && !validity.hasNulls();
    }

    private long sumOfLengths() {
        long sum = 0;
        for (int row = 0; row < rows(); row++) {
            sum += length(row);
        }
        return sum;
    }

    /** How many places the rows' dictionary has; 0 when they have none. */
    int places() {
        return rows.places() == null ? 0 : rows.texts().getValueCount();
    }

    /** Rows of the same place have the same string; not the other way round. */
    int place(int row) {
        return rows.place(fromRow + row);
    }

    int rows() {
        return validity.rows();
    }

    int length(int row) {
        return validity.isNull(row) ? 0 : rows.length(fromRow + row);
    }

    private long address(int row) {
        return data + rows.start(fromRow + row);
    }

    /** Bytes of all strings. */
    long totalBytes() {
        return totalBytes;
    }

    /** Copies all, one behind the other. */
    void copyTo(byte[] target, int at) {
        if (isContiguous()) {
            MemoryUtil.copyFromMemory(address(0), target, at, totalBytes);
            return;
        }
        int end = at;
        for (int row = 0; row < rows(); row++) {
            copyTo(row, target, end);
            end += length(row);
        }
    }

    void copyTo(int row, byte[] target, int at) {
        MemoryUtil.copyFromMemory(address(row), target, at, length(row));
    }

    /** Bytes 0 to 7 as a little-endian number, 0 for those behind the end; with the length and {@link #second} all of a string of up to 16. */
    long first(int row) {
        long address = address(row);
        int length = Math.min(length(row), 8);
        return address <= lastWord ? MemoryUtil.getLong(address) & MASKS[length] : shortWord(address, length);
    }

    /** Bytes 8 to 15 as {@link #first} has those before. */
    long second(int row) {
        long address = address(row) + 8;
        int length = Math.max(0, Math.min(length(row) - 8, 8));
        return address <= lastWord ? MemoryUtil.getLong(address) & MASKS[length] : shortWord(address, length);
    }

    private static long shortWord(long address, int length) {
        long word = 0;
        for (int i = length - 1; i >= 0; i--) {
            word = word << 8 | MemoryUtil.getByte(address + i) & 0xffL;
        }
        return word;
    }

    /** A hash of the bytes, given the first 16 of them: wyhash's way to mix two words, see https://github.com/wangyi-fudan/wyhash. */
    long hash(int row, long first, long second) {
        int length = length(row);
        long hash = mix(first ^ MIX_1, second ^ MIX_2 + length);
        if (length > 16) {
            long last = address(row) + length - 8;
            for (long address = last - (length - 17 & ~7); address < last; address += 8) {
                hash = mix(hash ^ MIX_1, MemoryUtil.getLong(address) ^ MIX_2);
            }
            hash = mix(hash ^ MIX_1, MemoryUtil.getLong(last) ^ MIX_2);
        }
        return hash;
    }

    /** Both halves of the 128-bit product: a plain product carries a word's last bytes, where texts differ most, into its highest bits only. */
    private static long mix(long a, long b) {
        return a * b ^ Math.multiplyHigh(a, b);
    }

    /** Whether two strings of more than 16 bytes, and of the same length, are the same behind their first 16. */
    boolean sameTail(int row, int other) {
        long a = address(row);
        long b = address(other);
        int last = length(row) - 8;
        for (int i = 16; i < last; i += 8) {
            if (MemoryUtil.getLong(a + i) != MemoryUtil.getLong(b + i)) {
                return false;
            }
        }
        return MemoryUtil.getLong(a + last) == MemoryUtil.getLong(b + last);
    }

    /** The first 8 bytes, most significant first and padded with 0: ordered as unsigned numbers they order the strings, up to ties. */
    long prefix(int row) {
        return Long.reverseBytes(first(row));
    }

    /** Order by unsigned bytes, which is the order by code point. */
    int compare(int row, int other) {
        int common = Math.min(length(row), length(other));
        long a = address(row);
        long b = address(other);
        int i = 0;
        for (; i + 8 <= common; i += 8) {
            long x = MemoryUtil.getLong(a + i);
            long y = MemoryUtil.getLong(b + i);
            if (x != y) {
                return Long.compareUnsigned(Long.reverseBytes(x), Long.reverseBytes(y));
            }
        }
        for (; i < common; i++) {
            int x = MemoryUtil.getByte(a + i) & 0xff;
            int y = MemoryUtil.getByte(b + i) & 0xff;
            if (x != y) {
                return x - y;
            }
        }
        return length(row) - length(other);
    }

    /** The string for a zone map; null when it is too long, or not UTF-8, so that its order as text says nothing of its bytes. */
    @Nullable
    String zoneText(int row) {
        if (length(row) > 4 * MAX_ZONE_CHARACTERS) {
            return null;
        }
        byte[] bytes = new byte[length(row)];
        copyTo(row, bytes, 0);
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean exact = Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
        return exact && text.length() <= MAX_ZONE_CHARACTERS ? text : null;
    }
}
