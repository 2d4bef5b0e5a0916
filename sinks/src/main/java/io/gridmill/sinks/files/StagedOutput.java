package io.gridmill.sinks.files;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A new file that counts and digests what goes into it. No {@code FileChannel}, which an interrupt would close. Not thread-safe. */
final class StagedOutput extends OutputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final FileOutputStream file;
    private final OutputStream buffered;
    private final MessageDigest digest = JobFolder.sha256();
    private long sizeBytes;

    StagedOutput(Path path) throws IOException {
        file = new FileOutputStream(path.toFile());
        buffered = new BufferedOutputStream(file, BUFFER_BYTES);
    }

    @Override
    public void write(int b) throws IOException {
        buffered.write(b);
        digest.update((byte) b);
        sizeBytes++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        buffered.write(bytes, offset, length);
        digest.update(bytes, offset, length);
        sizeBytes += length;
    }

    @Override
    public void flush() throws IOException {
        buffered.flush();
    }

    /** Makes all bytes durable. */
    void sync() throws IOException {
        buffered.flush();
        file.getFD().sync();
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** In hexadecimal digits; to be called once, after the last write. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
