package io.gridmill.sinks.jdbc;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The table that readers see. Every method runs in the caller's transaction. */
final class TargetTable {
    private final Dialect dialect;
    private final TableSchema schema;
    private final String name;
    private final WriteMode mode;

    TargetTable(Dialect dialect, TableSchema schema, String name, WriteMode mode) {
        this.dialect = dialect;
        this.schema = schema;
        this.name = name;
        this.mode = mode;
    }

    /**
     * Checks that the mode allows what is there and that it holds every column.
     *
     * @return the target's column for each of the result's, when rows will be added to a table that exists; else none
     * @throws GridmillException USER when it cannot take the result
     */
    List<TargetColumn> check(Connection connection) throws SQLException {
        if (dialect.isTaken(connection, name)) {
            throw GridmillException.user("the target must be a table, '" + name + "' is not");
        }
        List<TargetColumn> present = dialect.columns(connection, name);
        if (mode == WriteMode.CREATE && !present.isEmpty()) {
            throw GridmillException.user("mode create needs a table that does not exist, table '" + name + "' does");
        }
        if (mode == WriteMode.REPLACE && !present.isEmpty()) {
            String dependent = dialect.dependent(connection, name);
            if (dependent != null) {
                throw GridmillException.user("a table that is replaced must have nothing that depends on it, on table '"
                        + name + "' depends " + dependent);
            }
        }
        return mode == WriteMode.APPEND && !present.isEmpty() ? checkColumns(present) : List.of();
    }

    /** The target's column for each of the result's, when rows will be added to a table that exists; else none. */
    List<TargetColumn> columns(Connection connection) throws SQLException {
        if (mode != WriteMode.APPEND) {
            return List.of();
        }
        List<TargetColumn> present = dialect.columns(connection, name);
        return present.isEmpty() ? List.of() : checkColumns(present);
    }

    private List<TargetColumn> checkColumns(List<TargetColumn> present) {
        List<TargetColumn> into = new ArrayList<>();
        for (Column column : schema.columns()) {
            into.add(checkColumn(column, find(present, column)));
        }
        for (TargetColumn target : present) {
            if (target.needed() && !into.contains(target)) {
                throw GridmillException.user(
                        "a column that is NOT NULL without a default must be in the result, column '" + target.name()
                                + "' of type " + target.declaredType() + " of table '" + name + "' is not");
            }
        }
        return into;
    }

    /** The column of the same name, or, when there is none, of the same name but for its case. */
    private TargetColumn find(List<TargetColumn> present, Column column) {
        return present.stream()
                .filter(candidate -> candidate.name().equals(column.name()))
                .findFirst()
                .or(() -> present.stream()
                        .filter(candidate -> candidate.name().equalsIgnoreCase(column.name()))
                        .findFirst())
                .orElseThrow(() -> GridmillException.user("every column must be in table '" + name + "', column '"
                        + column.name() + "' of type " + column.type() + " is not"));
    }

    private TargetColumn checkColumn(Column column, TargetColumn target) {
        if (!target.writable() || !dialect.holds(target.declaredType(), column.type())) {
            throw GridmillException.user(
                    "a column must hold every value of the result, column '" + column.name() + "' of table '" + name
                            + "' is " + target.declaredType() + ", the result is " + column.type()
                            + (target.writable() ? "" : " (it is a generated column)"));
        }
        return target;
    }

    /**
     * Makes the staged rows appear, as the mode says.
     *
     * @return rows that the target refuses, when refusals are kept
     */
    List<RefusedRow> publish(Connection connection, String staging, boolean keepsRefused) throws SQLException {
        boolean exists = !dialect.columns(connection, name).isEmpty();
        if (exists) {
            dialect.locks().target(connection, name);
        }
        List<TargetColumn> into = check(connection);
        if (exists && mode == WriteMode.APPEND) {
            return dialect.append(connection, new Append(staging, name, schema, into), keepsRefused);
        }
        if (exists) {
            Dialect.execute(connection, "DROP TABLE " + dialect.quoteTable(name));
        }
        dialect.publishAsTable(connection, staging, name, schema);
        return List.of();
    }
}
