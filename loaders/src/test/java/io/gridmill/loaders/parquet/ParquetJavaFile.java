package io.gridmill.loaders.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes Parquet by parquet-java's own encoders: types and encodings that DuckDB does not write. */
final class ParquetJavaFile {
    /** Writes the value of a row, or its NULL. */
    interface Cell {
        void write(ColumnWriter to, int row);
    }

    private ParquetJavaFile() {}

    static void write(Path file, String message, ParquetProperties.Builder settings, int rows, Cell... cells)
            throws IOException {
        write(file, CompressionCodecName.UNCOMPRESSED, message, settings, rows, cells);
    }

    /** @param codec as the file says; nothing is compressed */
    static void write(
            Path file,
            CompressionCodecName codec,
            String message,
            ParquetProperties.Builder settings,
            int rows,
            Cell... cells)
            throws IOException {
        MessageType type = MessageTypeParser.parseMessageType("message m { " + message + " }");
        ParquetProperties properties =
                settings.withAllocator(HeapByteBufferAllocator.getInstance()).build();
        ParquetFileWriter writer = new ParquetFileWriter(
                new LocalOutputFile(file), type, ParquetFileWriter.Mode.OVERWRITE, 1 << 20, 0, null, properties);
        writer.start();
        try (ColumnChunkPageWriteStore pages =
                        new ColumnChunkPageWriteStore(new Plain(codec), type, properties.getAllocator(), 64, true);
                ColumnWriteStore columns = properties.newColumnWriteStore(type, pages)) {
            for (int row = 0; row < rows; row++) {
                for (int c = 0; c < cells.length; c++) {
                    cells[c].write(columns.getColumnWriter(type.getColumns().get(c)), row);
                }
                columns.endRecord();
            }
            writer.startBlock(rows);
            columns.flush();
            pages.flushToFileWriter(writer);
            writer.endBlock();
        }
        writer.end(Map.of());
    }

    private record Plain(CompressionCodecName codec) implements BytesInputCompressor {
        @Override
        public BytesInput compress(BytesInput page) {
            return page;
        }

        @Override
        public CompressionCodecName getCodecName() {
            return codec;
        }

        @Override
        public void release() {
            // keeps nothing
        }
    }
}
