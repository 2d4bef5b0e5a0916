package io.gridmill.core.chunk;

import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
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
 * Encoded columns as Arrow vectors of their logical type, copied. For results and tests; kernels read the encoded form.
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
            fill(vector, column);
            return vector;
        } catch (RuntimeException e) {
            vector.close();
            throw e;
        }
    }

    private static void fill(FieldVector vector, EncodedColumn column) {
        int rows = column.rows();
        if (vector instanceof VarCharVector strings) {
            fillStrings(strings, column);
        } else {
            BaseFixedWidthVector fixed = (BaseFixedWidthVector) vector;
            fixed.allocateNew(rows);
            fillFixed(fixed.getDataBufferAddress(), column);
        }
        if (column.nullCount() == 0) {
            MemoryUtil.setMemory(vector.getValidityBufferAddress(), (rows + 7L) / 8, (byte) 0xff);
        } else {
            MemoryUtil.copyMemory(column.validityAddress(), vector.getValidityBufferAddress(), (rows + 7L) / 8);
        }
        vector.setValueCount(rows);
    }

    private static void fillFixed(long target, EncodedColumn column) {
        int rows = column.rows();
        switch (column.encoding()) {
            case BITS -> MemoryUtil.copyMemory(column.dataAddress(), target, (rows + 7L) / 8);
            case FLOAT -> MemoryUtil.copyMemory(column.dataAddress(), target, 4L * rows);
            case DOUBLE -> MemoryUtil.copyMemory(column.dataAddress(), target, 8L * rows);
            case DECIMAL128 -> MemoryUtil.copyMemory(column.dataAddress(), target, 16L * rows);
            case INTEGER -> fillIntegers(target, column);
            case UTF8, DICTIONARY -> throw new IllegalStateException("strings have no fixed width");
        }
    }

    private static void fillIntegers(long target, EncodedColumn column) {
        ColumnType.Kind kind = column.type().kind();
        for (int row = 0; row < column.rows(); row++) {
            long value = integer(column, row);
            switch (kind) {
                case TINYINT -> MemoryUtil.putByte(target + row, (byte) value);
                case SMALLINT -> MemoryUtil.putShort(target + 2L * row, (short) value);
                case INTEGER, DATE -> MemoryUtil.putInt(target + 4L * row, (int) value);
                case DECIMAL -> {
                    MemoryUtil.putLong(target + 16L * row, value);
                    MemoryUtil.putLong(target + 16L * row + 8, value >> 63);
                }
                default -> MemoryUtil.putLong(target + 8L * row, value);
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

    private static void fillStrings(VarCharVector vector, EncodedColumn column) {
        int rows = column.rows();
        boolean coded = column.encoding() == Encoding.DICTIONARY;
        long offsets = column.offsetsAddress();
        long total = 0;
        for (int row = 0; row < rows; row++) {
            int entry = coded ? code(column, row) : row;
            total += isNull(column, row) ? 0 : length(offsets, entry);
        }
        vector.allocateNew(total, rows);
        long bytes = coded ? column.dictionaryAddress() : column.dataAddress();
        long data = vector.getDataBufferAddress();
        long targetOffsets = vector.getOffsetBufferAddress();
        int end = 0;
        MemoryUtil.putInt(targetOffsets, 0);
        for (int row = 0; row < rows; row++) {
            if (!isNull(column, row)) {
                int entry = coded ? code(column, row) : row;
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
