package io.gridmill.loaders.keyed;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.core.source.SourceSpec.Found;
import io.gridmill.core.source.Split;
import io.gridmill.core.source.SplitReader;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Files with further columns, which have one value in each file. */
final class KeyedSource implements Source {
    private final Source files;
    private final TableSchema schema;
    private final SourceSpec asked;
    private final Map<String, Map<String, @Nullable String>> values;

    /** @param values by the file's path, then by the column's name */
    KeyedSource(Source files, TableSchema schema, SourceSpec asked, Map<String, Map<String, @Nullable String>> values) {
        this.files = files;
        this.schema = schema;
        this.asked = asked;
        this.values = values;
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public SourceSpec spec() {
        SourceSpec spec = files.spec();
        Found found = spec.found();
        if (found != null && asked.found() == null) {
            List<String> names = schema.columns().stream()
                    .map(column -> column.name())
                    .filter(name -> files.schema().indexOf(name) < 0)
                    .toList();
            found = new Found(
                    found.records(),
                    (found.words().isEmpty() ? "" : found.words() + ", ") + "from the names of folders: "
                            + String.join(", ", names));
        }
        return new SourceSpec(spec.format(), spec.from(), schema, spec.options(), found);
    }

    @Override
    public List<Split> splits(long targetBytes) {
        return files.splits(targetBytes);
    }

    @Override
    public SplitReader open(Split split, BufferAllocator allocator, RejectHandler rejects) {
        SplitReader reader = files.open(split, allocator, rejects);
        try {
            return new KeyedSplitReader(
                    reader,
                    files.schema(),
                    schema,
                    values.getOrDefault(split.file(), Map.of()),
                    split.file(),
                    allocator);
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }
}
