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
import io.gridmill.sinks.server.PostgresServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What PostgreSQL's tables add to the contract. */
class PostgresTableTest {
    private static final String JOB = "job1";
    private static PostgresServer server;
    private static int tests;

    private final BufferAllocator allocator = new RootAllocator();
    private String schema;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void makeSchema() {
        schema = "tables" + ++tests;
        server.makeSchema(schema);
    }

    @AfterEach
    void everyArrowByteIsFree() {
        allocator.close();
    }

    private SinkSpec spec(WriteMode mode) {
        return new SinkSpec(
                "jdbc",
                Map.of(
                        "url",
                        server.url(schema),
                        "user",
                        PostgresServer.USER,
                        "password",
                        PostgresServer.PASSWORD,
                        "table",
                        "target",
                        "mode",
                        mode.toString()));
    }

    private static Sink open(SinkSpec spec, TableSchema columns) {
        return new JdbcSinkFactory().open(spec, JOB, columns);
    }

    private void write(SinkSpec spec, TableSchema columns, List<List<@Nullable Object>> rows) {
        StagedAttempt attempt = attempt(JOB, "0", 1, rows.size());
        try (Sink sink = open(spec, columns);
                TestRows.Batches batches = batches(allocator, columns, rows)) {
            sink.prepare();
            sink.stage(attempt, batches);
            sink.closeWith(manifest(attempt));
        }
    }

    private static SinkManifest manifest(StagedAttempt... winners) {
        return new SinkManifest(JOB, "g1", List.of(winners));
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = server.connect(server.url(schema));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = server.connect(server.url(schema));
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
    void columnsHaveTheTypesThatHoldTheResultExactly() throws SQLException {
        TableSchema columns = TableSchema.parse(
                "flag BOOLEAN, tiny TINYINT, small SMALLINT, whole INTEGER, large BIGINT,"
                        + " amount DECIMAL(38, 10), single REAL, twice DOUBLE, words VARCHAR, day DATE, moment TIMESTAMP");
        List<@Nullable Object> row = Arrays.asList(
                true,
                (byte) -128,
                (short) 2,
                3,
                4L,
                new BigDecimal("-1234567890123456789012345678.0000000001"),
                Float.NaN,
                Double.NEGATIVE_INFINITY,
                "ü€😀",
                LocalDate.of(-43, 3, 15),
                LocalDateTime.of(1998, 9, 2, 8, 15, 0, 1_000));

        write(spec(WriteMode.CREATE), columns, List.of(row));

        assertThat(query("SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'target'::regclass"
                        + " AND attnum > 0 AND NOT attisdropped ORDER BY attnum"))
                .containsExactly(
                        "boolean",
                        "smallint",
                        "smallint",
                        "integer",
                        "bigint",
                        "numeric(38,10)",
                        "real",
                        "double precision",
                        "text",
                        "date",
                        "timestamp without time zone");
        assertThat(query("SELECT target::text FROM target"))
                .containsExactly("(t,-128,2,3,4,-1234567890123456789012345678.0000000001,NaN,-Infinity,ü€😀,"
                        + "\"0044-03-15 BC\",\"1998-09-02 08:15:00.000001\")");
    }

    @Test
    void everyTypeFitsTheColumnThatItsOwnTableWouldHave() {
        for (ColumnType.Kind kind : ColumnType.Kind.values()) {
            ColumnType type =
                    kind == ColumnType.Kind.DECIMAL ? ColumnType.decimal(38, 6) : ColumnType.parse(kind.name());
            assertThat(PostgresTypes.holds(PostgresTypes.declare(type), type))
                    .as(kind.name())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "k bigint, v text; column 'w' of type DATE is not; k BIGINT, v VARCHAR, w DATE",
                "k integer; column 'k' of table 'target' is integer, the result is BIGINT; k BIGINT",
                "k text; column 'k' of table 'target' is text, the result is INTEGER; k INTEGER",
                "k numeric(12,2); column 'k' of table 'target' is numeric(12,2), the result is DECIMAL(12, 3); k DECIMAL(12, 3)",
                "k numeric(12,2); column 'k' of table 'target' is numeric(12,2), the result is DECIMAL(13, 2); k DECIMAL(13, 2)",
                "k numeric(18,0); column 'k' of table 'target' is numeric(18,0), the result is BIGINT; k BIGINT",
                "k real; column 'k' of table 'target' is real, the result is DOUBLE; k DOUBLE",
                "k timestamp(3); column 'k' of table 'target' is timestamp(3) without time zone, the result is TIMESTAMP; k TIMESTAMP",
                "k timestamptz; column 'k' of table 'target' is timestamp with time zone, the result is TIMESTAMP; k TIMESTAMP",
                "k char(3); column 'k' of table 'target' is character(3), the result is VARCHAR; k VARCHAR",
                "k integer, must text NOT NULL; column 'must' of type text of table 'target' is not; k INTEGER",
                "k integer, d integer GENERATED ALWAYS AS (k + 1) STORED; column 'd' of table 'target' is integer, the result is INTEGER (it is a generated column); k INTEGER, d INTEGER"
            })
    void appendingToATableThatCannotHoldTheResultIsRefusedBeforeAnythingRuns(
            String table, String message, String result) throws SQLException {
        execute("CREATE TABLE target (" + table + ")");

        try (Sink sink = open(spec(WriteMode.APPEND), TableSchema.parse(result))) {
            assertFails(ErrorCode.USER, message, sink::prepare);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "K BIGINT PRIMARY KEY, V TEXT, extra REAL, more TEXT NOT NULL DEFAULT 'x'; k BIGINT, v VARCHAR",
                "v VARCHAR(4), k NUMERIC(19, 0), id BIGINT GENERATED ALWAYS AS IDENTITY; K BIGINT, V VARCHAR",
                "\"K\" TEXT, k NUMERIC, v VARCHAR; k BIGINT, v VARCHAR"
            })
    void appendingMatchesColumnsByName(String table, String result) throws SQLException {
        execute("CREATE TABLE target (" + table + ")", "INSERT INTO target (k, v) VALUES (100, 'v100')");

        write(spec(WriteMode.APPEND), TableSchema.parse(result), rows(0, 10));

        assertThat(query("SELECT count(*) || ' ' || sum(k) FROM target WHERE v = 'v' || k"))
                .containsExactly("11 145");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "NULL",
            value = {
                "k BIGINT, v TEXT; 'a\0b'; the character U+0000, it does at byte 1 [column=v, row=1]",
                "k BIGINT, v VARCHAR(4); öäüßx; at most 4 characters, it has 5 [column=v, row=1]",
                "k BIGINT, v TEXT NOT NULL; NULL; must not be NULL [column=v, row=1]",
            })
    void aRowThatTheTableCannotTakeIsNamed(String table, @Nullable String value, String message) throws SQLException {
        execute("CREATE TABLE target (" + table + ")");
        List<List<@Nullable Object>> rows = List.of(List.of(1L, "öäüß"), Arrays.asList(2L, value));

        assertFails(ErrorCode.DATA, message, () -> write(spec(WriteMode.APPEND), SCHEMA, rows));

        assertThat(query("SELECT count(*) FROM target")).containsExactly("0");
    }

    @Test
    void aDateOutsideTheRangeOfPostgresIsRefused() {
        TableSchema columns = TableSchema.parse("day DATE");

        assertFails(
                ErrorCode.DATA,
                "a date must be from",
                () -> write(spec(WriteMode.CREATE), columns, List.of(List.of(LocalDate.of(-4800, 1, 1)))));
    }

    @Test
    void rowsThatBreakAUniqueRuleAreADataErrorAndPublishNothing() throws SQLException {
        execute("CREATE TABLE target (k BIGINT UNIQUE, v TEXT)", "INSERT INTO target VALUES (5, 'old')");

        assertFails(ErrorCode.DATA, "cannot close", () -> write(spec(WriteMode.APPEND), SCHEMA, rows(0, 10)));

        assertThat(query("SELECT v FROM target")).containsExactly("old");
        assertThat(query("SELECT state FROM gridmill_jobs")).containsExactly("OPEN");
        try (Sink sink = open(spec(WriteMode.APPEND), SCHEMA)) {
            sink.abort();
        }
        assertThat(query("SELECT relname FROM pg_class WHERE relname LIKE 'gridmill\\_stage%' AND relnamespace = '"
                        + schema + "'::regnamespace"))
                .isEmpty();
    }

    @Test
    void aTableCanLieInAnotherSchema() throws SQLException {
        execute(
                "CREATE SCHEMA " + schema + "_other",
                "CREATE TABLE " + schema + "_other.target AS SELECT 1",
                "CREATE TABLE target AS SELECT 2 AS k");

        write(spec(WriteMode.REPLACE).with("table", schema + "_other.target"), SCHEMA, rows(0, 10));

        assertThat(query("SELECT k FROM target")).containsExactly("2");
        assertThat(query("SELECT sum(k) FROM " + schema + "_other.target")).containsExactly("45");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "CREATE VIEW seen AS SELECT k FROM target; rule _RETURN on view seen",
                "CREATE TABLE child (k BIGINT REFERENCES target (k)); constraint child_k_fkey on table child"
            })
    void aTableOnWhichOthersDependIsNotReplaced(String statement, String dependent) throws SQLException {
        execute("CREATE TABLE target (k BIGINT PRIMARY KEY CHECK (k > 0), v TEXT)", statement);

        try (Sink sink = open(spec(WriteMode.REPLACE), SCHEMA)) {
            assertFails(ErrorCode.USER, "on table 'target' depends " + dependent, sink::prepare);
        }
    }

    @Test
    void aTableWithRulesOfItsOwnCanBeReplaced() throws SQLException {
        execute("CREATE TABLE target (id SERIAL PRIMARY KEY, parent INT REFERENCES target, CHECK (id > 0))");

        write(spec(WriteMode.REPLACE), SCHEMA, rows(0, 10));

        assertThat(query("SELECT sum(k) FROM target")).containsExactly("45");
    }

    @Test
    void aViewCannotBeATarget() throws SQLException {
        execute("CREATE VIEW target AS SELECT 1 AS k");
        for (WriteMode mode : WriteMode.values()) {
            try (Sink sink = open(spec(mode), SCHEMA)) {
                assertFails(ErrorCode.USER, "the target must be a table, 'target' is not", sink::prepare);
            }
        }
    }

    @Test
    void aWrongPasswordIsAUserErrorAndNoPasswordIsEverShown() {
        String secret = "not-the-password";
        SinkSpec spec =
                spec(WriteMode.CREATE).with("password", secret).with("url", server.url(schema) + "&password=" + secret);

        try (Sink sink = open(spec, SCHEMA)) {
            assertThatThrownBy(sink::prepare)
                    .isInstanceOfSatisfying(
                            GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER))
                    .hasMessageContaining("password authentication failed")
                    .hasMessageNotContaining(secret)
                    .hasStackTraceContaining("PSQLException")
                    .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(secret));
        }
    }

    private static String stackTrace(Throwable error) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            text.append(cause).append('\n');
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "jdbc:postgresql://127.0.0.1:1/postgres; EXTERNAL; refused",
                "jdbc:postgresql://no-such-host.invalid/postgres; EXTERNAL; no-such-host.invalid"
            })
    void aServerThatIsNotThereIsAnExternalError(String url, ErrorCode code, String message) {
        try (Sink sink = open(spec(WriteMode.CREATE).with("url", url), SCHEMA)) {
            assertFails(code, message, sink::prepare);
        }
    }

    @Test
    void aDatabaseOrSchemaThatIsNotThereIsAUserError() {
        try (Sink sink =
                open(spec(WriteMode.CREATE).with("url", server.url().replace("/postgres", "/nowhere")), SCHEMA)) {
            assertFails(ErrorCode.USER, "database \"nowhere\" does not exist", sink::prepare);
        }
        try (Sink sink = open(spec(WriteMode.CREATE).with("url", server.url("nowhere")), SCHEMA)) {
            assertFails(ErrorCode.USER, "no schema has been selected", sink::prepare);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pg_class",
                "gridmill_jobs",
                "s.gridmill_jobs",
                "a.b.c",
                "a.",
                "a\0b",
                "t2345678901234567890123456789012345678901234567890123456789012345"
            })
    void aTableThatCannotBeATargetIsAUserError(String table) {
        assertFails(
                ErrorCode.USER,
                "a table's name must",
                () -> open(spec(WriteMode.CREATE).with("table", table), SCHEMA));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ctid", "c2345678901234567890123456789012345678901234567890123456789012345"})
    void aColumnThatCannotBeIsAUserError(String column) {
        assertFails(
                ErrorCode.USER,
                "a column's name must",
                () -> open(spec(WriteMode.CREATE), TableSchema.parse("k BIGINT, " + column + " BIGINT")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10m", "1000000"})
    void aTimeLimitMustBeANumberOfSeconds(String seconds) {
        assertFails(
                ErrorCode.USER,
                "option 'timeout-seconds' must be a whole number",
                () -> open(spec(WriteMode.CREATE).with("timeout-seconds", seconds), SCHEMA));
    }

    @Test
    void aDatabaseOfAnotherEncodingIsRefused() {
        server.execute(
                "postgres", "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");

        try (Sink sink =
                open(spec(WriteMode.CREATE).with("url", server.url().replace("/postgres", "/latin")), SCHEMA)) {
            assertFails(ErrorCode.USER, "must have the encoding UTF8, this one has LATIN1", sink::prepare);
        }
    }
}
