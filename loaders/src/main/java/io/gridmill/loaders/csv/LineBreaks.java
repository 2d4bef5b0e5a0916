package io.gridmill.loaders.csv;

import java.io.IOException;
import java.io.InputStream;

/** Counts lines as editors do: LF, CRLF and a lone CR each end one. */
final class LineBreaks {
    private boolean afterCarriageReturn;
    private long count;

    void step(byte b) {
        if (b == '\r' || b == '\n' && !afterCarriageReturn) {
            count++;
        }
        afterCarriageReturn = b == '\r';
    }

    void step(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            step(bytes[i]);
        }
    }

    long count() {
        return count;
    }

    /** Line breaks among the next {@code length} bytes of a stream. */
    static long count(InputStream stream, long length) throws IOException {
        LineBreaks breaks = new LineBreaks();
        byte[] buffer = new byte[1 << 16];
        long left = length;
        while (left > 0) {
            int read = stream.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                break;
            }
            breaks.step(buffer, 0, read);
            left -= read;
        }
        return breaks.count;
    }
}
