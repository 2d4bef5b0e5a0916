package io.gridmill.sinks.jdbc;

import io.gridmill.core.schema.TableSchema;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Staged rows that are to be added to a table that exists.
 *
 * @param into the target's column for each of the result's
 */
record Append(String staging, String target, TableSchema schema, List<TargetColumn> into) {
    Append {
        into = List.copyOf(into);
    }

    /** A statement that adds all rows, and to which a condition can be added. */
    String sql(Dialect dialect) {
        String to = into.stream().map(column -> dialect.quote(column.name())).collect(Collectors.joining(", "));
        return "INSERT INTO " + dialect.quoteTable(target) + " (" + to + ") SELECT " + from(dialect, "") + " FROM "
                + dialect.quoteTable(staging);
    }

    /** The staging table's columns. */
    String from(Dialect dialect, String prefix) {
        return schema.columns().stream()
                .map(column -> prefix + dialect.quote(column.name()))
                .collect(Collectors.joining(", "));
    }
}
