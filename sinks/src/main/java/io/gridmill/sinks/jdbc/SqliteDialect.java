package io.gridmill.sinks.jdbc;

import io.gridmill.core.batch.CellText;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import java.nio.charset.StandardCharsets;
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
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/**
 * SQLite, a file that all nodes of one machine open. It has one writer at a time: every transaction begins IMMEDIATE and waits for its
 * turn, for a while. The journal mode stays what the file has; {@code synchronous=EXTRA} makes a commit durable in each of them.
 *
 * <p>SQLite types values, not columns, and would turn decimals into floating point. So decimals, dates and timestamps are TEXT, as
 * {@link CellText} writes them, in columns declared {@code DECIMAL_TEXT(p, s)}, {@code DATE_TEXT} and {@code TIMESTAMP_TEXT}: SQLite reads
 * "TEXT" in such a name and keeps the text, and a later append can check precision and scale. Booleans are 0 and 1. SQLite would
 * store NaN as NULL: such a row is refused. -0.0 becomes 0.0. Text keeps NUL characters, though SQLite's own functions stop there.
 *
 * <p>Rows are published by INSERT … SELECT in every mode: dropping the attempt column and renaming rewrites every row as well (0.39 s
 * against 0.52 s for a million rows of 8 columns), and ALTER TABLE fails when any view of the database is broken, for example one
 * over the table that is being replaced.
 */
final class SqliteDialect implements Dialect {
    private static final String PREFIX = "jdbc:sqlite:";
    private static final Pattern DECIMAL_TEXT = Pattern.compile("DECIMAL_TEXT\\s*\\(\\s*(\\d+)\\s*,\\s*(\\d+)\\s*\\)");
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int CONSTRAINT = 19;

    private final Duration patience;

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
                throw GridmillException.user("a SQLite sink must be a file that all nodes see, got '" + url + "'");
            }
            Path path = Path.of(file);
            Path folder = path.getParent();
            if (!path.isAbsolute() || folder == null) {
                throw GridmillException.user("a SQLite sink must be given by an absolute path, got '" + url + "'");
            }
            if (!Files.isDirectory(folder)) {
                throw GridmillException.user("the folder of a SQLite sink must exist, got '" + url + "'");
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
        if (key.startsWith("sqlite_") || key.startsWith("gridmill_") || key.indexOf('.') >= 0 || key.indexOf('\0') >= 0) {
            throw GridmillException.user(
                    "a table's name must not begin with sqlite_ or gridmill_ and not hold a '.', got '" + table + "'");
        }
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
    public String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String declare(ColumnType type) {
        return switch (type.kind()) {
            case DECIMAL -> "DECIMAL_TEXT(" + type.precision() + ", " + type.scale() + ")";
            case DATE -> "DATE_TEXT";
            case TIMESTAMP -> "TIMESTAMP_TEXT";
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, VARCHAR -> type.toString();
        };
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
        String sql = "SELECT 1 FROM sqlite_master WHERE name = ? COLLATE NOCASE AND (type <> 'table' OR sql LIKE 'CREATE VIRTUAL%')";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = withText(statement, table).executeQuery()) {
            return rows.next();
        }
    }

    private static PreparedStatement withText(PreparedStatement statement, String text) throws SQLException {
        statement.setString(1, text);
        return statement;
    }

    /** By SQLite's rules of affinity; see "Datatypes In SQLite", section 3.1. */
    @Override
    public boolean holds(String declaredType, ColumnType type) {
        String declared = declaredType.toUpperCase(Locale.ROOT).strip();
        boolean keepsAll = declared.isEmpty() || declared.contains("BLOB") || declared.equals("ANY");
        if (declared.contains("INT")) {
            return type.kind() == ColumnType.Kind.BOOLEAN || type.isInteger() && bits(declared) >= bits(type.toString());
        } else if (declared.contains("TEXT") || declared.contains("CHAR") || declared.contains("CLOB")) {
            return switch (type.kind()) {
                case VARCHAR -> !declared.endsWith("_TEXT") && !declared.startsWith("DECIMAL_TEXT");
                case DATE -> !declared.equals("TIMESTAMP_TEXT") && !declared.startsWith("DECIMAL_TEXT");
                case TIMESTAMP -> !declared.equals("DATE_TEXT") && !declared.startsWith("DECIMAL_TEXT");
                case DECIMAL -> holdsDecimal(declared, type);
                case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE -> false;
            };
        } else if (declared.contains("REAL") || declared.contains("FLOA") || declared.contains("DOUB")) {
            return type.kind() == ColumnType.Kind.REAL || type.kind() == ColumnType.Kind.DOUBLE;
        } else if (declared.startsWith("BOOL")) {
            return type.kind() == ColumnType.Kind.BOOLEAN;
        }
        return keepsAll;
    }

    private static boolean holdsDecimal(String declared, ColumnType type) {
        Matcher decimal = DECIMAL_TEXT.matcher(declared);
        if (!decimal.matches()) {
            return !declared.endsWith("_TEXT");
        }
        int precision = Integer.parseInt(decimal.group(1));
        int scale = Integer.parseInt(decimal.group(2));
        return scale >= type.scale() && precision - scale >= type.precision() - type.scale();
    }

    /** INTEGER is 64 bits in SQLite; names that promise less are taken at their word. */
    private static int bits(String integer) {
        if (integer.startsWith("TINYINT")) {
            return 8;
        } else if (integer.startsWith("SMALLINT") || integer.startsWith("INT2")) {
            return 16;
        } else if (integer.startsWith("MEDIUMINT")) {
            return 24;
        } else if (integer.startsWith("INT4")) {
            return 32;
        }
        return 64;
    }

    @Override
    public CellBinder binder(Column column, FieldVector vector) {
        return switch (column.type().kind()) {
            case BOOLEAN -> {
                BitVector typed = (BitVector) vector;
                yield (statement, parameter, row) -> statement.setInt(parameter, typed.get(row));
            }
            case TINYINT -> {
                TinyIntVector typed = (TinyIntVector) vector;
                yield (statement, parameter, row) -> statement.setInt(parameter, typed.get(row));
            }
            case SMALLINT -> {
                SmallIntVector typed = (SmallIntVector) vector;
                yield (statement, parameter, row) -> statement.setInt(parameter, typed.get(row));
            }
            case INTEGER -> {
                IntVector typed = (IntVector) vector;
                yield (statement, parameter, row) -> statement.setInt(parameter, typed.get(row));
            }
            case BIGINT -> {
                BigIntVector typed = (BigIntVector) vector;
                yield (statement, parameter, row) -> statement.setLong(parameter, typed.get(row));
            }
            case DECIMAL -> {
                DecimalVector typed = (DecimalVector) vector;
                yield (statement, parameter, row) -> statement.setString(parameter, CellText.decimal(typed, row));
            }
            case REAL -> {
                Float4Vector typed = (Float4Vector) vector;
                yield (statement, parameter, row) -> statement.setDouble(parameter, number(column, typed.get(row)));
            }
            case DOUBLE -> {
                Float8Vector typed = (Float8Vector) vector;
                yield (statement, parameter, row) -> statement.setDouble(parameter, number(column, typed.get(row)));
            }
            case VARCHAR -> {
                VarCharVector typed = (VarCharVector) vector;
                yield (statement, parameter, row) ->
                        statement.setString(parameter, new String(typed.get(row), StandardCharsets.UTF_8));
            }
            case DATE -> {
                DateDayVector typed = (DateDayVector) vector;
                yield (statement, parameter, row) -> statement.setString(parameter, CellText.date(typed.get(row)));
            }
            case TIMESTAMP -> {
                TimeStampMicroVector typed = (TimeStampMicroVector) vector;
                yield (statement, parameter, row) -> statement.setString(parameter, CellText.timestamp(typed.get(row)));
            }
        };
    }

    private static double number(Column column, double value) {
        if (Double.isNaN(value)) {
            throw GridmillException.data("SQLite cannot hold NaN, it would become NULL [column=" + column.name() + "]");
        }
        return value;
    }

    @Override
    public GridmillException failure(String message, SQLException cause) {
        int code = cause.getErrorCode() & 0xff;
        if (code == BUSY || code == LOCKED) {
            return GridmillException.external(message + ": the database is locked by another writer or reader", cause);
        } else if (code == CONSTRAINT) {
            return new GridmillException(ErrorCode.DATA, message + ": a row breaks a rule of the table: " + cause.getMessage(), cause);
        }
        return GridmillException.external(message + ": " + cause.getMessage(), cause);
    }

    @Override
    public void publishAsTable(Connection connection, String staging, String target, List<Column> columns) throws SQLException {
        String declared = columns.stream()
                .map(column -> quote(column.name()) + " " + declare(column.type()))
                .collect(Collectors.joining(", "));
        Dialect.execute(connection, "CREATE TABLE " + quote(target) + " (" + declared + ")");
        publishInto(connection, staging, target, columns);
    }
}
