package io.gridmill.loaders.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.RejectedRow;
import io.gridmill.core.source.SplitReader;
import io.gridmill.loaders.files.FileBytes;
import io.gridmill.loaders.text.ColumnFiller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Reads the records of a file's range, or of a block, as batches of at most {@link ColumnFiller#MAX_ROWS} rows. */
final class CsvSplitReader implements SplitReader {
    private final Layout layout;
    private final CsvOptions options;
    private final RecordBytes bytes;
    private final RejectHandler rejects;
    private final FileBytes.Opened opened;
    private final CsvDecoder decoder;
    private final RowHandler rows;
    private final Iterator<Boolean> fullBatches;
    private final BufferAllocator allocator;
    private final VectorSchemaRoot root;
    private @Nullable RecordLocator locator;
    private boolean atEnd;

    CsvSplitReader(
            Layout layout,
            CsvOptions options,
            RecordBytes bytes,
            Head head,
            BufferAllocator parent,
            RejectHandler rejects) {
        this.layout = layout;
        this.options = options;
        this.bytes = bytes;
        this.rejects = rejects;
        FieldOrder order = head.names().isEmpty()
                ? FieldOrder.byPlace(layout.schema())
                : FieldOrder.byHeader(head.names(), layout.schema(), bytes.name());
        rows = new RowHandler(options, layout.schema(), order, head.linesEndWithDelimiter(), this::reject);
        try {
            opened = bytes.open();
        } catch (IOException e) {
            throw unreadable(e);
        }
        decoder = new CsvDecoder(opened.stream(), options);
        CsvReader<Boolean> reader = options.reader(rows, decoder, false);
        fullBatches = reader.iterator();
        allocator = parent.newChildAllocator("csv " + bytes.name(), 0, Long.MAX_VALUE);
        root = VectorSchemaRoot.create(layout.schema().toArrow(), allocator);
    }

    @Override
    public @Nullable VectorSchemaRoot next() {
        if (atEnd) {
            return null;
        }
        rows.startBatch();
        try {
            if (fullBatches.hasNext()) {
                fullBatches.next();
            } else {
                atEnd = true;
            }
        } catch (UncheckedIOException e) {
            throw unreadable(e);
        } catch (CsvParseException e) {
            throw unparsable(e);
        }
        if (rows.rows() == 0) {
            return null;
        }
        rows.copyTo(root);
        return root;
    }

    private RuntimeException unparsable(CsvParseException e) {
        Throwable thrown = e.getCause();
        if (thrown instanceof RuntimeException cause) {
            return cause;
        } else if (thrown instanceof Error error) {
            throw error;
        } else if (!decoder.endsInsideQuotes()) {
            return CsvOptions.fieldWithoutEnd(
                    bytes.name() + ", line " + place(rows.record()).line());
        }
        RecordLocator.Place place = place(rows.record());
        return GridmillException.data(new RejectedRow(
                        bytes.name(),
                        place.line(),
                        "",
                        place.text(),
                        "has a quote that is not closed before the end of the file")
                .message());
    }

    private GridmillException unreadable(Exception e) {
        return FileBytes.unreadable(bytes.name(), bytes.isCompressed(), e);
    }

    private void reject(long record, int column, @Nullable String text, String rule) {
        RecordLocator.Place place = place(record);
        String name = column < 0 ? "" : layout.schema().column(column).name();
        String inferred = "";
        if (column < 0 && layout.delimiterFound()) {
            inferred = "; that fields stand between " + options.delimiterInWords()
                    + " was inferred, give the delimiter (--delimiter) when it differs";
        } else if (column >= 0 && layout.sampledRecords() > 0) {
            inferred = "; the type was inferred from the first " + layout.sampledRecords()
                    + " records, give the types (--columns) when they differ";
        }
        rejects.reject(
                new RejectedRow(bytes.name(), place.line(), name, text == null ? place.text() : text, rule + inferred));
    }

    private RecordLocator.Place place(long record) {
        try {
            RecordLocator current = locator;
            if (current == null) {
                current = new RecordLocator(bytes, options);
                locator = current;
            }
            return current.locate(record);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public long bytesRead() {
        return opened.storedBytesRead().getAsLong();
    }

    @Override
    public void close() {
        root.close();
        allocator.close();
        try (opened) {
            if (locator != null) {
                locator.close();
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
