package io.gridmill.loaders.files;

import io.gridmill.core.source.Split;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Cuts a plain file into byte ranges behind line feeds, for formats where each line feed ends a record. Reads only around the cuts. */
public final class LineSplits {
    private static final int CHUNK_BYTES = 1 << 16;

    private LineSplits() {}

    /** Ranges of about equal size, at most about {@code targetBytes} each, and none when the file is empty. */
    public static List<Split> cut(StoredFile file, long targetBytes) throws IOException {
        long size = file.size();
        List<Split> splits = new ArrayList<>();
        long ranges = (size - 1) / targetBytes + 1;
        long from = 0;
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            for (long i = 1; i < ranges; i++) {
                // A line that ends exactly at the goal ends there, so its last byte is looked at.
                long goal = (long) ((double) size / ranges * i) - 1;
                if (goal < from) {
                    continue;
                }
                long end = lineEnd(channel, goal, size);
                if (end >= size) {
                    break;
                }
                splits.add(file.split(from, end));
                from = end;
            }
        }
        if (size > 0) {
            splits.add(file.split(from, size));
        }
        return splits;
    }

    /** The place behind the first line feed from here on, or the end of the file. */
    private static long lineEnd(FileChannel channel, long from, long size) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long at = from;
        while (at < size) {
            int count = channel.read(ByteBuffer.wrap(chunk, 0, (int) Math.min(chunk.length, size - at)), at);
            if (count < 0) {
                break;
            }
            for (int i = 0; i < count; i++) {
                if (chunk[i] == '\n') {
                    return at + i + 1;
                }
            }
            at += count;
        }
        return size;
    }
}
