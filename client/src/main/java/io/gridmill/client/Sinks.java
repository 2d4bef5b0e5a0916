package io.gridmill.client;

import io.gridmill.core.job.WriteMode;
import io.gridmill.core.sink.SinkSpec;
import java.nio.file.Path;
import java.util.Map;

/**
 * The sinks that come with Gridmill, for {@link io.gridmill.core.job.JobSpec#sink}. Further options by
 * {@link SinkSpec#with}. Relative paths are resolved here, in the caller's folder, and must be visible to the
 * nodes.
 */
public final class Sinks {
    private Sinks() {}

    /** Parquet files in a folder that must not hold any yet. */
    public static SinkSpec parquet(String path) {
        return parquet(path, WriteMode.CREATE);
    }

    /** Parquet files in a folder; option {@code compression}. */
    public static SinkSpec parquet(String path, WriteMode mode) {
        return new SinkSpec("parquet", Map.of("path", absolute(path), "mode", mode.toString()));
    }

    /** CSV files in a folder that must not hold any yet. */
    public static SinkSpec csv(String path) {
        return csv(path, WriteMode.CREATE);
    }

    /** CSV files in a folder; options {@code delimiter}, {@code header}, {@code compression}. */
    public static SinkSpec csv(String path, WriteMode mode) {
        return new SinkSpec("csv", Map.of("path", absolute(path), "mode", mode.toString()));
    }

    /** JSON lines in files of a folder that must not hold any yet. */
    public static SinkSpec jsonLines(String path) {
        return jsonLines(path, WriteMode.CREATE);
    }

    /** JSON lines in files of a folder; option {@code compression}. */
    public static SinkSpec jsonLines(String path, WriteMode mode) {
        return new SinkSpec("jsonl", Map.of("path", absolute(path), "mode", mode.toString()));
    }

    /** Arrow IPC files in a folder that must not hold any yet. */
    public static SinkSpec arrow(String path) {
        return arrow(path, WriteMode.CREATE);
    }

    /** Arrow IPC files in a folder. */
    public static SinkSpec arrow(String path, WriteMode mode) {
        return new SinkSpec("arrow", Map.of("path", absolute(path), "mode", mode.toString()));
    }

    /** A table behind JDBC that must not exist yet. */
    public static SinkSpec jdbc(String url, String table) {
        return jdbc(url, table, WriteMode.CREATE);
    }

    /**
     * A table behind JDBC; options {@code user} and {@code password}, which should be a reference such as {@code ${env:APP_PASSWORD}}: the
     * nodes resolve it, and nothing keeps it.
     */
    public static SinkSpec jdbc(String url, String table, WriteMode mode) {
        return new SinkSpec("jdbc", Map.of("url", absoluteUrl(url), "table", table, "mode", mode.toString()));
    }

    /** A JDBC URL with the path of a SQLite file made absolute; others as they are. */
    public static String absoluteUrl(String url) {
        String prefix = "jdbc:sqlite:";
        String path = url.startsWith(prefix) ? url.substring(prefix.length()) : "";
        if (path.isEmpty() || path.startsWith(":") || path.startsWith("file:")) {
            return url;
        }
        int query = path.indexOf('?');
        String parameters = query < 0 ? "" : path.substring(query);
        return prefix + absolute(query < 0 ? path : path.substring(0, query)) + parameters;
    }

    private static String absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize().toString();
    }
}
