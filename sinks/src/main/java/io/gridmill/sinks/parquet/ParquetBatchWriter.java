package io.gridmill.sinks.parquet;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.sinks.files.FileFormat.FileWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches into one Parquet file. Rows gather on the heap, encoded, until they fill a row group; pages hold statistics and
 * checksums. Values go in row by row, because parquet-java cuts pages by rows. Not thread-safe.
 */
final class ParquetBatchWriter implements FileWriter {
    /** What a row group may take on the heap, which is compressed pages and the open page of each column. */
    private static final long ROW_GROUP_BYTES = 32L << 20;
    /** How many rows may pass between two looks at the size. */
    private static final int LOOK_ROWS = 1024;

    private static final int NO_PADDING = 0;

    private final TableSchema schema;
    private final Compression compression;
    private final MessageType message;
    private final ParquetProperties properties = ParquetProperties.builder()
            .withAllocator(HeapByteBufferAllocator.getInstance())
            .build();
    private final ParquetFileWriter file;
    private @Nullable RowGroup group;

    ParquetBatchWriter(OutputStream out, TableSchema schema, Compression compression) throws IOException {
        this.schema = schema;
        this.compression = compression;
        this.message = ParquetTypes.message(schema);
        this.file = new ParquetFileWriter(
                new StreamFile(out),
                message,
                ParquetFileWriter.Mode.CREATE,
                ROW_GROUP_BYTES,
                NO_PADDING,
                null,
                properties);
        file.start();
    }

    @Override
    public void write(VectorSchemaRoot batch) throws IOException {
        int row = 0;
        while (row < batch.getRowCount()) {
            RowGroup open = group == null ? new RowGroup() : group;
            group = open;
            int end = Math.min(row + LOOK_ROWS, batch.getRowCount());
            open.write(batch, row, end);
            row = end;
            if (open.columns.getBufferedSize() >= ROW_GROUP_BYTES) {
                endGroup(open);
            }
        }
    }

    private void endGroup(RowGroup open) throws IOException {
        open.flush();
        open.close();
        group = null;
    }

    @Override
    public long finish() throws IOException {
        if (group != null) {
            endGroup(group);
        }
        file.end(Map.of());
        return file.getFooter().getBlocks().stream()
                .mapToLong(BlockMetaData::getRowCount)
                .sum();
    }

    @Override
    public void close() {
        if (group != null) {
            group.close();
            group = null;
        }
    }

    /** The rows that gather. */
    private final class RowGroup {
        private final ColumnChunkPageWriteStore pages = new ColumnChunkPageWriteStore(
                compression,
                message,
                properties.getAllocator(),
                properties.getColumnIndexTruncateLength(),
                properties.getPageWriteChecksumEnabled());
        private final ColumnWriteStore columns = properties.newColumnWriteStore(message, pages);
        private long rows;

        void write(VectorSchemaRoot batch, int from, int to) {
            CellWriter[] cells = new CellWriter[schema.size()];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = CellWriter.of(
                        schema.column(i).type(),
                        batch.getVector(i),
                        columns.getColumnWriter(message.getColumns().get(i)));
            }
            for (int row = from; row < to; row++) {
                for (CellWriter cell : cells) {
                    cell.write(row);
                }
                columns.endRecord();
            }
            rows += to - from;
        }

        void flush() throws IOException {
            file.startBlock(rows);
            columns.flush();
            pages.flushToFileWriter(file);
            file.endBlock();
        }

        void close() {
            columns.close();
            pages.close();
        }
    }
}
