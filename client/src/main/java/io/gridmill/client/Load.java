package io.gridmill.client;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.LoadSpec;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.SourceSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Describes a load: {@code Load.into("lineitem").from("/data/lineitem.tbl").option("delimiter", "|").spec()}. It creates the dataset unless told
 * otherwise, takes the format that the files' names say unless told otherwise, and fails at the first bad row unless told otherwise. For one thread.
 */
public final class Load {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    private final String dataset;
    private final List<String> from = new ArrayList<>();
    private final Map<String, String> options = new TreeMap<>();
    private final List<String> partitionBy = new ArrayList<>();
    private WriteMode mode = WriteMode.CREATE;
    private String format = "auto";
    private @Nullable TableSchema columns;
    private @Nullable Integer partitions;
    private @Nullable Integer backups;
    private boolean keepBadRows;
    private long maxBadRows;

    private Load(String dataset) {
        this.dataset = dataset;
    }

    public static Load into(String dataset) {
        return new Load(dataset);
    }

    /** A file, folder or glob that every node sees; a relative path is resolved here, in the caller's folder. */
    public Load from(String path) {
        if (path.isBlank()) {
            throw GridmillException.user("a load must read from a file, a folder or a glob, got '" + path + "'");
        }
        if (path.startsWith("file:/")) {
            from.add(path.replaceFirst("^file:/+", "/"));
        } else if (SCHEME.matcher(path).matches()) {
            from.add(path);
        } else {
            from.add(Path.of(path).toAbsolutePath().normalize().toString());
        }
        return this;
    }

    /** Whether a place is a URI, which is taken as it is, rather than a path. */
    public static boolean isUri(String place) {
        return SCHEME.matcher(place).matches();
    }

    public Load mode(WriteMode newMode) {
        mode = newMode;
        return this;
    }

    /** {@code csv}, {@code jsonl}, {@code parquet} or {@code arrow}; {@code auto}, which is the default, goes by the names of the files. */
    public Load format(String newFormat) {
        format = newFormat;
        return this;
    }

    /** {@code "name TYPE, name TYPE, ..."}; without it, types are inferred from a first sample. */
    public Load columns(String text) {
        columns = TableSchema.parse(text);
        return this;
    }

    /** An option of the format, for CSV {@code delimiter} and {@code header}. */
    public Load option(String key, String value) {
        options.put(key, value);
        return this;
    }

    /** The columns whose hash names the partition of a row. */
    public Load partitionBy(String... names) {
        partitionBy.addAll(List.of(names));
        return this;
    }

    public Load partitions(int count) {
        partitions = count;
        return this;
    }

    public Load backups(int count) {
        backups = count;
        return this;
    }

    /** Keeps bad rows apart, for {@link JobHandle#rejects()}; more than {@code max} of them fail the load. */
    public Load keepBadRows(long max) {
        keepBadRows = true;
        maxBadRows = max;
        return this;
    }

    public LoadSpec spec() {
        return spec(0, new SourceSpec(format, from, columns, options), null);
    }

    /**
     * The load of files that only this client has.
     *
     * @param blocks into how many blocks they were cut
     * @param source how the blocks are read
     */
    public LoadSpec spec(int blocks, SourceSpec source) {
        SourceSpec sent =
                new SourceSpec(source.format(), List.of(), source.columns(), source.options(), source.found());
        return spec(blocks, sent, String.join(", ", source.from()));
    }

    private LoadSpec spec(int blocks, SourceSpec source, @Nullable String blockFile) {
        return new LoadSpec(
                dataset, mode, source, blocks, blockFile, partitionBy, partitions, backups, keepBadRows, maxBadRows);
    }
}
