package io.gridmill.sinks.jdbc;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * PostgreSQL, from version 14 on, which finds the rows of a block without reading the others. Rows are copied in binary form into a staging table, which then becomes the target by losing its
 * attempt column and taking the target's name, or is added to it by INSERT … SELECT.
 *
 * <p>The staging table is logged. An unlogged one would be emptied when the server crashes, and with it results which the ledger
 * believes staged, whose journal may be trimmed. Names are taken as they are written, in their case; a table may be
 * {@code schema.table}, and is else in the first schema of the search path.
 */
final class PostgresDialect implements Dialect {
    /** By this name a closing transaction knows sessions that stage. */
    static final String APPLICATION = "gridmill";

    private static final String PREFIX = "jdbc:postgresql:";
    private static final int MAX_NAME_BYTES = 63;
    private static final Set<String> SYSTEM_COLUMNS = Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);
    /** Takes a table's name and schema, of which the latter may be NULL. */
    private static final String IS_TABLE = "c.relname = ? AND c.relnamespace = (SELECT n.oid FROM pg_namespace n"
            + " WHERE n.nspname = coalesce(?, current_schema()::text))";

    private final Duration limit;
    private final Duration patience;
    private final PostgresLocks locks = new PostgresLocks(this);

    /**
     * @param limit how long a statement may take
     * @param patience how long a transaction waits for another's lock
     */
    PostgresDialect(Duration limit, Duration patience) {
        this.limit = limit;
        this.patience = patience;
    }

    static boolean knows(String url) {
        return url.startsWith(PREFIX);
    }

    @Override
    public void checkUrl(String url) {
        if (Driver.parseURL(url, null) == null) {
            throw GridmillException.user("option 'url' must be jdbc:postgresql://HOST:PORT/DATABASE, got '"
                    + JdbcSinkFactory.shown(url) + "'");
        }
    }

    @Override
    public void checkTable(String table) {
        String[] parts = table.split("\\.", -1);
        boolean wrong = parts.length > 2 || parts[parts.length - 1].startsWith("gridmill_");
        for (String part : parts) {
            wrong |= !isName(part) || part.startsWith("pg_");
        }
        if (wrong) {
            throw GridmillException.user("a table's name must be TABLE or SCHEMA.TABLE, of 1 to " + MAX_NAME_BYTES
                    + " bytes each, and not begin with pg_ or gridmill_, got '" + table + "'");
        }
    }

    @Override
    public void checkColumns(TableSchema schema) {
        for (Column column : schema.columns()) {
            if (!isName(column.name()) || SYSTEM_COLUMNS.contains(column.name())) {
                throw GridmillException.user("a column's name must have 1 to " + MAX_NAME_BYTES
                        + " bytes and not be one of PostgreSQL's own, got '" + column.name() + "'");
            }
        }
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.indexOf('\0') < 0
                && text.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES;
    }

    @Override
    public String key(String table) {
        return table;
    }

    @Override
    public Connection connect(String url, @Nullable String user, @Nullable String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", APPLICATION);
        properties.setProperty("connectTimeout", Long.toString(CONNECT_PATIENCE.toSeconds()));
        properties.setProperty("loginTimeout", Long.toString(CONNECT_PATIENCE.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw GridmillException.user("no PostgreSQL URL: '" + JdbcSinkFactory.shown(url) + "'");
        }
        try {
            requireUtf8(connection);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Another encoding would refuse characters in the middle of a COPY, without saying in which row. */
    private static void requireUtf8(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW server_encoding")) {
            rows.next();
            if (!rows.getString(1).equals("UTF8")) {
                throw GridmillException.user(
                        "a PostgreSQL database must have the encoding UTF8, this one has " + rows.getString(1));
            }
        }
    }

    /** The limits also free the locks of a node that is paused in the middle of a transaction. */
    @Override
    public void begin(Connection connection) throws SQLException {
        Dialect.execute(
                connection,
                "SET LOCAL statement_timeout = " + limit.toMillis() + "; SET LOCAL lock_timeout = "
                        + patience.toMillis() + "; SET LOCAL idle_in_transaction_session_timeout = "
                        + 3 * patience.toMillis()
                        + "; SELECT set_config('synchronous_commit', 'on', true)"
                        + " WHERE current_setting('synchronous_commit') = 'off'");
    }

    @Override
    public Locks locks() {
        return locks;
    }

    @Override
    public String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String quoteTable(String table) {
        String schema = schemaOf(table);
        return (schema == null ? "" : quote(schema) + ".") + quote(nameOf(table));
    }

    @Override
    public String beside(String table, String name) {
        String schema = schemaOf(table);
        return schema == null ? name : schema + "." + name;
    }

    private static @Nullable String schemaOf(String table) {
        int dot = table.indexOf('.');
        return dot < 0 ? null : table.substring(0, dot);
    }

    private static String nameOf(String table) {
        return table.substring(table.indexOf('.') + 1);
    }

    @Override
    public String declare(ColumnType type) {
        return PostgresTypes.declare(type);
    }

    @Override
    public boolean holds(String declaredType, ColumnType type) {
        return PostgresTypes.holds(declaredType, type);
    }

    @Override
    public List<TargetColumn> columns(Connection connection, String table) throws SQLException {
        String sql = "SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
                + " a.attnotnull AND NOT a.atthasdef AND a.attidentity = '', a.attgenerated = '' AND a.attidentity <> 'a'"
                + " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relkind IN ('r', 'p') AND "
                + IS_TABLE + " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";
        List<TargetColumn> columns = new ArrayList<>();
        try (PreparedStatement statement = about(connection, sql, table);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                columns.add(new TargetColumn(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getBoolean(3),
                        rows.getBoolean(4),
                        rows.getBoolean(5)));
            }
        }
        return columns;
    }

    @Override
    public boolean isTaken(Connection connection, String table) throws SQLException {
        return first(
                        connection,
                        "SELECT c.relkind FROM pg_class c WHERE c.relkind NOT IN ('r', 'p') AND " + IS_TABLE,
                        table)
                != null;
    }

    /** Views, and foreign keys of other tables, which would keep the table from being dropped. */
    @Override
    public @Nullable String dependent(Connection connection, String table) throws SQLException {
        return first(
                connection,
                "SELECT pg_describe_object(d.classid, d.objid, 0) FROM pg_class c JOIN pg_depend d"
                        + " ON d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.deptype = 'n'"
                        + " LEFT JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid"
                        + " WHERE k.conrelid IS DISTINCT FROM c.oid AND " + IS_TABLE,
                table);
    }

    private static PreparedStatement about(Connection connection, String sql, String table) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, nameOf(table));
        statement.setString(2, schemaOf(table));
        return statement;
    }

    private static @Nullable String first(Connection connection, String sql, String table) throws SQLException {
        try (PreparedStatement statement = about(connection, sql, table);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /** The transaction's own number: one transaction stages one attempt. */
    @Override
    public long attemptNumber(Connection connection, Collection<Seal> sealed) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT txid_current()")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public boolean keepsDeadLetters() {
        return true;
    }

    @Override
    public long insert(Connection connection, StagedRows rows) throws SQLException {
        return CopyInsert.insert(connection, this, rows);
    }

    @Override
    public GridmillException failure(String message, SQLException cause) {
        return new GridmillException(PostgresErrors.code(cause), message + ": " + cause.getMessage(), cause);
    }

    @Override
    public void publishAsTable(Connection connection, String staging, String target, TableSchema schema)
            throws SQLException {
        String table = "ALTER TABLE " + quoteTable(staging);
        Dialect.execute(connection, table + " DROP COLUMN " + StagingTable.ATTEMPT);
        Dialect.execute(connection, table + " RENAME TO " + quote(nameOf(target)));
    }

    @Override
    public List<RefusedRow> append(Connection connection, Append append, boolean keepsRefused) throws SQLException {
        if (keepsRefused) {
            return CheckedAppend.run(connection, this, append);
        }
        Dialect.execute(connection, append.sql(this));
        return List.of();
    }
}
