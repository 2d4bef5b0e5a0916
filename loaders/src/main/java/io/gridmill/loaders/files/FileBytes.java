package io.gridmill.loaders.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import java.util.zip.GZIPInputStream;

/**
 * A file's bytes, decompressed, which can be opened again and again.
 *
 * @param gzip whether they are stored compressed; positions are those of the decompressed bytes
 */
public record FileBytes(StoredFile file, boolean gzip) {
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
        return new FileBytes(
                file,
                switch (compression) {
                    case NONE -> false;
                    case GZIP -> true;
                    case AUTO -> startsWithGzipMagic(file);
                });
    }

    private static boolean startsWithGzipMagic(StoredFile file) throws IOException {
        try (FileRange range = new FileRange(file.path(), 0, Math.min(2, file.size()))) {
            byte[] magic = range.readNBytes(2);
            return magic.length == 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b;
        }
    }

    /** Opens the bytes from one position to another; a compressed file is read to its end whatever {@code to} says. */
    public Opened open(long from, long to) throws IOException {
        if (!gzip) {
            FileRange range = new FileRange(file.path(), from, to);
            return new Opened(range, range::bytesRead);
        }
        FileRange range = new FileRange(file.path(), 0, file.size());
        try {
            InputStream stream = new GZIPInputStream(range, GZIP_BUFFER_BYTES);
            stream.skipNBytes(from);
            return new Opened(stream, range::bytesRead);
        } catch (IOException e) {
            range.close();
            throw e;
        }
    }
}
