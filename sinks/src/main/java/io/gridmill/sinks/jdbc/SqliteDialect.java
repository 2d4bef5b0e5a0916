package io.gridmill.sinks.jdbc;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * SQLite, a file that all nodes of one machine open. It has one writer at a time: every transaction begins IMMEDIATE and waits for its
 * turn, for a while. The journal mode stays what the file has; {@code synchronous=EXTRA} makes a commit durable in each of them.
 *
 * <p>Rows are published by INSERT … SELECT in every mode: dropping the attempt column and renaming rewrites every row as well (0.39 s
 * against 0.52 s for a million rows of 8 columns), and ALTER TABLE fails when any view of the database is broken, for example one
 * over the table that is being replaced.
 */
final class SqliteDialect implements Dialect {
    private static final String PREFIX = "jdbc:sqlite:";
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int CONSTRAINT = 19;

    private final Duration patience;
    private final BatchInsert inserts = new BatchInsert(this, SqliteCells::binder);

    /** @param patience how long a transaction waits for another to end */
    SqliteDialect(Duration patience) {
        this.patience = patience;
    }

    static boolean knows(String url) {
        return url.startsWith(PREFIX);
    }

    @Override
    public void checkUrl(String url) {
        String file = file(url);
        try {
            if (file.isEmpty() || file.contains(":memory:") || url.contains("mode=memory")) {
                throw GridmillException.user(
                        "a SQLite sink must be a file that all nodes see, got '" + PREFIX + file + "'");
            }
            Path path = Path.of(file);
            Path folder = path.getParent();
            if (!path.isAbsolute() || folder == null) {
                throw GridmillException.user(
                        "a SQLite sink must be given by an absolute path, got '" + PREFIX + file + "'");
            }
            if (!Files.isDirectory(folder)) {
                throw GridmillException.user("the folder of a SQLite sink must exist, got '" + PREFIX + file + "'");
            }
        } catch (InvalidPathException e) {
            throw GridmillException.user("a SQLite sink must be given by a path: " + e.getMessage());
        }
    }

    private static String file(String url) {
        String rest = url.substring(PREFIX.length());
        int query = rest.indexOf('?');
        String file = query < 0 ? rest : rest.substring(0, query);
        return file.startsWith("file:") ? file.substring("file:".length()) : file;
    }

    @Override
    public void checkTable(String table) {
        String key = key(table);
        if (key.startsWith("sqlite_")
                || key.startsWith("gridmill_")
                || key.indexOf('.') >= 0
                || key.indexOf('\0') >= 0) {
            throw GridmillException.user(
                    "a table's name must not begin with sqlite_ or gridmill_ and not hold a '.', got '" + table + "'");
        }
    }

    @Override
    public void checkColumns(TableSchema schema) {
        // Every name and number of columns that a result has is possible.
    }

    @Override
    public String key(String table) {
        return table.toLowerCase(Locale.ROOT);
    }

    @Override
    public Connection connect(String url, @Nullable String user, @Nullable String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("transaction_mode", "IMMEDIATE");
        properties.setProperty("busy_timeout", Long.toString(patience.toMillis()));
        Connection connection = DriverManager.getConnection(url, properties);
        try {
            Dialect.execute(connection, "PRAGMA synchronous=EXTRA");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void begin(Connection connection) {
        // The driver has begun it, IMMEDIATE.
    }

    @Override
    public Locks locks() {
        return Locks.NONE;
    }

    @Override
    public String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String quoteTable(String table) {
        return quote(table);
    }

    @Override
    public String beside(String table, String name) {
        return name;
    }

    @Override
    public String declare(ColumnType type) {
        return SqliteTypes.declare(type);
    }

    @Override
    public List<TargetColumn> columns(Connection connection, String table) throws SQLException {
        List<TargetColumn> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?)");
                ResultSet rows = withText(statement, table).executeQuery()) {
            while (rows.next()) {
                String type = rows.getString(2) == null ? "" : rows.getString(2);
                boolean notNull = rows.getBoolean(3);
                boolean isRowId = rows.getInt(5) > 0 && type.equalsIgnoreCase("INTEGER");
                boolean writable = rows.getInt(6) == 0;
                boolean needed = notNull && writable && rows.getString(4) == null && !isRowId;
                columns.add(new TargetColumn(rows.getString(1), type, notNull, needed, writable));
            }
        }
        return columns;
    }

    @Override
    public boolean isTaken(Connection connection, String table) throws SQLException {
        String sql =
                "SELECT 1 FROM sqlite_master WHERE name = ? COLLATE NOCASE AND (type <> 'table' OR sql LIKE 'CREATE VIRTUAL%')";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = withText(statement, table).executeQuery()) {
            return rows.next();
        }
    }

    /** Views take what is there when they are read. */
    @Override
    public @Nullable String dependent(Connection connection, String table) {
        return null;
    }

    private static PreparedStatement withText(PreparedStatement statement, String text) throws SQLException {
        statement.setString(1, text);
        return statement;
    }

    @Override
    public boolean holds(String declaredType, ColumnType type) {
        return SqliteTypes.holds(declaredType, type);
    }

    @Override
    public long attemptNumber(Connection connection, Collection<Seal> sealed) {
        return 1 + sealed.stream().mapToLong(Seal::number).max().orElse(0);
    }

    @Override
    public boolean keepsDeadLetters() {
        return false;
    }

    @Override
    public long insert(Connection connection, StagedRows rows) throws SQLException {
        return inserts.insert(connection, rows);
    }

    @Override
    public GridmillException failure(String message, SQLException cause) {
        int code = cause.getErrorCode() & 0xff;
        if (code == BUSY || code == LOCKED) {
            return GridmillException.external(message + ": the database is locked by another writer or reader", cause);
        } else if (code == CONSTRAINT) {
            return new GridmillException(
                    ErrorCode.DATA, message + ": a row breaks a rule of the table: " + cause.getMessage(), cause);
        }
        return GridmillException.external(message + ": " + cause.getMessage(), cause);
    }

    @Override
    public void publishAsTable(Connection connection, String staging, String target, TableSchema schema)
            throws SQLException {
        String declared = schema.columns().stream()
                .map(column -> quote(column.name()) + " " + declare(column.type()))
                .collect(Collectors.joining(", "));
        Dialect.execute(connection, "CREATE TABLE " + quote(target) + " (" + declared + ")");
        List<TargetColumn> same = schema.columns().stream()
                .map(column -> new TargetColumn(column.name(), declare(column.type()), false, false, true))
                .toList();
        Dialect.execute(connection, new Append(staging, target, schema, same).sql(this));
    }

    @Override
    public List<RefusedRow> append(Connection connection, Append append, boolean keepsRefused) throws SQLException {
        Dialect.execute(connection, append.sql(this));
        return List.of();
    }
}
