package io.gridmill.compute.task;

import io.gridmill.core.chunk.EncodedColumn;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** Fills Arrow vectors from encoded columns. */
final class VectorFill {
    private VectorFill() {}

    /**
     * Makes the vector hold rows {@code from .. from + count} of the column.
     *
     * @param from a multiple of 8
     */
    static void fill(FieldVector vector, EncodedColumn column, int from, int count) {
        if (vector instanceof VarCharVector strings) {
            fillStrings(strings, column, from, count);
        } else {
            BaseFixedWidthVector fixed = (BaseFixedWidthVector) vector;
            if (fixed.getValueCapacity() < count) {
                fixed.allocateNew(count);
            }
            fillFixed(fixed, column, from, count);
        }
        fillValidity(vector, column, from, count);
        // Strings: without this, the vector would fill offsets of rows that it was never told of.
        if (vector instanceof VarCharVector strings) {
            strings.setLastSet(count - 1);
        }
        vector.setValueCount(count);
    }

    private static void fillValidity(FieldVector vector, EncodedColumn column, int from, int count) {
        long to = vector.getValidityBuffer().memoryAddress();
        int bytes = (count + 7) / 8;
        if (column.validityAddress() == 0) {
            MemoryUtil.setMemory(to, bytes, (byte) 0xff);
        } else {
            MemoryUtil.copyMemory(column.validityAddress() + from / 8, to, bytes);
        }
    }

    private static void fillFixed(BaseFixedWidthVector vector, EncodedColumn column, int from, int count) {
        long to = vector.getDataBufferAddress();
        if (vector instanceof BitVector) {
            MemoryUtil.copyMemory(column.dataAddress() + from / 8, to, (count + 7) / 8);
            return;
        }
        int width = vector.getTypeWidth();
        switch (column.encoding()) {
            case INTEGER -> fillIntegers(to, width, column, from, count);
            case FLOAT, DOUBLE, DECIMAL128 ->
                MemoryUtil.copyMemory(column.dataAddress() + (long) width * from, to, (long) width * count);
            default -> throw new IllegalStateException("a column of " + column.type() + " is not " + column.encoding());
        }
    }

    private static void fillIntegers(long to, int width, EncodedColumn column, int from, int count) {
        if (column.width() == width && column.base() == 0) {
            MemoryUtil.copyMemory(column.dataAddress() + (long) width * from, to, (long) width * count);
            return;
        }
        for (int i = 0; i < count; i++) {
            long value = integer(column, from + i);
            switch (width) {
                case 1 -> MemoryUtil.putByte(to + i, (byte) value);
                case 2 -> MemoryUtil.putShort(to + 2L * i, (short) value);
                case 4 -> MemoryUtil.putInt(to + 4L * i, (int) value);
                case 8 -> MemoryUtil.putLong(to + 8L * i, value);
                default -> {
                    MemoryUtil.putLong(to + 16L * i, value);
                    MemoryUtil.putLong(to + 16L * i + 8, value >> 63);
                }
            }
        }
    }

    private static long integer(EncodedColumn column, int row) {
        long data = column.dataAddress();
        return column.base()
                + switch (column.width()) {
                    case 0 -> 0;
                    case 1 -> MemoryUtil.getByte(data + row);
                    case 2 -> MemoryUtil.getShort(data + 2L * row);
                    case 4 -> MemoryUtil.getInt(data + 4L * row);
                    default -> MemoryUtil.getLong(data + 8L * row);
                };
    }

    private static void fillStrings(VarCharVector vector, EncodedColumn column, int from, int count) {
        boolean coded = column.dictionaryAddress() != 0;
        long offsets = column.offsetsAddress();
        long bytes = coded ? column.dictionaryAddress() : column.dataAddress();
        long total = 0;
        for (int i = 0; i < count; i++) {
            long at = offsets + 4L * (coded ? code(column, from + i) : from + i);
            total += MemoryUtil.getInt(at + 4) - MemoryUtil.getInt(at);
        }
        vector.allocateNew(total, count);
        long toOffsets = vector.getOffsetBufferAddress();
        long to = vector.getDataBufferAddress();
        int end = 0;
        MemoryUtil.putInt(toOffsets, 0);
        for (int i = 0; i < count; i++) {
            long at = offsets + 4L * (coded ? code(column, from + i) : from + i);
            int start = MemoryUtil.getInt(at);
            int length = MemoryUtil.getInt(at + 4) - start;
            MemoryUtil.copyMemory(bytes + start, to + end, length);
            end += length;
            MemoryUtil.putInt(toOffsets + 4L * (i + 1), end);
        }
    }

    private static int code(EncodedColumn column, int row) {
        long data = column.dataAddress();
        return switch (column.width()) {
            case 0 -> 0;
            case 1 -> MemoryUtil.getByte(data + row) & 0xff;
            case 2 -> MemoryUtil.getShort(data + 2L * row) & 0xffff;
            default -> MemoryUtil.getInt(data + 4L * row);
        };
    }
}
