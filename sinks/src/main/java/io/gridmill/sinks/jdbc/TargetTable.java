package io.gridmill.sinks.jdbc;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
     * @return columns of the result for which the target refuses NULL
     * @throws GridmillException USER when it cannot take the result
     */
    Set<Column> check(Connection connection) throws SQLException {
        if (dialect.isTaken(connection, name)) {
            throw GridmillException.user("the target must be a table, '" + name + "' is not");
        }
        List<TargetColumn> present = dialect.columns(connection, name);
        if (mode == WriteMode.CREATE && !present.isEmpty()) {
            throw GridmillException.user("mode create needs a table that does not exist, table '" + name + "' does");
        }
        return mode == WriteMode.APPEND && !present.isEmpty() ? checkColumns(present) : Set.of();
    }

    private Set<Column> checkColumns(List<TargetColumn> present) {
        Set<Column> notNull = new HashSet<>();
        for (Column column : schema.columns()) {
            TargetColumn target = present.stream()
                    .filter(candidate -> candidate.name().equalsIgnoreCase(column.name()))
                    .findFirst()
                    .orElseThrow(() -> GridmillException.user("every column must be in table '" + name + "', column '"
                            + column.name() + "' of type " + column.type() + " is not"));
            if (!target.writable() || !dialect.holds(target.declaredType(), column.type())) {
                throw GridmillException.user(
                        "a column must hold every value of the result, column '" + column.name() + "' of table '" + name
                                + "' is " + target.declaredType() + ", the result is " + column.type()
                                + (target.writable() ? "" : " (it is a generated column)"));
            }
            if (target.notNull()) {
                notNull.add(column);
            }
        }
        for (TargetColumn target : present) {
            if (target.needed() && schema.indexOf(target.name()) < 0) {
                throw GridmillException.user(
                        "a column that is NOT NULL without a default must be in the result, column '" + target.name()
                                + "' of type " + target.declaredType() + " of table '" + name + "' is not");
            }
        }
        return notNull;
    }

    /** Makes the staged rows appear, as the mode says. */
    void publish(Connection connection, String staging) throws SQLException {
        check(connection);
        boolean exists = !dialect.columns(connection, name).isEmpty();
        if (exists && mode == WriteMode.APPEND) {
            dialect.publishInto(connection, staging, name, schema.columns());
            return;
        }
        if (exists) {
            Dialect.execute(connection, "DROP TABLE " + dialect.quote(name));
        }
        dialect.publishAsTable(connection, staging, name, schema.columns());
    }
}
