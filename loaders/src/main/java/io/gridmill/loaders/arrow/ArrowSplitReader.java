package io.gridmill.loaders.arrow;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.Split;
import io.gridmill.core.source.SplitReader;
import io.gridmill.loaders.columns.BatchColumn;
import io.gridmill.loaders.columns.BatchColumns;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Reads the record batches of a split as batches of at most {@link BatchColumn#MAX_ROWS} rows. */
final class ArrowSplitReader implements SplitReader {
    /** About how many bytes of text a column of a batch has at most. */
    private static final long BATCH_TEXT_BYTES = 8L << 20;

    private final ArrowInput input;
    private final Split split;
    private final TableSchema schema;
    private final RecordBatchReader reader;
    private final BatchColumns batch;
    private final List<Message> batches;
    private final long rowsBefore;
    private List<ArrowColumn> columns = List.of();
    private int batchesRead;
    private int batchRows;
    private int rowsOfBatch;
    private long rowsRead;

    /** @param places of the file's columns, one for each of the schema */
    ArrowSplitReader(
            ArrowInput input,
            Split split,
            TableSchema schema,
            int[] places,
            BufferAllocator allocator,
            RejectHandler rejects) {
        this.input = input;
        this.split = split;
        this.schema = schema;
        long end = split.offset() + split.length();
        batches = input.batches().stream()
                .filter(message -> message.offset() >= split.offset() && message.offset() < end)
                .toList();
        rowsBefore = input.batches().stream()
                .filter(message -> message.offset() < split.offset())
                .mapToLong(Message::rows)
                .sum();
        reader = new RecordBatchReader(input, places);
        batch = new BatchColumns(schema, input.name(), allocator, rejects);
    }

    @Override
    public @Nullable VectorSchemaRoot next() {
        while (true) {
            if (rowsOfBatch == batchRows) {
                if (batchesRead == batches.size()) {
                    return null;
                }
                rowsOfBatch = 0;
                batchRows = 0;
                batchesRead++;
                int rows = batches.get(batchesRead - 1).rows();
                columns = guarded(() -> reader.read(batches.get(batchesRead - 1)));
                batchRows = rows;
                continue;
            }
            VectorSchemaRoot root = guarded(this::readRows);
            if (root.getRowCount() > 0) {
                return root;
            }
        }
    }

    private interface Step<T> {
        T take() throws IOException;
    }

    private <T> T guarded(Step<T> step) {
        try {
            return step.take();
        } catch (IOException | RuntimeException | AssertionError e) {
            GridmillException failure = ArrowInput.failure(input.name(), e);
            if (failure == e) {
                throw failure;
            }
            throw new GridmillException(
                    failure.code(),
                    failure.getMessage() + " [record batch at byte "
                            + batches.get(batchesRead - 1).offset() + "]",
                    e);
        }
    }

    private VectorSchemaRoot readRows() throws DamagedMessage {
        int rows = rowsThatFit();
        batch.start();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i)
                    .read(rowsOfBatch, rows, batch.column(i), schema.column(i).type());
        }
        long firstRow = rowsBefore + rowsRead + 1;
        VectorSchemaRoot root = batch.finish(rows, () -> firstRow);
        rowsOfBatch += rows;
        rowsRead += rows;
        return root;
    }

    private int rowsThatFit() throws DamagedMessage {
        int rows = Math.min(BatchColumn.MAX_ROWS, batchRows - rowsOfBatch);
        for (ArrowColumn column : columns) {
            while (rows > 1 && column.textBytes(rowsOfBatch, rowsOfBatch + rows) > BATCH_TEXT_BYTES) {
                rows /= 2;
            }
        }
        return rows;
    }

    @Override
    public TextRows.Dictionaries dictionaries() {
        return batch;
    }

    /** Up to the end of the record batch that is being read. */
    @Override
    public long bytesRead() {
        if (batchesRead == batches.size()) {
            return split.length();
        }
        return batchesRead == 0 ? 0 : batches.get(batchesRead - 1).end() - split.offset();
    }

    @Override
    public void close() {
        batch.close();
        input.close();
    }
}
