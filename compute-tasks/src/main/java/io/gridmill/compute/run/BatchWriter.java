package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.BatchOutput;
import java.util.stream.IntStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Gathers rows of slots into batches of at most 8,192 rows and about 1 MiB. One thread; closing drops what was not flushed. */
final class BatchWriter implements RowSink, AutoCloseable {
    private static final int MOST_ROWS = 8192;
    private static final int MOST_BYTES = 1 << 20;

    private final VectorSchemaRoot root;
    private final BatchOutput output;
    private final int rowsPerBatch;
    private final int[] stringColumns;
    private int rows;
    private long stringBytes;

    BatchWriter(TableSchema schema, BufferAllocator allocator, BatchOutput output) {
        this.output = output;
        int bytes = schema.columns().stream()
                .mapToInt(column -> Repr.of(column.type()) == Repr.WIDE ? 16 : 9)
                .sum();
        this.rowsPerBatch = Math.max(1, Math.min(MOST_ROWS, MOST_BYTES / Math.max(1, bytes)));
        this.stringColumns = IntStream.range(0, schema.size())
                .filter(c -> Repr.of(schema.column(c).type()) == Repr.STRING)
                .toArray();
        this.root = VectorSchemaRoot.create(schema.toArrow(), allocator);
    }

    /** A slot that is null stands for a column of NULLs. */
    @Override
    public void append(@Nullable Slot[] slots, int @Nullable [] order, int from, int to) {
        try {
            appendAll(slots, order, from, to);
        } catch (OutOfMemoryException e) {
            throw new GridmillException(
                    ErrorCode.RESOURCE,
                    "a batch of output must fit the memory budget of "
                            + root.getVector(0).getAllocator().getLimit() + " bytes: " + e.getMessage(),
                    e);
        }
    }

    private void appendAll(@Nullable Slot[] slots, int @Nullable [] order, int from, int to) {
        int columns = root.getFieldVectors().size();
        for (int next = from; next < to; ) {
            if (rows == 0) {
                allocate();
            }
            int count = fitting(slots, order, next, Math.min(to - next, rowsPerBatch - rows));
            for (int c = 0; c < columns; c++) {
                Slot slot = slots[c];
                if (slot != null) {
                    put(root.getVector(c), slot, order, next, count);
                } else if (root.getVector(c) instanceof VarCharVector strings) {
                    putNulls(strings, count);
                }
            }
            rows += count;
            next += count;
            if (rows == rowsPerBatch || stringBytes >= MOST_BYTES) {
                flush();
            }
        }
    }

    /** How many of the rows fit: with the last of them, strings may go beyond what a batch should hold. */
    private int fitting(@Nullable Slot[] slots, int @Nullable [] order, int from, int count) {
        if (stringColumns.length == 0) {
            return count;
        }
        int fits = 0;
        while (fits < count && stringBytes < MOST_BYTES) {
            int row = order == null ? from + fits : order[from + fits];
            for (int c : stringColumns) {
                Slot slot = slots[c];
                stringBytes += slot == null || slot.nul[row] ? 0 : slot.s[row].length;
            }
            fits++;
        }
        return fits;
    }

    private void allocate() {
        for (FieldVector vector : root.getFieldVectors()) {
            vector.setInitialCapacity(rowsPerBatch);
            vector.allocateNew();
        }
    }

    /** Puts {@code count} rows from {@code from}, or those that the order names there, behind the rows of the batch. */
    private void put(FieldVector vector, Slot slot, int @Nullable [] order, int from, int count) {
        if (vector instanceof VarCharVector strings) {
            for (int j = 0; j < count; j++) {
                int row = order == null ? from + j : order[from + j];
                if (slot.nul[row]) {
                    strings.setNull(rows + j);
                } else {
                    strings.setSafe(rows + j, slot.s[row]);
                }
            }
            return;
        }
        ArrowBuf validity = vector.getValidityBuffer();
        for (int j = 0; j < count; j++) {
            if (!slot.nul[order == null ? from + j : order[from + j]]) {
                BitVectorHelper.setBit(validity, rows + (long) j);
            }
        }
        if (vector instanceof BitVector bits) {
            for (int j = 0; j < count; j++) {
                int row = order == null ? from + j : order[from + j];
                if (slot.b[row] && !slot.nul[row]) {
                    BitVectorHelper.setBit(bits.getDataBuffer(), rows + (long) j);
                }
            }
            return;
        }
        long data = vector.getDataBufferAddress();
        int width = ((BaseFixedWidthVector) vector).getTypeWidth();
        long at = data + (long) width * rows;
        if (slot.repr == Repr.DOUBLE) {
            for (int j = 0; j < count; j++) {
                double value = slot.d[order == null ? from + j : order[from + j]];
                if (width == Double.BYTES) {
                    MemoryUtil.putLong(at + 8L * j, Double.doubleToRawLongBits(value));
                } else {
                    MemoryUtil.putInt(at + 4L * j, Float.floatToRawIntBits((float) value));
                }
            }
            return;
        }
        for (int j = 0; j < count; j++) {
            int row = order == null ? from + j : order[from + j];
            long value = slot.l[row];
            switch (width) {
                case 1 -> MemoryUtil.putByte(at + j, (byte) value);
                case 2 -> MemoryUtil.putShort(at + 2L * j, (short) value);
                case 4 -> MemoryUtil.putInt(at + 4L * j, (int) value);
                case 8 -> MemoryUtil.putLong(at + 8L * j, value);
                default -> {
                    MemoryUtil.putLong(at + 16L * j, value);
                    MemoryUtil.putLong(at + 16L * j + 8, slot.repr == Repr.WIDE ? slot.h[row] : value >> 63);
                }
            }
        }
    }

    private void putNulls(VarCharVector strings, int count) {
        for (int j = 0; j < count; j++) {
            strings.setNull(rows + j);
        }
    }

    @Override
    public void finish() {
        flush();
    }

    private void flush() {
        if (rows > 0) {
            root.setRowCount(rows);
            output.write(root);
            root.clear();
            rows = 0;
            stringBytes = 0;
        }
    }

    @Override
    public void close() {
        root.close();
    }
}
