package io.gridmill.loaders.files;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import io.gridmill.core.error.GridmillException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.LongSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file's bytes, decompressed, which can be opened again and again.
 *
 * @param compression how they are stored, never {@code AUTO}; positions are those of the decompressed bytes
 */
public record FileBytes(StoredFile file, Compression compression) {
    private static final int GZIP_BUFFER_BYTES = 1 << 16;

    /**
     * An open stream. The caller closes it.
     *
     * @param storedBytesRead how many bytes were read so far, as stored
     */
    public record Opened(InputStream stream, LongSupplier storedBytesRead) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    public static FileBytes of(StoredFile file, Compression compression) throws IOException {
        return new FileBytes(file, compression == Compression.AUTO ? Compression.of(start(file)) : compression);
    }

    private static byte[] start(StoredFile file) throws IOException {
        try (FileRange range = new FileRange(file.path(), 0, Math.min(Integer.BYTES, file.size()))) {
            return range.readNBytes(Integer.BYTES);
        }
    }

    /** Whether the file can be read from its start only. */
    public boolean isCompressed() {
        return compression != Compression.NONE;
    }

    /** Opens the bytes from one position to another; a compressed file is read to its end whatever {@code to} says. */
    public Opened open(long from, long to) throws IOException {
        if (!isCompressed()) {
            FileRange range = new FileRange(file.path(), from, to);
            return new Opened(range, range::bytesRead);
        }
        FileRange range = new FileRange(file.path(), 0, file.size());
        try {
            InputStream stream = compression == Compression.GZIP
                    ? new GZIPInputStream(range, GZIP_BUFFER_BYTES)
                    : new ZstdInputStream(range);
            stream.skipNBytes(from);
            return new Opened(stream, range::bytesRead);
        } catch (IOException e) {
            range.close();
            throw e;
        }
    }

    /**
     * An error while a file was read.
     *
     * @param maybeCompressed whether an early end can mean a damaged compressed file
     */
    public static GridmillException unreadable(String file, boolean maybeCompressed, Exception e) {
        Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
        if (cause instanceof ZipException || cause instanceof EOFException && maybeCompressed) {
            return GridmillException.data(file + " is not a whole gzip file: " + cause.getMessage());
        } else if (cause instanceof ZstdIOException) {
            return GridmillException.data(file + " is not a whole zstd file: " + cause.getMessage());
        }
        return GridmillException.external("cannot read " + file + ": " + cause, cause);
    }
}
