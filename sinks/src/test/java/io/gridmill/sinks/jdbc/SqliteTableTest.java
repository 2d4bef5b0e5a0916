package io.gridmill.sinks.jdbc;

import static io.gridmill.sinks.TestRows.SCHEMA;
import static io.gridmill.sinks.TestRows.attempt;
import static io.gridmill.sinks.TestRows.batches;
import static io.gridmill.sinks.TestRows.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.core.sink.StagedAttempt;
import io.gridmill.sinks.TestRows;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tables, and SQLite's, add to the contract. */
class SqliteTableTest {
    private static final String JOB = "job1";

    @TempDir
    Path folder;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void everyArrowByteIsFree() {
        allocator.close();
    }

    private String url() {
        return "jdbc:sqlite:" + folder.resolve("sink.db");
    }

    private Sink open(String job, WriteMode mode, TableSchema schema) {
        SinkSpec spec = new SinkSpec("jdbc", Map.of("url", url(), "table", "target", "mode", mode.toString()));
        return new JdbcSinkFactory(Duration.ofMillis(200)).open(spec, job, schema);
    }

    private void write(WriteMode mode, TableSchema schema, List<List<@Nullable Object>> rows) {
        StagedAttempt attempt = attempt(JOB, "0", 1, rows.size());
        try (Sink sink = open(JOB, mode, schema);
                TestRows.Batches batches = batches(allocator, schema, rows)) {
            sink.prepare();
            sink.stage(attempt, batches);
            sink.closeWith(new SinkManifest(JOB, "g1", List.of(attempt)));
        }
    }

    private void prepareAppend(TableSchema schema) {
        try (Sink sink = open(JOB, WriteMode.APPEND, schema)) {
            sink.prepare();
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    private static void assertFails(ErrorCode code, String message, ThrowingCallable step) {
        assertThatThrownBy(step)
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @Test
    void valuesAreStoredSoThatSqliteKeepsThemExact() throws SQLException {
        TableSchema schema = TableSchema.parse(
                "d DECIMAL(38, 2), day DATE, moment TIMESTAMP, flag BOOLEAN, twice DOUBLE, words VARCHAR");
        List<@Nullable Object> row = Arrays.asList(
                new BigDecimal("123456789012345678901234567890.10"),
                LocalDate.of(1998, 9, 2),
                LocalDateTime.of(1998, 9, 2, 8, 15, 0, 1_000),
                true,
                0.1,
                "a\0b");

        write(WriteMode.CREATE, schema, List.of(row));

        assertThat(query("SELECT typeof(d) || ' ' || d FROM target"))
                .containsExactly("text 123456789012345678901234567890.10");
        assertThat(query("SELECT typeof(day) || ' ' || day FROM target")).containsExactly("text 1998-09-02");
        assertThat(query("SELECT typeof(moment) || ' ' || moment FROM target"))
                .containsExactly("text 1998-09-02T08:15:00.000001");
        assertThat(query("SELECT typeof(flag) || ' ' || flag FROM target")).containsExactly("integer 1");
        assertThat(query("SELECT typeof(twice) || ' ' || (twice = 0.1) FROM target"))
                .containsExactly("real 1");
        assertThat(query("SELECT words FROM target")).containsExactly("a\0b");
        assertThat(query("SELECT date(moment, '+1 day') FROM target")).containsExactly("1998-09-03");
        assertThat(query("SELECT lower(type) FROM pragma_table_info('target')"))
                .containsExactly("decimal_text(38, 2)", "date_text", "timestamp_text", "boolean", "double", "varchar");
    }

    @Test
    void nanIsRefusedByColumnSinceSqliteWouldMakeItNull() {
        TableSchema schema = TableSchema.parse("k BIGINT, ratio DOUBLE");

        assertFails(
                ErrorCode.DATA,
                "SQLite cannot hold NaN, it would become NULL [column=ratio]",
                () -> write(WriteMode.CREATE, schema, List.of(List.of(1L, 0.5), List.of(2L, Double.NaN))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "k BIGINT, v VARCHAR; column 'w' of type DATE is not; k BIGINT, v VARCHAR, w DATE",
                "k SMALLINT; column 'K' of table 'target' is SMALLINT, the result is BIGINT; K BIGINT",
                "k TEXT; column 'k' of table 'target' is TEXT, the result is INTEGER; k INTEGER",
                "k NUMERIC(12, 2); column 'k' of table 'target' is NUMERIC(12, 2), the result is DECIMAL(12, 2); k DECIMAL(12, 2)",
                "k DECIMAL_TEXT(12, 2); column 'k' of table 'target' is DECIMAL_TEXT(12, 2), the result is DECIMAL(12, 3); k DECIMAL(12, 3)",
                "k DECIMAL_TEXT(12, 2); column 'k' of table 'target' is DECIMAL_TEXT(12, 2), the result is DECIMAL(13, 2); k DECIMAL(13, 2)",
                "k DATE_TEXT; column 'k' of table 'target' is DATE_TEXT, the result is TIMESTAMP; k TIMESTAMP",
                "k DATE_TEXT; column 'k' of table 'target' is DATE_TEXT, the result is VARCHAR; k VARCHAR",
                "k INTEGER; column 'k' of table 'target' is INTEGER, the result is DOUBLE; k DOUBLE",
                "k INTEGER, must TEXT NOT NULL; column 'must' of type TEXT of table 'target' is not; k INTEGER",
                "k INTEGER, d INT AS (k + 1); column 'd' of table 'target' is INT, the result is INTEGER (it is a generated column); k INTEGER, d INTEGER"
            })
    void appendingToATableThatCannotHoldTheResultIsRefusedBeforeAnythingRuns(
            String table, String message, String result) throws SQLException {
        execute("CREATE TABLE target (" + table + ")");

        assertFails(ErrorCode.USER, message, () -> prepareAppend(TableSchema.parse(result)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "K INTEGER PRIMARY KEY, V TEXT, extra REAL, more TEXT NOT NULL DEFAULT 'x'; k BIGINT, v VARCHAR",
                "v VARCHAR(3), k INT8; k BIGINT, v VARCHAR",
                "k, v BLOB; k BIGINT, v VARCHAR"
            })
    void appendingMatchesColumnsByName(String table, String result) throws SQLException {
        execute("CREATE TABLE target (" + table + ")", "INSERT INTO target (k, v) VALUES (100, 'v100')");

        write(WriteMode.APPEND, TableSchema.parse(result), rows(0, 10));

        assertThat(query("SELECT count(*) || ' ' || sum(k) FROM target WHERE v = 'v' || k"))
                .containsExactly("11 145");
    }

    @Test
    void everyTypeFitsTheColumnThatItsOwnTableWouldHave() {
        SqliteDialect dialect = new SqliteDialect(Duration.ZERO);
        for (ColumnType.Kind kind : ColumnType.Kind.values()) {
            ColumnType type =
                    kind == ColumnType.Kind.DECIMAL ? ColumnType.decimal(38, 6) : ColumnType.parse(kind.name());
            assertThat(dialect.holds(dialect.declare(type), type))
                    .as(kind.name())
                    .isTrue();
        }
    }

    @Test
    void aNullForANotNullColumnIsFoundWhileStaging() throws SQLException {
        execute("CREATE TABLE target (k BIGINT NOT NULL, v TEXT)");

        assertFails(
                ErrorCode.DATA,
                "a row breaks a rule of the table",
                () -> write(WriteMode.APPEND, SCHEMA, List.of(Arrays.asList(null, "x"))));
        assertThat(query("SELECT count(*) FROM target")).containsExactly("0");
    }

    @Test
    void rowsThatBreakAUniqueRuleAreADataErrorAndPublishNothing() throws SQLException {
        execute("CREATE TABLE target (k BIGINT UNIQUE, v TEXT)", "INSERT INTO target VALUES (5, 'old')");

        assertFails(ErrorCode.DATA, "cannot close", () -> write(WriteMode.APPEND, SCHEMA, rows(0, 10)));

        assertThat(query("SELECT v FROM target")).containsExactly("old");
        assertThat(query("SELECT state FROM gridmill_jobs")).containsExactly("OPEN");
        try (Sink sink = open(JOB, WriteMode.APPEND, SCHEMA)) {
            sink.abort();
        }
        assertThat(query("SELECT name FROM sqlite_master WHERE name LIKE 'gridmill_stage%'"))
                .isEmpty();
    }

    @Test
    void aTableUnderAViewCanBeReplacedAndTheViewShowsTheNewRows() throws SQLException {
        execute(
                "CREATE TABLE target (k BIGINT, v TEXT)",
                "CREATE VIEW seen AS SELECT k FROM target",
                "CREATE VIEW broken AS SELECT * FROM gone");

        write(WriteMode.REPLACE, SCHEMA, rows(0, 10));

        assertThat(query("SELECT sum(k) FROM seen")).containsExactly("45");
    }

    @Test
    void aViewCannotBeATarget() throws SQLException {
        execute("CREATE VIEW target AS SELECT 1 AS k");
        for (WriteMode mode : WriteMode.values()) {
            try (Sink sink = open(JOB, mode, SCHEMA)) {
                assertFails(ErrorCode.USER, "the target must be a table, 'target' is not", sink::prepare);
            }
        }
    }

    @Test
    void oneJobCanHaveSeveralTables() throws SQLException {
        for (String table : List.of("one", "two")) {
            SinkSpec spec = new SinkSpec("jdbc", Map.of("url", url(), "table", table, "mode", "create"));
            try (Sink sink = new JdbcSinkFactory().open(spec, JOB, SCHEMA);
                    TestRows.Batches batches = batches(allocator, SCHEMA, rows(0, 10))) {
                sink.prepare();
                StagedAttempt attempt = attempt(JOB, "0", 1, 10);
                sink.stage(attempt, batches);
                sink.closeWith(new SinkManifest(JOB, "g1", List.of(attempt)));
            }
        }

        assertThat(query("SELECT (SELECT sum(k) FROM one) || ' ' || (SELECT sum(k) FROM two)"))
                .containsExactly("45 45");
    }

    @Test
    void aLockedDatabaseIsAnExternalErrorAndPassesLater() throws SQLException {
        StagedAttempt attempt = attempt(JOB, "0", 1, 10);
        try (Sink sink = open(JOB, WriteMode.CREATE, SCHEMA)) {
            sink.prepare();
            try (Connection other = DriverManager.getConnection(url());
                    Statement statement = other.createStatement();
                    TestRows.Batches batches = batches(allocator, SCHEMA, rows(0, 10))) {
                statement.execute("BEGIN IMMEDIATE");
                assertFails(ErrorCode.EXTERNAL, "locked by another", () -> sink.stage(attempt, batches));
                statement.execute("ROLLBACK");
            }
            try (TestRows.Batches batches = batches(allocator, SCHEMA, rows(0, 10))) {
                sink.stage(attempt, batches);
            }
            sink.closeWith(new SinkManifest(JOB, "g1", List.of(attempt)));
        }

        assertThat(query("SELECT count(*) FROM target")).containsExactly("10");
    }

    @Test
    void aFileThatIsNoDatabaseIsAnExternalErrorThatSaysSo() throws Exception {
        Files.writeString(
                folder.resolve("sink.db"), "this is no database, but it is long enough to be taken for one".repeat(50));

        try (Sink sink = open(JOB, WriteMode.CREATE, SCHEMA)) {
            assertFails(ErrorCode.EXTERNAL, "not a database", sink::prepare);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:sqlite:",
                "jdbc:sqlite::memory:",
                "jdbc:sqlite:file::memory:?cache=shared",
                "jdbc:sqlite:file:x?mode=memory",
                "jdbc:sqlite:relative.db",
                "jdbc:sqlite:/no/such/folder/x.db",
                "jdbc:sqlite:/a\0b"
            })
    void aDatabaseThatNodesCouldNotShareIsAUserError(String url) {
        assertFails(
                ErrorCode.USER,
                "SQLite sink must",
                () -> new JdbcSinkFactory().open(new SinkSpec("jdbc", Map.of("url", url, "table", "t")), JOB, SCHEMA));
    }

    @Test
    void anUnknownDatabaseIsAUserErrorThatKeepsThePassword() {
        SinkSpec spec = new SinkSpec(
                "jdbc",
                Map.of("url", "jdbc:oracle://scott:tiger@host/x?password=tiger", "table", "t", "password", "tiger"));

        assertFails(
                ErrorCode.USER,
                "option 'url' must begin with jdbc:sqlite: or jdbc:postgresql:, got 'jdbc:oracle://host/x' [sink=jdbc]",
                () -> new JdbcSinkFactory().open(spec, JOB, SCHEMA));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite_master", "Gridmill_jobs", "main.t", "a\0b"})
    void aTableThatCannotBeATargetIsAUserError(String table) {
        assertFails(
                ErrorCode.USER,
                "a table's name must not",
                () -> new JdbcSinkFactory()
                        .open(new SinkSpec("jdbc", Map.of("url", url(), "table", table)), JOB, SCHEMA));
    }

    @Test
    void aColumnWithTheNameOfTheAttemptColumnIsAUserError() {
        assertFails(
                ErrorCode.USER,
                "a column must not be named gridmill_attempt",
                () -> open(JOB, WriteMode.CREATE, TableSchema.parse("k BIGINT, Gridmill_Attempt BIGINT")));
    }
}
