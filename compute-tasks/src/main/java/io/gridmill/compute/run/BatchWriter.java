package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.BatchOutput;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Gathers rows of slots into batches of at most 8,192 rows and about 1 MiB. One thread; closing drops what was not flushed. */
final class BatchWriter implements AutoCloseable {
    private static final int MOST_ROWS = 8192;
    private static final int MOST_BYTES = 1 << 20;

    private final VectorSchemaRoot root;
    private final BatchOutput output;
    private final int rowsPerBatch;
    private int rows;
    private long stringBytes;

    BatchWriter(TableSchema schema, BufferAllocator allocator, BatchOutput output) {
        this.output = output;
        int bytes = schema.columns().stream()
                .mapToInt(column -> Repr.of(column.type()) == Repr.WIDE ? 16 : 9)
                .sum();
        this.rowsPerBatch = Math.max(1, Math.min(MOST_ROWS, MOST_BYTES / Math.max(1, bytes)));
        this.root = VectorSchemaRoot.create(schema.toArrow(), allocator);
    }

    /** Appends rows {@code order[from .. to]} of the slots, or {@code from .. to} themselves without an order. */
    void append(Slot[] slots, int @Nullable [] order, int from, int to) {
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

    private void appendAll(Slot[] slots, int @Nullable [] order, int from, int to) {
        int columns = root.getFieldVectors().size();
        for (int j = from; j < to; j++) {
            if (rows == 0) {
                allocate();
            }
            int row = order == null ? j : order[j];
            for (int c = 0; c < columns; c++) {
                put(root.getVector(c), slots[c], row);
            }
            rows++;
            if (rows == rowsPerBatch || stringBytes >= MOST_BYTES) {
                flush();
            }
        }
    }

    private void allocate() {
        for (FieldVector vector : root.getFieldVectors()) {
            vector.setInitialCapacity(rowsPerBatch);
            vector.allocateNew();
        }
    }

    private void put(FieldVector vector, Slot slot, int row) {
        if (slot.nul[row]) {
            if (vector instanceof VarCharVector strings) {
                strings.setNull(rows);
            }
            return;
        }
        if (vector instanceof BigIntVector longs) {
            longs.set(rows, slot.l[row]);
        } else if (vector instanceof IntVector ints) {
            ints.set(rows, (int) slot.l[row]);
        } else if (vector instanceof DecimalVector decimals) {
            long low = slot.l[row];
            ArrowBuf data = decimals.getDataBuffer();
            data.setLong(16L * rows, low);
            data.setLong(16L * rows + 8, slot.repr == Repr.WIDE ? slot.h[row] : low >> 63);
            BitVectorHelper.setBit(decimals.getValidityBuffer(), rows);
        } else if (vector instanceof VarCharVector strings) {
            byte[] value = slot.s[row];
            strings.setSafe(rows, value);
            stringBytes += value.length;
        } else if (vector instanceof Float8Vector doubles) {
            doubles.set(rows, slot.d[row]);
        } else if (vector instanceof DateDayVector days) {
            days.set(rows, (int) slot.l[row]);
        } else if (vector instanceof TimeStampMicroVector micros) {
            micros.set(rows, slot.l[row]);
        } else if (vector instanceof BitVector bits) {
            bits.set(rows, slot.b[row] ? 1 : 0);
        } else if (vector instanceof TinyIntVector bytes) {
            bytes.set(rows, (int) slot.l[row]);
        } else if (vector instanceof SmallIntVector shorts) {
            shorts.set(rows, (int) slot.l[row]);
        } else if (vector instanceof Float4Vector floats) {
            floats.set(rows, (float) slot.d[row]);
        } else {
            throw new IllegalStateException(
                    "no column type has a " + vector.getClass().getSimpleName());
        }
    }

    /** Writes what there is. */
    void flush() {
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
