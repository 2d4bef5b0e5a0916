package io.gridmill.loaders.json;

import io.gridmill.core.error.GridmillException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream, each as a part of one array that holds until the next is asked for. A line feed ends a line, and nothing else. */
final class Lines {
    private static final int FIRST_BYTES = 1 << 18;
    private static final int MOST_BYTES = 1 << 28;

    private final InputStream stream;
    private final String file;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int from;
    private int end;
    private int limit;
    private boolean atEnd;
    private long lines;
    private long taken;

    Lines(InputStream stream, String file) {
        this.stream = stream;
        this.file = file;
    }

    /** Goes to the next line. False behind the last. */
    boolean next() throws IOException {
        from = lines == 0 ? 0 : Math.min(limit, end + 1);
        int seen = from;
        while (true) {
            for (int i = seen; i < limit; i++) {
                if (bytes[i] == '\n') {
                    return found(i);
                }
            }
            seen = limit;
            if (atEnd) {
                return limit > from && found(limit);
            }
            seen -= from;
            fetch();
            seen += from;
        }
    }

    private boolean found(int newEnd) {
        end = newEnd;
        lines++;
        taken += end - from + 1;
        return true;
    }

    private void fetch() throws IOException {
        if (from > 0) {
            System.arraycopy(bytes, from, bytes, 0, limit - from);
            limit -= from;
            from = 0;
        } else if (limit == bytes.length) {
            if (bytes.length >= MOST_BYTES) {
                throw GridmillException.data(file + ": a line can have at most " + MOST_BYTES
                        + " bytes, and one has more; is it one object a line?");
            }
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        int count = stream.read(bytes, limit, bytes.length - limit);
        if (count < 0) {
            atEnd = true;
        } else {
            limit += count;
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the line starts in {@link #bytes}. */
    int from() {
        return from;
    }

    /** Behind its last byte, the line feed not counted. */
    int end() {
        return end;
    }

    /** The number of the line in the stream, from 1. */
    long number() {
        return lines;
    }

    /** Bytes of all lines so far. */
    long bytesTaken() {
        return taken;
    }

    /** Whether nothing but white space is in the line. */
    boolean isBlank() {
        for (int i = from; i < end; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** Leaves out a byte order mark, with which a file may start. */
    void skipByteOrderMark() {
        if (end - from >= 3
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF) {
            from += 3;
        }
    }
}
