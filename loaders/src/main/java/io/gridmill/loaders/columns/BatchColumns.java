package io.gridmill.loaders.columns;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.RejectedRow;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The columns of a batch while it gathers; rows with a value that the load cannot hold are rejected and left out. Not thread-safe. */
public final class BatchColumns implements AutoCloseable {
    private final TableSchema schema;
    private final String file;
    private final RejectHandler rejects;
    private final List<BatchColumn> columns;
    private final BufferAllocator allocator;
    private final VectorSchemaRoot root;

    public BatchColumns(TableSchema schema, String file, BufferAllocator parent, RejectHandler rejects) {
        this.schema = schema;
        this.file = file;
        this.rejects = rejects;
        columns = schema.columns().stream()
                .map(column -> BatchColumn.of(column.type()))
                .toList();
        allocator = parent.newChildAllocator(file, 0, Long.MAX_VALUE);
        root = VectorSchemaRoot.create(schema.toArrow(), allocator);
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
     * @return the rows that are left, perhaps none
     */
    public VectorSchemaRoot finish(int rows, LongSupplier firstRow) {
        int left = leaveOutBad(rows, firstRow);
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).copyTo(root.getVector(i), left);
        }
        root.setRowCount(left);
        return root;
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
        root.close();
        allocator.close();
    }
}
