package io.gridmill.node.chunk;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the rows of one column from batches, a range at a time or chosen rows. Copies native memory; no object a value. Not
 * thread-safe.
 */
abstract sealed class ColumnBuilder implements AutoCloseable permits FixedColumnBuilder, TextColumnBuilder {
    private static final int FIRST_CAPACITY = 256;

    private int rows;

    /** @param ordinal of the column, which is the number of its dictionary, too */
    static ColumnBuilder of(Column column, int ordinal, BufferAllocator allocator) {
        return column.type().kind() == ColumnType.Kind.VARCHAR
                ? new TextColumnBuilder(column, ordinal, allocator)
                : new FixedColumnBuilder(column, allocator);
    }

    final int rows() {
        return rows;
    }

    /**
     * Appends {@code count} rows of {@code source}: rows {@code chosen[from ...]}, or the range from {@code from} on when {@code chosen} is null.
     */
    final void append(
            FieldVector source, TextRows.Dictionaries dictionaries, int @Nullable [] chosen, int from, int count) {
        FieldVector target = appendValues(source, dictionaries, chosen, from, count);
        boolean nulls = source.getValidityBuffer().capacity() > 0 && source.getNullCount() > 0;
        if (nulls) {
            appendBits(target.getValidityBufferAddress(), source.getValidityBufferAddress(), chosen, from, count);
        } else {
            appendOnes(target.getValidityBufferAddress(), count);
        }
        rows += count;
    }

    /** Appends values behind {@link #rows}. Returns the vector that says which rows are NULL, with room for them. */
    abstract FieldVector appendValues(
            FieldVector source, TextRows.Dictionaries dictionaries, int @Nullable [] chosen, int from, int count);

    static void ensureRows(FieldVector vector, int needed) {
        if (vector.getValueCapacity() == 0) {
            vector.setInitialCapacity(Math.max(FIRST_CAPACITY, needed));
            vector.allocateNew();
        }
    }

    final void appendBits(long target, long source, int @Nullable [] chosen, int from, int count) {
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

    /** Bytes of strings, as they are before they are encoded, and their offsets; 0 for other types, which never reach a chunk's limit before its rows do. */
    long stringColumnBytes() {
        return 0;
    }

    /** Memory that it holds. */
    abstract long sizeBytes();

    static long sizeBytes(FieldVector vector) {
        long bytes = 0;
        for (ArrowBuf buffer : vector.getFieldBuffers()) {
            bytes += buffer.capacity();
        }
        return bytes;
    }

    /** The rows as a vector, which stays the builder's. */
    abstract FieldVector vector();

    /** The dictionary of the vector, where it holds places in one. */
    VarCharVector dictionary() {
        throw new IllegalStateException("only texts have a dictionary");
    }

    /** Starts again with no rows, in the same memory or without any. */
    void restart(boolean keepMemory) {
        rows = 0;
    }

    @Override
    public abstract void close();
}
