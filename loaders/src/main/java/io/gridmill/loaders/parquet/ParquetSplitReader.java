package io.gridmill.loaders.parquet;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.Split;
import io.gridmill.core.source.SplitReader;
import io.gridmill.loaders.columns.BatchColumn;
import io.gridmill.loaders.columns.BatchColumns;
import io.gridmill.loaders.columns.LongColumn;
import io.gridmill.loaders.columns.TextColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Reads the row groups of a split as batches of at most {@link BatchColumn#MAX_ROWS} rows. */
final class ParquetSplitReader implements SplitReader {
    /** About how many bytes of text a column of a batch has at most. */
    private static final long BATCH_TEXT_BYTES = 8L << 20;

    private final ParquetFile file;
    private final Split split;
    private final BatchColumns batch;
    private final List<ParquetColumn> columns = new ArrayList<>();
    private final List<TextPages> texts = new ArrayList<>();
    private final Iterator<RowGroup> groups;
    private final long rows;
    private @Nullable RowGroup group;
    private long rowsOfGroup;
    private long rowsRead;
    private int batchRows = BatchColumn.MAX_ROWS;

    /** @param places of the file's columns, one for each of the schema */
    ParquetSplitReader(
            ParquetFile file,
            Split split,
            TableSchema schema,
            int[] places,
            BufferAllocator allocator,
            RejectHandler rejects) {
        this.file = file;
        this.split = split;
        List<RowGroup> mine = file.rowGroups().stream()
                .filter(candidate ->
                        candidate.start() >= split.offset() && candidate.start() < split.offset() + split.length())
                .toList();
        groups = mine.iterator();
        rows = mine.stream().mapToLong(RowGroup::rows).sum();
        MessageType message = file.schema();
        batch = new BatchColumns(schema, file.name(), allocator, rejects);
        for (int i = 0; i < places.length; i++) {
            ColumnDescriptor descriptor = message.getColumnDescription(new String[] {message.getFieldName(places[i])});
            columns.add(column(descriptor, batch.column(i), schema, i));
        }
    }

    private ParquetColumn column(ColumnDescriptor descriptor, BatchColumn column, TableSchema schema, int ordinal) {
        if (column instanceof TextColumn text) {
            TextPages textPages = new TextPages(descriptor, text);
            texts.add(textPages);
            return new ParquetColumn(descriptor, column, textPages);
        }
        LongColumn longs = (LongColumn) column;
        return new ParquetColumn(
                descriptor,
                column,
                new LongPages(
                        descriptor,
                        longs,
                        ParquetTypes.conversion(
                                descriptor.getPrimitiveType(),
                                schema.column(ordinal).type(),
                                longs.badValues())));
    }

    @Override
    public @Nullable VectorSchemaRoot next() {
        while (true) {
            RowGroup current = group;
            if (current == null || rowsOfGroup == current.rows()) {
                if (!groups.hasNext()) {
                    return null;
                }
                current = groups.next();
                open(current);
            }
            VectorSchemaRoot root = read(current);
            if (root.getRowCount() > 0) {
                return root;
            }
        }
    }

    private void open(RowGroup next) {
        group = next;
        rowsOfGroup = 0;
        forEachColumn(next, column -> column.open(file, next));
        batchRows = BatchColumn.MAX_ROWS;
        for (TextPages text : texts) {
            ColumnChunkMetaData chunk = file.chunk(next, text.descriptor());
            long bytes = Math.max(text.longest(), chunk.getTotalUncompressedSize() / next.rows());
            batchRows = (int) Math.min(batchRows, Math.max(1, BATCH_TEXT_BYTES / Math.max(1, bytes)));
        }
    }

    private VectorSchemaRoot read(RowGroup current) {
        int count = (int) Math.min(batchRows, current.rows() - rowsOfGroup);
        batch.start();
        forEachColumn(current, column -> column.read(count));
        long firstRow = current.firstRow() + rowsOfGroup;
        VectorSchemaRoot root = batch.finish(count, () -> firstRow);
        rowsOfGroup += count;
        rowsRead += count;
        return root;
    }

    private interface ColumnStep {
        void take(ParquetColumn column) throws IOException;
    }

    private void forEachColumn(RowGroup current, ColumnStep step) {
        for (ParquetColumn column : columns) {
            try {
                step.take(column);
            } catch (IOException | RuntimeException e) {
                String place = ParquetFile.place(current) + ", column '"
                        + column.descriptor().getPath()[0] + "'";
                throw ParquetFile.failure(file.name(), place, e);
            }
        }
    }

    @Override
    public TextRows.Dictionaries dictionaries() {
        return batch;
    }

    /** A part of the split as large as the part of its rows that was read: columns that are left out count as read. */
    @Override
    public long bytesRead() {
        return rows == 0 ? 0 : (long) ((double) split.length() * rowsRead / rows);
    }

    @Override
    public void close() {
        batch.close();
        file.close();
    }
}
