package io.gridmill.loaders.parquet;

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

/** Parquet files that every node sees under the same paths. */
final class ParquetSource implements Source {
    private final List<StoredFile> files;
    private final SourceSpec asked;
    private final TableSchema schema;
    private final boolean inferred;

    ParquetSource(List<StoredFile> files, SourceSpec asked, TableSchema schema, boolean inferred) {
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
                ParquetFormat.NAME,
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
            try (ParquetFile opened = ParquetFile.open(file)) {
                match(opened);
                splits.addAll(cut(file, opened, targetBytes));
            }
        }
        return splits;
    }

    /** Ranges that hold whole row groups; together they are the file, its header and footer among them. */
    private static List<Split> cut(StoredFile file, ParquetFile opened, long targetBytes) {
        List<Split> splits = new ArrayList<>();
        List<RowGroup> groups = opened.rowGroups();
        long from = 0;
        for (int i = 1; i < groups.size(); i++) {
            long end = groups.get(i).start();
            long next = i + 1 < groups.size() ? groups.get(i + 1).start() : file.size();
            if (next - from > targetBytes) {
                splits.add(file.split(from, end));
                from = end;
            }
        }
        if (!groups.isEmpty()) {
            splits.add(file.split(from, file.size()));
        }
        return splits;
    }

    @Override
    public SplitReader open(Split split, BufferAllocator allocator, RejectHandler rejects) {
        ParquetFile file = ParquetFile.open(StoredFile.unchanged(split));
        try {
            int[] places = match(file);
            return new ParquetSplitReader(file, split, schema, places, allocator, rejects);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private int[] match(ParquetFile file) {
        for (Column column : schema.columns()) {
            ParquetTypes.checkReadable(column);
        }
        return ColumnMatch.match(file.columns(), schema, inferred, file.name());
    }
}
