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
 * @param found how a source found what is written out here ({@link Source#spec}); null in what a user asks for
 */
public record SourceSpec(
        String format,
        List<String> from,
        @Nullable TableSchema columns,
        Map<String, String> options,
        @Nullable Found found) {
    /**
     * What was found in the files because nobody said it.
     *
     * @param records from how many records the columns were inferred; 0 when they were given, or the files name them
     * @param words what else was found, for people, for example {@code fields between ';'}; may be empty
     */
    public record Found(int records, String words) {}

    public SourceSpec {
        from = List.copyOf(from);
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /** What a user asks for. */
    public SourceSpec(String format, List<String> from, @Nullable TableSchema columns, Map<String, String> options) {
        this(format, from, columns, options, null);
    }
}
