package io.gridmill.loaders.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a file from one position to another, as stored. Ends with an error where the file ends before the range does. */
final class FileRange extends InputStream {
    private final FileChannel channel;
    private final Path path;
    private final long from;
    private final long to;
    private long position;

    FileRange(Path path, long from, long to) throws IOException {
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
        this.path = path;
        this.from = from;
        this.to = to;
        this.position = from;
    }

    long bytesRead() {
        return position - from;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position >= to) {
            return -1;
        }
        int count = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, to - position)), position);
        if (count < 0) {
            throw new EOFException(
                    "'" + path + "' has become shorter: it ends at byte " + position + ", and " + to + " were there");
        }
        position += count;
        return count;
    }

    /** True as long as the range is not at its end: {@code GZIPInputStream} asks it whether another member follows. */
    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, to - position);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
