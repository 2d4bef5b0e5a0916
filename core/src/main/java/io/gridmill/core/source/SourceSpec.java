package io.gridmill.core.source;

import io.gridmill.core.schema.TableSchema;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a load reads.
 *
 * @param format {@code csv}, ...
 * @param from absolute paths of files, folders, or globs
 * @param columns the schema, or null to infer it from the first sample
 * @param options the format's own options, for example {@code delimiter}, {@code header}
 */
public record SourceSpec(
        String format, List<String> from, @Nullable TableSchema columns, Map<String, String> options) {
    public SourceSpec {
        from = List.copyOf(from);
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }
}
