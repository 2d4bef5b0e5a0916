package io.gridmill.sinks.files;

import com.github.luben.zstd.ZstdOutputStream;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.sinks.SinkOptions;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A format of text whose files are compressed as a whole, which the end of their names says. */
public final class CompressedFormat implements FileFormat {
    private static final int BUFFER_BYTES = 1 << 16;

    private final FileFormat text;
    private final boolean gzip;

    private CompressedFormat(FileFormat text, boolean gzip) {
        this.text = text;
        this.gzip = gzip;
    }

    /**
     * A format with the compression that the option of that name asks for.
     *
     * @throws GridmillException USER when it is none of {@code none}, {@code gzip}, {@code zstd}
     */
    public static FileFormat of(FileFormat text, SinkOptions options) {
        String compression = options.optional("compression");
        return switch (compression == null ? "none" : compression) {
            case "none" -> text;
            case "gzip" -> new CompressedFormat(text, true);
            case "zstd" -> new CompressedFormat(text, false);
            default ->
                throw GridmillException.user("option 'compression' must be one of none, gzip, zstd, got '" + compression
                        + "'" + options.place());
        };
    }

    @Override
    public String extension() {
        return text.extension() + (gzip ? ".gz" : ".zst");
    }

    @Override
    public FileWriter open(OutputStream out, TableSchema schema) throws IOException {
        OutputStream kept = new KeptOpen(out);
        OutputStream compressor = gzip ? new GZIPOutputStream(kept, BUFFER_BYTES) : new ZstdOutputStream(kept);
        return new CompressedWriter(compressor, text.open(compressor, schema));
    }

    private record CompressedWriter(OutputStream compressor, FileWriter text) implements FileWriter {
        @Override
        public void write(VectorSchemaRoot batch) throws IOException {
            text.write(batch);
        }

        @Override
        public long finish() throws IOException {
            long rows = text.finish();
            compressor.close();
            return rows;
        }

        @Override
        public void close() {
            text.close();
            try {
                // Frees its memory; what it still writes belongs to a file that is given up.
                compressor.close();
            } catch (IOException e) {
                // The error that ended the file is on its way already.
            }
        }
    }

    /** Hands on all but the close: whoever gave the stream ends it. */
    private static final class KeptOpen extends FilterOutputStream {
        KeptOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
