package io.gridmill.loaders.csv;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.core.source.Split;
import io.gridmill.core.source.SplitReader;
import io.gridmill.loaders.files.FileBytes;
import io.gridmill.loaders.files.StoredFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** CSV files that every node sees under the same paths. */
final class CsvSource implements Source {
    private final List<StoredFile> files;
    private final Reading reading;
    private final CsvOptions options;
    private final Layout layout;

    CsvSource(List<StoredFile> files, Reading reading) {
        this.files = List.copyOf(files);
        this.reading = reading;
        this.options = reading.options();
        this.layout = reading.layout();
    }

    @Override
    public TableSchema schema() {
        return layout.schema();
    }

    @Override
    public SourceSpec spec() {
        return reading.spec();
    }

    /** Also checks the header of every file, so that a wrong one ends the load before it starts. */
    @Override
    public List<Split> splits(long targetBytes) {
        if (targetBytes < 1) {
            throw GridmillException.user("targetBytes of a split must be > 0, got " + targetBytes);
        }
        List<Split> splits = new ArrayList<>();
        for (StoredFile file : files) {
            if (file.size() == 0) {
                continue;
            }
            FileBytes bytes = bytes(file);
            Head head = head(bytes);
            if (bytes.isCompressed()) {
                splits.add(file.split(0, file.size()));
                continue;
            }
            try {
                splits.addAll(new SplitCutter(file, options).cut(head.body(), targetBytes));
            } catch (IOException e) {
                throw FileBytes.unreadable(file.path().toString(), false, e);
            }
        }
        return splits;
    }

    @Override
    public SplitReader open(Split split, BufferAllocator allocator, RejectHandler rejects) {
        FileBytes bytes = bytes(StoredFile.unchanged(split));
        Head head = head(bytes);
        long from = Math.max(split.offset(), head.body());
        long to = Math.max(from, split.offset() + split.length());
        return new CsvSplitReader(
                layout, options, new RecordBytes.OfFile(bytes, split.offset(), from, to), head, allocator, rejects);
    }

    private FileBytes bytes(StoredFile file) {
        try {
            return FileBytes.of(file, options.compression());
        } catch (IOException e) {
            throw FileBytes.unreadable(file.path().toString(), false, e);
        }
    }

    private Head head(FileBytes bytes) {
        String name = bytes.file().path().toString();
        try (FileBytes.Opened opened = bytes.open(0, bytes.file().size())) {
            Head head = Head.read(
                    opened.stream(),
                    options,
                    layout.hasHeader(),
                    layout.schema().size(),
                    name);
            if (layout.hasHeader()) {
                FieldOrder.byHeader(head.names(), layout.schema(), name);
            }
            return head;
        } catch (IOException | UncheckedIOException e) {
            throw FileBytes.unreadable(name, bytes.isCompressed(), e);
        }
    }
}
