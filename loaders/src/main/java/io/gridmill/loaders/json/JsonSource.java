package io.gridmill.loaders.json;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.core.source.Split;
import io.gridmill.core.source.SplitReader;
import io.gridmill.loaders.files.Compression;
import io.gridmill.loaders.files.FileBytes;
import io.gridmill.loaders.files.LineSplits;
import io.gridmill.loaders.files.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Files of JSON lines that every node sees under the same paths. */
final class JsonSource implements Source {
    private final List<StoredFile> files;
    private final Compression compression;
    private final SourceSpec asked;
    private final Layout layout;

    JsonSource(List<StoredFile> files, Compression compression, SourceSpec asked, Layout layout) {
        this.files = List.copyOf(files);
        this.compression = compression;
        this.asked = asked;
        this.layout = layout;
    }

    @Override
    public TableSchema schema() {
        return layout.schema();
    }

    @Override
    public SourceSpec spec() {
        return new SourceSpec(JsonFormat.NAME, asked.from(), layout.schema(), asked.options(), layout.found());
    }

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
            try {
                if (FileBytes.of(file, compression).isCompressed()) {
                    splits.add(file.split(0, file.size()));
                } else {
                    splits.addAll(LineSplits.cut(file, targetBytes));
                }
            } catch (IOException e) {
                throw FileBytes.unreadable(file.path().toString(), false, e);
            }
        }
        return splits;
    }

    @Override
    public SplitReader open(Split split, BufferAllocator allocator, RejectHandler rejects) {
        StoredFile file = StoredFile.unchanged(split);
        try {
            return new JsonSplitReader(layout, FileBytes.of(file, compression), split, allocator, rejects);
        } catch (IOException e) {
            throw FileBytes.unreadable(split.file(), true, e);
        }
    }
}
