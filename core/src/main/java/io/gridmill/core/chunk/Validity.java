package io.gridmill.core.chunk;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;

/** Which of a range of rows of an Arrow vector are NULL: a bit a row, 1 = not NULL, moved so that the range begins at bit 0. */
final class Validity {
    private final byte[] bits;
    private final int rows;
    private final int nullCount;

    private Validity(byte[] bits, int rows, int nullCount) {
        this.bits = bits;
        this.rows = rows;
        this.nullCount = nullCount;
    }

    static Validity of(FieldVector vector, int fromRow, int rows) {
        // An imported vector without NULLs may have no validity buffer at all.
        if (vector.getValidityBuffer().capacity() == 0 || vector.getNullCount() == 0) {
            return new Validity(new byte[0], rows, 0);
        }
        byte[] bits = bits(vector.getValidityBufferAddress(), fromRow, rows);
        int set = 0;
        for (byte b : bits) {
            set += Integer.bitCount(b & 0xff);
        }
        return new Validity(bits, rows, rows - set);
    }

    /** Bits {@code from .. from + count} of a bitmap in native memory, from bit 0 on; bits beyond them are 0. */
    static byte[] bits(long address, int from, int count) {
        int bytes = (count + 7) / 8;
        byte[] bits = new byte[bytes];
        long start = address + (from >> 3);
        int shift = from & 7;
        if (shift == 0) {
            MemoryUtil.copyFromMemory(start, bits, 0, bytes);
        } else {
            int sourceBytes = (shift + count + 7) / 8;
            for (int i = 0; i < bytes; i++) {
                int low = (MemoryUtil.getByte(start + i) & 0xff) >> shift;
                int high = i + 1 < sourceBytes ? (MemoryUtil.getByte(start + i + 1) & 0xff) << (8 - shift) : 0;
                bits[i] = (byte) (low | high);
            }
        }
        if ((count & 7) != 0) {
            bits[bytes - 1] &= (byte) ((1 << (count & 7)) - 1);
        }
        return bits;
    }

    int rows() {
        return rows;
    }

    int nullCount() {
        return nullCount;
    }

    boolean hasNulls() {
        return nullCount > 0;
    }

    boolean allNull() {
        return nullCount == rows;
    }

    boolean isNull(int row) {
        return nullCount > 0 && (bits[row >> 3] >> (row & 7) & 1) == 0;
    }

    void copyTo(byte[] target, int at) {
        System.arraycopy(bits, 0, target, at, bits.length);
    }
}
