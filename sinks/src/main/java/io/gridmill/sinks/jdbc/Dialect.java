package io.gridmill.sinks.jdbc;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What differs from database to database. Stateless and thread-safe. */
interface Dialect {
    /** @throws GridmillException USER when nodes could not share the database that the URL names */
    void checkUrl(String url);

    /** @throws GridmillException USER when no target can have this name */
    void checkTable(String table);

    /** @throws GridmillException USER when no table can have these columns */
    void checkColumns(TableSchema schema);

    /** The name under which the database knows a table, however it is written. */
    String key(String table);

    /** Opens a connection whose commits are durable. Closing it rolls back. */
    Connection connect(String url, @Nullable String user, @Nullable String password) throws SQLException;

    /** The first statements of a transaction, which was begun by {@code setAutoCommit(false)}. */
    void begin(Connection connection) throws SQLException;

    Locks locks();

    String quote(String name);

    /** A table's name in a statement. */
    String quoteTable(String table);

    /** The name of another table that lies where {@code table} does. */
    String beside(String table, String name);

    String declare(ColumnType type);

    /** Columns of a table, or none when there is no such table. */
    List<TargetColumn> columns(Connection connection, String table) throws SQLException;

    /** Whether a name stands for something that is no plain table, for example a view. */
    boolean isTaken(Connection connection, String table) throws SQLException;

    /** What keeps a table from being replaced, or null. */
    @Nullable
    String dependent(Connection connection, String table) throws SQLException;

    /** Whether a column of this declared type holds every value of {@code type} exactly, or refuses it by row. */
    boolean holds(String declaredType, ColumnType type);

    /** A number for the rows of an attempt that no other attempt in the staging table has. */
    long attemptNumber(Connection connection, Collection<Seal> sealed) throws SQLException;

    /** Whether rows that are refused can be kept apart. */
    boolean keepsDeadLetters();

    /**
     * Puts an attempt's rows into a staging table, and returns the rows that the database says it has taken; the others are among the
     * refusals.
     */
    long insert(Connection connection, StagedRows rows) throws SQLException;

    /** The error that a database's refusal is: EXTERNAL when it may pass, DATA when a row breaks a rule of the target. */
    GridmillException failure(String message, SQLException cause);

    /**
     * Makes the staged rows a table of their own. The target does not exist, and the caller drops the staging table.
     *
     * @param staging a table with the target's columns and one more, {@link StagingTable#ATTEMPT}
     */
    void publishAsTable(Connection connection, String staging, String target, TableSchema schema) throws SQLException;

    /** Adds staged rows to a table that exists, and returns those that are refused, when refusals are kept. */
    List<RefusedRow> append(Connection connection, Append append, boolean keepsRefused) throws SQLException;

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
