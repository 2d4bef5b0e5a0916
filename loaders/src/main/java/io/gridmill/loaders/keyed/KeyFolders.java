package io.gridmill.loaders.keyed;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.loaders.files.InputFiles;
import io.gridmill.loaders.text.ColumnGuess;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys in the names of the folders between the place that a load names and its files: {@code sales/year=2026/part.parquet} of the load of
 * {@code sales} has the column {@code year}. Its type is BIGINT, DATE or TIMESTAMP where all values fit, else VARCHAR. A column of that name in the files
 * wins.
 */
public final class KeyFolders {
    /** What stands in a folder's name for NULL. */
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    private KeyFolders() {}

    /** Opens the files of a load by their format. */
    public interface Opener {
        Source open(SourceSpec spec);
    }

    /**
     * Opens a source whose files may lie in such folders.
     *
     * @throws GridmillException USER when some files lie in folders of other keys than others, naming one of each
     */
    public static Source open(SourceSpec spec, Opener format) {
        Map<String, Map<String, @Nullable String>> values = values(spec.from());
        List<String> keys = keys(values);
        TableSchema asked = spec.columns();
        if (keys.isEmpty()) {
            return format.open(spec);
        }
        if (asked == null) {
            Source files = format.open(spec);
            List<Column> columns = new ArrayList<>(files.schema().columns());
            keys.stream()
                    .filter(key -> files.schema().indexOf(key) < 0)
                    .forEach(key -> columns.add(new Column(key, type(key, values))));
            return keyed(files, columns, spec, values);
        }
        List<Column> inFiles = asked.columns().stream()
                .filter(column -> keys.stream().noneMatch(key -> key.equalsIgnoreCase(column.name())))
                .toList();
        if (inFiles.isEmpty()) {
            throw GridmillException.user(
                    "a load must have a column that is in the files, not only in the names of their folders, got ("
                            + asked + ")");
        }
        SourceSpec ofFiles =
                new SourceSpec(spec.format(), spec.from(), new TableSchema(inFiles), spec.options(), spec.found());
        return keyed(format.open(ofFiles), asked.columns(), spec, values);
    }

    /** @throws GridmillException USER when files lie in such folders, whose names a client cannot send */
    public static void requireNone(List<String> from) {
        List<String> keys = keys(values(from));
        if (!keys.isEmpty()) {
            throw GridmillException.user("files in folders named key=value (here " + String.join(", ", keys)
                    + ") must lie where every node sees them; --local does not send the names of folders");
        }
    }

    private static Source keyed(
            Source files, List<Column> columns, SourceSpec asked, Map<String, Map<String, @Nullable String>> values) {
        return columns.size() == files.schema().size()
                ? files
                : new KeyedSource(files, new TableSchema(columns), asked, values);
    }

    /** The keys of each file and their values, by the file's path. */
    private static Map<String, Map<String, @Nullable String>> values(List<String> from) {
        Map<String, Map<String, @Nullable String>> values = new LinkedHashMap<>();
        for (String place : from) {
            for (Path file : InputFiles.resolve(List.of(place))) {
                values.put(file.toString(), values(InputFiles.below(place, file)));
            }
        }
        return values;
    }

    private static Map<String, @Nullable String> values(Path below) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (int i = 0; i < below.getNameCount() - 1; i++) {
            String folder = below.getName(i).toString();
            int equals = folder.indexOf('=');
            if (equals > 0) {
                String value = folder.substring(equals + 1);
                values.put(decoded(folder.substring(0, equals)), value.equals(NULL) ? null : decoded(value));
            }
        }
        return values;
    }

    /** Writers escape as URLs do, but leave a plus alone. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static List<String> keys(Map<String, Map<String, @Nullable String>> values) {
        Map.Entry<String, Map<String, @Nullable String>> first = null;
        for (Map.Entry<String, Map<String, @Nullable String>> file : values.entrySet()) {
            if (first == null) {
                first = file;
            } else if (!List.copyOf(first.getValue().keySet())
                    .equals(List.copyOf(file.getValue().keySet()))) {
                throw GridmillException.user(
                        "the files of a load must lie in folders of the same keys (key=value); '" + first.getKey()
                                + "' has " + words(first.getValue()) + ", '" + file.getKey() + "' has "
                                + words(file.getValue()));
            }
        }
        return first == null ? List.of() : List.copyOf(first.getValue().keySet());
    }

    private static String words(Map<String, @Nullable String> keys) {
        return keys.isEmpty() ? "none" : String.join(", ", keys.keySet());
    }

    private static ColumnType type(String key, Map<String, Map<String, @Nullable String>> values) {
        ColumnGuess guess = new ColumnGuess();
        for (Map<String, @Nullable String> file : values.values()) {
            String value = file.get(key);
            if (value != null) {
                guess.add(value);
            }
        }
        ColumnType type = guess.type();
        return switch (type.kind()) {
            case BIGINT, DATE, TIMESTAMP -> type;
            default -> ColumnType.VARCHAR;
        };
    }
}
