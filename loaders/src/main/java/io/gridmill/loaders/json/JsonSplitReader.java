package io.gridmill.loaders.json;

import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.RejectedRow;
import io.gridmill.core.source.Split;
import io.gridmill.core.source.SplitReader;
import io.gridmill.loaders.files.FileBytes;
import io.gridmill.loaders.text.ColumnFiller;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a file's range as batches of at most {@link ColumnFiller#MAX_ROWS} rows. */
final class JsonSplitReader implements SplitReader {
    private static final int SHOWN_CHARS = 1000;
    private static final long UNKNOWN = -1;

    private final Layout layout;
    private final FileBytes bytes;
    private final String name;
    private final long offset;
    private final RejectHandler rejects;
    private final FileBytes.Opened opened;
    private final Lines lines;
    private final RowParser rows;
    private final BufferAllocator allocator;
    private final VectorSchemaRoot root;
    /** Lines of the file before the range; counted when an error needs it. */
    private long linesBefore = UNKNOWN;

    JsonSplitReader(Layout layout, FileBytes bytes, Split split, BufferAllocator parent, RejectHandler rejects)
            throws IOException {
        this.layout = layout;
        this.bytes = bytes;
        this.name = split.file();
        this.offset = split.offset();
        this.rejects = rejects;
        rows = new RowParser(layout);
        opened = bytes.open(split.offset(), split.offset() + split.length());
        lines = new Lines(opened.stream(), name);
        allocator = parent.newChildAllocator("jsonl " + name, 0, Long.MAX_VALUE);
        root = VectorSchemaRoot.create(layout.schema().toArrow(), allocator);
    }

    @Override
    public @Nullable VectorSchemaRoot next() {
        rows.startBatch();
        try {
            while (!rows.isFull() && lines.next()) {
                if (offset == 0 && lines.number() == 1) {
                    lines.skipByteOrderMark();
                }
                if (lines.isBlank()) {
                    continue;
                }
                String broken = rows.add(lines.bytes(), lines.from(), lines.end());
                if (broken != null) {
                    reject(broken);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw FileBytes.unreadable(name, bytes.isCompressed(), e);
        }
        if (rows.rows() == 0) {
            return null;
        }
        rows.copyTo(root);
        return root;
    }

    private void reject(String rule) throws IOException {
        int column = rows.brokenColumn();
        String text = rows.brokenText();
        if (text == null) {
            text = new String(lines.bytes(), lines.from(), lines.end() - lines.from(), StandardCharsets.UTF_8);
            text = text.substring(0, Math.min(SHOWN_CHARS, text.length())).strip();
        }
        String inferred = column < 0 || !layout.isInferred()
                ? ""
                : "; the type was inferred from the first " + layout.sampledRecords()
                        + " records, give the types (--columns) when they differ";
        rejects.reject(new RejectedRow(
                name,
                linesBefore() + lines.number(),
                column < 0 ? "" : rows.columnName(column),
                text,
                rule + inferred));
    }

    private long linesBefore() throws IOException {
        if (linesBefore == UNKNOWN) {
            long count = 0;
            if (offset > 0) {
                try (FileBytes.Opened before = bytes.open(0, offset)) {
                    count = lineFeeds(before.stream());
                }
            }
            linesBefore = count;
        }
        return linesBefore;
    }

    private static long lineFeeds(InputStream stream) throws IOException {
        byte[] chunk = new byte[1 << 16];
        long count = 0;
        for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
            for (int i = 0; i < read; i++) {
                if (chunk[i] == '\n') {
                    count++;
                }
            }
        }
        return count;
    }

    @Override
    public long bytesRead() {
        return opened.storedBytesRead().getAsLong();
    }

    @Override
    public void close() {
        root.close();
        allocator.close();
        try {
            opened.close();
        } catch (IOException e) {
            throw FileBytes.unreadable(name, bytes.isCompressed(), e);
        }
    }
}
