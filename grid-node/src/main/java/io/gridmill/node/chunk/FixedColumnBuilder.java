package io.gridmill.node.chunk;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.schema.Column;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Values of a fixed width, or bits. */
final class FixedColumnBuilder extends ColumnBuilder {
    private final BaseFixedWidthVector vector;

    FixedColumnBuilder(Column column, BufferAllocator allocator) {
        vector = (BaseFixedWidthVector) column.toArrow().createVector(allocator);
    }

    @Override
    FieldVector appendValues(
            FieldVector source, TextRows.Dictionaries dictionaries, int @Nullable [] chosen, int from, int count) {
        ensureRows(vector, rows() + count);
        while (vector.getValueCapacity() < rows() + count) {
            vector.reAlloc();
        }
        if (vector instanceof BitVector) {
            appendBits(vector.getDataBufferAddress(), source.getDataBufferAddress(), chosen, from, count);
        } else {
            appendFixed(source, chosen, from, count);
        }
        return vector;
    }

    private void appendFixed(FieldVector source, int @Nullable [] chosen, int from, int count) {
        int width = vector.getTypeWidth();
        long in = source.getDataBufferAddress();
        long out = vector.getDataBufferAddress() + (long) rows() * width;
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

    @Override
    long sizeBytes() {
        return sizeBytes(vector);
    }

    @Override
    FieldVector vector() {
        vector.setValueCount(rows());
        return vector;
    }

    @Override
    void restart(boolean keepMemory) {
        super.restart(keepMemory);
        if (!keepMemory) {
            vector.clear();
        }
    }

    @Override
    public void close() {
        vector.close();
    }
}
