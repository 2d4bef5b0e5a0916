package io.gridmill.loaders.arrow;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.core.source.Split;
import io.gridmill.core.source.SplitReader;
import io.gridmill.loaders.columns.ColumnMatch;
import io.gridmill.loaders.files.StoredFile;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Arrow IPC files and streams that every node sees under the same paths. */
final class ArrowSource implements Source {
    private final List<StoredFile> files;
    private final SourceSpec asked;
    private final TableSchema schema;
    private final boolean inferred;

    ArrowSource(List<StoredFile> files, SourceSpec asked, TableSchema schema, boolean inferred) {
        this.files = List.copyOf(files);
        this.asked = asked;
        this.schema = schema;
        this.inferred = inferred;
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public SourceSpec spec() {
        return new SourceSpec(
                ArrowFormat.NAME,
                asked.from(),
                schema,
                asked.options(),
                asked.found() == null && inferred ? new SourceSpec.Found(0, "") : asked.found());
    }

    /** Also checks the columns of every file, so that a wrong one ends the load before it starts. */
    @Override
    public List<Split> splits(long targetBytes) {
        if (targetBytes < 1) {
            throw GridmillException.user("targetBytes of a split must be > 0, got " + targetBytes);
        }
        List<Split> splits = new ArrayList<>();
        for (StoredFile file : files) {
            try (ArrowInput opened = ArrowInput.open(file)) {
                match(opened);
                splits.addAll(cut(file, opened, targetBytes));
            }
        }
        return splits;
    }

    /** Ranges that hold whole record batches; together they are the file. */
    private static List<Split> cut(StoredFile file, ArrowInput opened, long targetBytes) {
        List<Message> batches = opened.batches();
        List<Split> splits = new ArrayList<>();
        long from = 0;
        for (int i = 1; i < batches.size(); i++) {
            long start = batches.get(i).offset();
            long next = i + 1 < batches.size() ? batches.get(i + 1).offset() : file.size();
            if (next - from > targetBytes) {
                splits.add(file.split(from, start));
                from = start;
            }
        }
        if (!batches.isEmpty()) {
            splits.add(file.split(from, file.size()));
        }
        return splits;
    }

    @Override
    public SplitReader open(Split split, BufferAllocator allocator, RejectHandler rejects) {
        ArrowInput input = ArrowInput.open(StoredFile.unchanged(split));
        try {
            return new ArrowSplitReader(input, split, schema, match(input), allocator, rejects);
        } catch (RuntimeException e) {
            input.close();
            throw e;
        }
    }

    private int[] match(ArrowInput input) {
        for (Column column : schema.columns()) {
            ArrowTypes.checkReadable(column);
        }
        return ColumnMatch.match(input.columns(), schema, inferred, input.name());
    }
}
