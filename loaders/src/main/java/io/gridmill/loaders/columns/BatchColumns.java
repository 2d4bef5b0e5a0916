package io.gridmill.loaders.columns;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.RejectedRow;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The columns of a batch while it gathers; rows with a value that the load cannot hold are rejected and left out. Not thread-safe. */
public final class BatchColumns implements TextRows.Dictionaries, AutoCloseable {
    private final TableSchema schema;
    private final String file;
    private final RejectHandler rejects;
    private final List<BatchColumn> columns;
    private final BufferAllocator allocator;

    public BatchColumns(TableSchema schema, String file, BufferAllocator parent, RejectHandler rejects) {
        this.schema = schema;
        this.file = file;
        this.rejects = rejects;
        allocator = parent.newChildAllocator(file, 0, Long.MAX_VALUE);
        columns = IntStream.range(0, schema.size())
                .mapToObj(i -> BatchColumn.of(schema.column(i), i, allocator))
                .toList();
    }

    public BatchColumn column(int ordinal) {
        return columns.get(ordinal);
    }

    public void start() {
        columns.forEach(BatchColumn::start);
    }

    /**
     * Ends a batch.
     *
     * @param rows how many every column holds
     * @param firstRow the number of the first in its file, from 1; asked for only when a row is bad
     * @return the rows that are left, perhaps none, good until the next batch ends; dictionaries of their texts are those of {@link #get}
     */
    public VectorSchemaRoot finish(int rows, LongSupplier firstRow) {
        int left = leaveOutBad(rows, firstRow);
        List<FieldVector> vectors =
                columns.stream().map(column -> column.copy(left)).toList();
        return new VectorSchemaRoot(vectors);
    }

    /** Those of the last batch, by their columns' ordinals. */
    @Override
    public VarCharVector get(long number) {
        return ((TextColumn) columns.get((int) number)).dictionary();
    }

    private int leaveOutBad(int rows, LongSupplier firstRow) {
        BitSet bad = new BitSet();
        for (int c = 0; c < columns.size(); c++) {
            BatchColumn column = columns.get(c);
            for (int row = column.nextBad(0, rows); row >= 0; row = column.nextBad(row + 1, rows)) {
                if (!bad.get(row)) {
                    bad.set(row);
                    BadValues.Bad value = column.bad(row);
                    rejects.reject(RejectedRow.ofRow(
                            file, firstRow.getAsLong() + row, schema.column(c).name(), value.text(), value.rule()));
                }
            }
        }
        if (bad.isEmpty()) {
            return rows;
        }
        int to = 0;
        for (int row = 0; row < rows; row++) {
            if (!bad.get(row)) {
                for (BatchColumn column : columns) {
                    column.move(row, to);
                }
                to++;
            }
        }
        return to;
    }

    @Override
    public void close() {
        columns.forEach(BatchColumn::close);
        allocator.close();
    }
}
