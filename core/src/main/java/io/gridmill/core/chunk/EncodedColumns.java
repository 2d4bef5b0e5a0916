package io.gridmill.core.chunk;

import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Encoded columns as Arrow vectors of their logical type, copied. For tasks and tests; kernels read the encoded form.
 * Thread-safe.
 */
public final class EncodedColumns {
    private EncodedColumns() {}

    /** All columns of a chunk, which must have been pinned with all of them. The caller closes the batch. */
    public static VectorSchemaRoot toBatch(Chunk chunk, TableSchema schema, BufferAllocator allocator) {
        List<FieldVector> vectors = new ArrayList<>();
        try {
            for (int i = 0; i < schema.size(); i++) {
                vectors.add(toVector(chunk.column(i), schema.column(i).name(), allocator));
            }
        } catch (RuntimeException e) {
            vectors.forEach(FieldVector::close);
            throw e;
        }
        VectorSchemaRoot batch = new VectorSchemaRoot(vectors);
        batch.setRowCount(chunk.rows());
        return batch;
    }

    /** One column, whole. The caller closes the vector. */
    public static FieldVector toVector(EncodedColumn column, String name, BufferAllocator allocator) {
        FieldVector vector = new Column(name, column.type()).toArrow().createVector(allocator);
        try {
            fill(vector, column, 0, column.rows());
            return vector;
        } catch (RuntimeException e) {
            vector.close();
            throw e;
        }
    }

    /**
     * Makes a vector of the column's type hold some of its rows; what it held before is gone.
     *
     * @param from the first of the rows, a multiple of 8
     */
    public static void fill(FieldVector vector, EncodedColumn column, int from, int rows) {
        if (vector instanceof VarCharVector strings) {
            fillStrings(strings, column, from, rows);
        } else {
            BaseFixedWidthVector fixed = (BaseFixedWidthVector) vector;
            if (fixed.getValueCapacity() < rows) {
                fixed.allocateNew(rows);
            }
            fillFixed(fixed, column, from, rows);
        }
        if (column.nullCount() == 0) {
            MemoryUtil.setMemory(vector.getValidityBufferAddress(), (rows + 7L) / 8, (byte) 0xff);
        } else {
            MemoryUtil.copyMemory(
                    column.validityAddress() + from / 8, vector.getValidityBufferAddress(), (rows + 7L) / 8);
        }
        vector.setValueCount(rows);
    }

    private static void fillFixed(BaseFixedWidthVector vector, EncodedColumn column, int from, int rows) {
        long target = vector.getDataBufferAddress();
        int width = vector.getTypeWidth();
        switch (column.encoding()) {
            case BITS -> MemoryUtil.copyMemory(column.dataAddress() + from / 8, target, (rows + 7L) / 8);
            case FLOAT, DOUBLE, DECIMAL128 -> copy(column, target, width, from, rows);
            case INTEGER -> {
                if (column.width() == width && column.base() == 0) {
                    copy(column, target, width, from, rows);
                } else {
                    fillIntegers(target, width, column, from, rows);
                }
            }
            case UTF8, DICTIONARY -> throw new IllegalStateException("strings have no fixed width");
        }
    }

    private static void copy(EncodedColumn column, long target, int width, int from, int rows) {
        MemoryUtil.copyMemory(column.dataAddress() + (long) width * from, target, (long) width * rows);
    }

    private static void fillIntegers(long target, int width, EncodedColumn column, int from, int rows) {
        for (int row = 0; row < rows; row++) {
            long value = integer(column, from + row);
            switch (width) {
                case 1 -> MemoryUtil.putByte(target + row, (byte) value);
                case 2 -> MemoryUtil.putShort(target + 2L * row, (short) value);
                case 4 -> MemoryUtil.putInt(target + 4L * row, (int) value);
                case 8 -> MemoryUtil.putLong(target + 8L * row, value);
                default -> {
                    MemoryUtil.putLong(target + 16L * row, value);
                    MemoryUtil.putLong(target + 16L * row + 8, value >> 63);
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

    private static int code(EncodedColumn column, int row) {
        long data = column.dataAddress();
        return switch (column.width()) {
            case 0 -> 0;
            case 1 -> MemoryUtil.getByte(data + row) & 0xff;
            case 2 -> MemoryUtil.getShort(data + 2L * row) & 0xffff;
            default -> MemoryUtil.getInt(data + 4L * row);
        };
    }

    private static void fillStrings(VarCharVector vector, EncodedColumn column, int from, int rows) {
        boolean coded = column.encoding() == Encoding.DICTIONARY;
        long offsets = column.offsetsAddress();
        long total = 0;
        for (int row = from; row < from + rows; row++) {
            total += isNull(column, row) ? 0 : length(offsets, coded ? code(column, row) : row);
        }
        vector.allocateNew(total, rows);
        long bytes = coded ? column.dictionaryAddress() : column.dataAddress();
        long data = vector.getDataBufferAddress();
        long targetOffsets = vector.getOffsetBufferAddress();
        int end = 0;
        MemoryUtil.putInt(targetOffsets, 0);
        for (int row = 0; row < rows; row++) {
            if (!isNull(column, from + row)) {
                int entry = coded ? code(column, from + row) : from + row;
                int length = length(offsets, entry);
                MemoryUtil.copyMemory(bytes + MemoryUtil.getInt(offsets + 4L * entry), data + end, length);
                end += length;
            }
            MemoryUtil.putInt(targetOffsets + 4L * (row + 1), end);
        }
        vector.setLastSet(rows - 1);
    }

    private static int length(long offsets, int entry) {
        return MemoryUtil.getInt(offsets + 4L * (entry + 1)) - MemoryUtil.getInt(offsets + 4L * entry);
    }

    private static boolean isNull(EncodedColumn column, int row) {
        return column.nullCount() > 0
                && (MemoryUtil.getByte(column.validityAddress() + (row >> 3)) >> (row & 7) & 1) == 0;
    }
}
