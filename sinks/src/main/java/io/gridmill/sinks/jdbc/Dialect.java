package io.gridmill.sinks.jdbc;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** What differs from database to database. Stateless and thread-safe. */
interface Dialect {
    /** @throws GridmillException USER when nodes could not share the database that the URL names */
    void checkUrl(String url);

    /** @throws GridmillException USER when no target can have this name */
    void checkTable(String table);

    /** The name under which the database knows a table, however it is written. */
    String key(String table);

    /**
     * Opens a connection whose commits are durable, and whose transactions, begun by {@code setAutoCommit(false)}, exclude each other
     * where they must. Closing it rolls back.
     */
    Connection connect(String url, @Nullable String user, @Nullable String password) throws SQLException;

    String quote(String name);

    String declare(ColumnType type);

    /** Columns of a table, or none when there is no such table. */
    List<TargetColumn> columns(Connection connection, String table) throws SQLException;

    /** Whether a name stands for something that is no plain table, for example a view. */
    boolean isTaken(Connection connection, String table) throws SQLException;

    /** Whether a column of this declared type holds every value of {@code type} exactly. */
    boolean holds(String declaredType, ColumnType type);

    /** Binds the values of a vector, which are not NULL. */
    CellBinder binder(Column column, FieldVector vector);

    /** The error that a database's refusal is: EXTERNAL when it may pass, DATA when a row breaks a rule of the target. */
    GridmillException failure(String message, SQLException cause);

    /**
     * Makes the staged rows a table of their own. The target does not exist, and the caller drops the staging table.
     *
     * @param staging a table with the target's columns and one more, {@link StagingTable#ATTEMPT}
     */
    void publishAsTable(Connection connection, String staging, String target, List<Column> columns) throws SQLException;

    /** Adds the staged rows to a table. */
    default void publishInto(Connection connection, String staging, String target, List<Column> columns)
            throws SQLException {
        String names = columns.stream().map(column -> quote(column.name())).collect(Collectors.joining(", "));
        execute(
                connection,
                "INSERT INTO " + quote(target) + " (" + names + ") SELECT " + names + " FROM " + quote(staging));
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
