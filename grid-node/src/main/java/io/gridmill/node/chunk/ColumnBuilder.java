package io.gridmill.node.chunk;

import io.gridmill.core.schema.Column;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the rows of one column from batches, a range at a time or chosen rows. Copies native memory; no object a value. Not
 * thread-safe.
 */
final class ColumnBuilder implements AutoCloseable {
    private static final int FIRST_CAPACITY = 256;

    private final FieldVector vector;
    private int rows;
    /** Bytes of strings so far. */
    private int stringBytes;

    ColumnBuilder(Column column, BufferAllocator allocator) {
        vector = column.toArrow().createVector(allocator);
    }

    /**
     * Appends {@code count} rows of {@code source}: rows {@code chosen[from ...]}, or the range from {@code from} on when {@code chosen} is null.
     */
    void append(FieldVector source, int @Nullable [] chosen, int from, int count) {
        ensureRows(rows + count);
        if (vector instanceof VarCharVector strings) {
            appendStrings(strings, source, chosen, from, count);
        } else if (vector instanceof BitVector) {
            appendBits(vector.getDataBufferAddress(), source.getDataBufferAddress(), chosen, from, count);
        } else {
            appendFixed(source, chosen, from, count);
        }
        boolean nulls = source.getValidityBuffer().capacity() > 0 && source.getNullCount() > 0;
        if (nulls) {
            appendBits(vector.getValidityBufferAddress(), source.getValidityBufferAddress(), chosen, from, count);
        } else {
            appendOnes(vector.getValidityBufferAddress(), count);
        }
        rows += count;
    }

    private void ensureRows(int needed) {
        if (vector.getValueCapacity() == 0) {
            vector.setInitialCapacity(Math.max(FIRST_CAPACITY, needed));
            vector.allocateNew();
        }
        while (vector.getValueCapacity() < needed) {
            if (vector instanceof VarCharVector strings) {
                strings.reallocValidityAndOffsetBuffers();
            } else {
                vector.reAlloc();
            }
        }
    }

    private void appendFixed(FieldVector source, int @Nullable [] chosen, int from, int count) {
        int width = ((BaseFixedWidthVector) vector).getTypeWidth();
        long in = source.getDataBufferAddress();
        long out = vector.getDataBufferAddress() + (long) rows * width;
        if (chosen == null) {
            MemoryUtil.copyMemory(in + (long) from * width, out, (long) count * width);
            return;
        }
        switch (width) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    MemoryUtil.putByte(out + i, MemoryUtil.getByte(in + chosen[from + i]));
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    MemoryUtil.putShort(out + 2L * i, MemoryUtil.getShort(in + 2L * chosen[from + i]));
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    MemoryUtil.putInt(out + 4L * i, MemoryUtil.getInt(in + 4L * chosen[from + i]));
                }
            }
            default -> {
                int words = width / 8; // 2 for decimals
                for (int i = 0; i < count; i++) {
                    for (int word = 0; word < words; word++) {
                        long value = MemoryUtil.getLong(in + 8L * (words * (long) chosen[from + i] + word));
                        MemoryUtil.putLong(out + 8L * (words * (long) i + word), value);
                    }
                }
            }
        }
    }

    private void appendStrings(
            VarCharVector strings, FieldVector source, int @Nullable [] chosen, int from, int count) {
        long offsets = source.getOffsetBufferAddress();
        long in = source.getDataBufferAddress();
        ensureStringBytes(strings, stringBytes + StringLengths.total(offsets, chosen, from, count));
        long out = strings.getDataBufferAddress();
        long outOffsets = strings.getOffsetBufferAddress();
        if (rows == 0) {
            MemoryUtil.putInt(outOffsets, 0);
        }
        for (int i = 0; i < count; i++) {
            int row = chosen == null ? from + i : chosen[from + i];
            int start = MemoryUtil.getInt(offsets + 4L * row);
            int length = MemoryUtil.getInt(offsets + 4L * (row + 1)) - start;
            if (chosen != null) {
                MemoryUtil.copyMemory(in + start, out + stringBytes, length);
            } else if (i == 0) {
                int total = MemoryUtil.getInt(offsets + 4L * (from + count)) - start;
                MemoryUtil.copyMemory(in + start, out + stringBytes, total);
            }
            stringBytes += length;
            MemoryUtil.putInt(outOffsets + 4L * (rows + i + 1), stringBytes);
        }
    }

    private static void ensureStringBytes(VarCharVector strings, long needed) {
        if (strings.getDataBuffer().capacity() < needed) {
            strings.reallocDataBuffer(
                    Math.max(needed, 2 * strings.getDataBuffer().capacity()));
        }
    }

    private void appendBits(long target, long source, int @Nullable [] chosen, int from, int count) {
        for (int i = 0; i < count; i++) {
            int row = chosen == null ? from + i : chosen[from + i];
            int bit = MemoryUtil.getByte(source + (row >> 3)) >> (row & 7) & 1;
            putBit(target, rows + i, bit);
        }
    }

    private void appendOnes(long target, int count) {
        int at = rows;
        int end = rows + count;
        while (at < end && (at & 7) != 0) {
            putBit(target, at++, 1);
        }
        int whole = (end - at) / 8;
        MemoryUtil.setMemory(target + (at >> 3), whole, (byte) 0xff);
        for (at += 8 * whole; at < end; at++) {
            putBit(target, at, 1);
        }
    }

    private static void putBit(long target, int row, int bit) {
        long address = target + (row >> 3);
        int others = MemoryUtil.getByte(address) & ~(1 << (row & 7));
        MemoryUtil.putByte(address, (byte) (others | bit << (row & 7)));
    }

    /** Bytes of strings and their offsets; 0 for other types, which never reach a chunk's limit before its rows do. */
    long stringColumnBytes() {
        return vector instanceof VarCharVector ? stringBytes + 4L * rows : 0;
    }

    /** Memory that it holds. */
    long sizeBytes() {
        long bytes = 0;
        for (ArrowBuf buffer : vector.getFieldBuffers()) {
            bytes += buffer.capacity();
        }
        return bytes;
    }

    /** The rows as a vector, which stays the builder's. */
    FieldVector vector() {
        if (vector instanceof VarCharVector strings) {
            strings.setLastSet(rows - 1);
        }
        vector.setValueCount(rows);
        return vector;
    }

    /** Starts again with no rows, in the same memory or without any. */
    void restart(boolean keepMemory) {
        if (!keepMemory) {
            vector.clear();
        }
        rows = 0;
        stringBytes = 0;
    }

    @Override
    public void close() {
        vector.close();
    }
}
