package io.gridmill.loaders.csv;

import io.gridmill.core.source.Split;
import io.gridmill.loaders.files.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a plain file into byte ranges at record ends, by reading it once: whether a line break ends a record depends on the quotes
 * before it. A file without quoting is read only around the cuts.
 */
final class SplitCutter {
    private static final int CHUNK_BYTES = 1 << 20;

    private final StoredFile file;
    private final CsvOptions options;
    private final byte[] chunk = new byte[CHUNK_BYTES];

    SplitCutter(StoredFile file, CsvOptions options) {
        this.file = file;
        this.options = options;
    }

    /**
     * Cuts into ranges of about equal size, at most about {@code targetBytes} each.
     *
     * @param start where the first record starts; the bytes before belong to the first range
     */
    List<Split> cut(long start, long targetBytes) throws IOException {
        long size = file.size();
        long ranges = (size + targetBytes - 1) / targetBytes;
        List<Split> splits = new ArrayList<>();
        long from = 0;
        if (ranges > 1) {
            RecordBoundaries boundaries = new RecordBoundaries(options);
            try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
                long position = start;
                for (long i = 1; i < ranges; i++) {
                    // A record that ends exactly at the goal ends there, so its last byte is looked at.
                    long goal = (long) ((double) size / ranges * i) - 1;
                    if (goal < position) {
                        continue;
                    }
                    if (options.hasQuote()) {
                        skip(channel, boundaries, position, goal);
                    }
                    position = recordEnd(channel, boundaries, goal);
                    if (position >= size) {
                        break;
                    }
                    splits.add(file.split(from, position));
                    from = position;
                }
            }
        }
        splits.add(file.split(from, size));
        return splits;
    }

    private void skip(FileChannel channel, RecordBoundaries boundaries, long from, long to) throws IOException {
        for (long at = from; at < to; ) {
            int count = read(channel, at, to);
            if (count < 0) {
                return;
            }
            boundaries.skip(chunk, 0, count);
            at += count;
        }
    }

    private long recordEnd(FileChannel channel, RecordBoundaries boundaries, long from) throws IOException {
        for (long at = from; at < file.size(); ) {
            int count = read(channel, at, file.size());
            if (count < 0) {
                break;
            }
            int end = boundaries.recordEnd(chunk, 0, count);
            if (end >= 0) {
                return at + end;
            }
            at += count;
        }
        return file.size();
    }

    private int read(FileChannel channel, long at, long to) throws IOException {
        return channel.read(ByteBuffer.wrap(chunk, 0, (int) Math.min(chunk.length, to - at)), at);
    }
}
