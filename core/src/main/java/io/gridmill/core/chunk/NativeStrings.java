package io.gridmill.core.chunk;

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

    private final long data;
    private final int[] starts;
    private final int[] lengths;
    private final long totalBytes;

    NativeStrings(VarCharVector vector, int fromRow, Validity validity) {
        int rows = validity.rows();
        long offsets = vector.getOffsetBufferAddress() + 4L * fromRow;
        data = vector.getDataBufferAddress();
        starts = new int[rows];
        lengths = new int[rows];
        long total = 0;
        int start = MemoryUtil.getInt(offsets);
        for (int i = 0; i < rows; i++) {
            int end = MemoryUtil.getInt(offsets + 4L * (i + 1));
            starts[i] = start;
            lengths[i] = validity.isNull(i) ? 0 : end - start;
            total += lengths[i];
            start = end;
        }
        totalBytes = total;
    }

    int rows() {
        return starts.length;
    }

    int length(int row) {
        return lengths[row];
    }

    /** Bytes of all strings. */
    long totalBytes() {
        return totalBytes;
    }

    void copyTo(int row, byte[] target, int at) {
        MemoryUtil.copyFromMemory(data + starts[row], target, at, lengths[row]);
    }

    /** The first 8 bytes as a number, or all when there are fewer; with the length and {@link #last} all of a string of up to 16. */
    long first(int row) {
        int length = lengths[row];
        long address = data + starts[row];
        return length >= 8 ? MemoryUtil.getLong(address) : shortWord(address, length);
    }

    /** The last 8 bytes as a number, or 0 when there are fewer. */
    long last(int row) {
        int length = lengths[row];
        return length >= 8 ? MemoryUtil.getLong(data + starts[row] + length - 8) : 0;
    }

    /** A hash of the bytes, given the first and the last of them. */
    long hash(int row, long first, long last) {
        int length = lengths[row];
        long hash = mix(length * MIX_1, first);
        if (length > 16) {
            long address = data + starts[row] + 8;
            for (long end = address + length - 16; address < end; address += 8) {
                hash = mix(hash, MemoryUtil.getLong(address));
            }
        }
        return spread(mix(hash, last));
    }

    /**
     * Both halves of the 128-bit product, as wyhash does: a plain product carries a word's last bytes, where texts differ most,
     * into its highest bits only, and the table looks at the lowest.
     */
    private static long mix(long hash, long word) {
        long input = hash ^ word;
        return input * MIX_2 ^ Math.multiplyHigh(input, MIX_2);
    }

    /** The finish of MurmurHash3: every bit of the hash reaches the lowest bits. */
    private static long spread(long hash) {
        long spread = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
        spread = (spread ^ spread >>> 33) * 0xC4CEB9FE1A85EC53L;
        return spread ^ spread >>> 33;
    }

    /** Up to 7 bytes as a number that differs for different bytes of the same length. */
    private static long shortWord(long address, int length) {
        if (length >= 4) {
            return MemoryUtil.getInt(address) & 0xFFFFFFFFL | (long) MemoryUtil.getInt(address + length - 4) << 32;
        }
        if (length == 0) {
            return 0;
        }
        return (MemoryUtil.getByte(address) & 0xffL) << 16
                | (MemoryUtil.getByte(address + (length >> 1)) & 0xffL) << 8
                | MemoryUtil.getByte(address + length - 1) & 0xffL;
    }

    /** Whether two strings of more than 16 bytes, and of the same length, are the same between their first 8 bytes and their last. */
    boolean equalInside(int row, int other) {
        long a = data + starts[row];
        long b = data + starts[other];
        for (int i = 8; i < lengths[row] - 8; i += 8) {
            if (MemoryUtil.getLong(a + i) != MemoryUtil.getLong(b + i)) {
                return false;
            }
        }
        return true;
    }

    /** The first 8 bytes, most significant first and padded with 0: ordered as unsigned numbers they order the strings, up to ties. */
    long prefix(int row) {
        int length = lengths[row];
        long address = data + starts[row];
        if (length >= 8) {
            return Long.reverseBytes(MemoryUtil.getLong(address));
        }
        long prefix = 0;
        for (int i = 0; i < length; i++) {
            prefix |= (MemoryUtil.getByte(address + i) & 0xffL) << (56 - 8 * i);
        }
        return prefix;
    }

    /** Order by unsigned bytes, which is the order by code point. */
    int compare(int row, int other) {
        int common = Math.min(lengths[row], lengths[other]);
        long a = data + starts[row];
        long b = data + starts[other];
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
        return lengths[row] - lengths[other];
    }

    /** The string for a zone map; null when it is too long, or not UTF-8, so that its order as text says nothing of its bytes. */
    @Nullable
    String zoneText(int row) {
        if (lengths[row] > 4 * MAX_ZONE_CHARACTERS) {
            return null;
        }
        byte[] bytes = new byte[lengths[row]];
        copyTo(row, bytes, 0);
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean exact = Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
        return exact && text.length() <= MAX_ZONE_CHARACTERS ? text : null;
    }
}
