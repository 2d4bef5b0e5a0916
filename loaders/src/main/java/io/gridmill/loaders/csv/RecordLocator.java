package io.gridmill.loaders.csv;

import io.gridmill.loaders.files.FileBytes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds line and text of a record by walking the records' bytes a second time, so that reading without errors pays nothing for
 * them. Goes forward only: all rejects of a split together cost one more pass.
 */
final class RecordLocator implements AutoCloseable {
    static final int MAX_TEXT_CHARS = 1000;

    /** @param line from 1 */
    record Place(long line, String text) {}

    private final RecordBoundaries boundaries;
    private final LineBreaks lines = new LineBreaks();
    private final FileBytes.Opened opened;
    private final InputStream stream;
    private final long firstLine;
    private long nextRecord;
    private boolean afterCarriageReturn;

    RecordLocator(RecordBytes bytes, CsvOptions options) throws IOException {
        boundaries = new RecordBoundaries(options);
        firstLine = bytes.firstLine();
        opened = bytes.open();
        stream = new BufferedInputStream(opened.stream(), 1 << 16);
    }

    /** @param record counted from 0, empty lines included; larger than that of the call before */
    Place locate(long record) throws IOException {
        while (nextRecord < record && readRecord(null)) {
            // readRecord counts
        }
        swallowLineFeed();
        long line = firstLine + lines.count();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        readRecord(text);
        String decoded = text.toString(StandardCharsets.UTF_8);
        return new Place(line, decoded.substring(0, Math.min(MAX_TEXT_CHARS, decoded.length())));
    }

    /** A line feed behind a carriage return belongs to the record before. */
    private void swallowLineFeed() throws IOException {
        if (!afterCarriageReturn) {
            return;
        }
        stream.mark(1);
        if (stream.read() == '\n') {
            boundaries.step((byte) '\n');
            lines.step((byte) '\n');
        } else {
            stream.reset();
        }
        afterCarriageReturn = false;
    }

    private boolean readRecord(@Nullable ByteArrayOutputStream text) throws IOException {
        swallowLineFeed();
        int b;
        while ((b = stream.read()) >= 0) {
            boundaries.step((byte) b);
            lines.step((byte) b);
            if ((b == '\n' || b == '\r') && boundaries.outside()) {
                afterCarriageReturn = b == '\r';
                nextRecord++;
                return true;
            }
            if (text != null && text.size() < 4 * MAX_TEXT_CHARS) {
                text.write(b);
            }
        }
        nextRecord++;
        return false;
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
