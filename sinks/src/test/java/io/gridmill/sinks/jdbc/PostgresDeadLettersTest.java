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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that PostgreSQL refuses, of a job that may end PARTIAL. */
class PostgresDeadLettersTest {
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
        schema = "letters" + ++tests;
        server.makeSchema(schema);
    }

    @AfterEach
    void everyArrowByteIsFree() {
        allocator.close();
    }

    private Sink open(WriteMode mode, TableSchema columns) {
        Map<String, String> options = Map.of(
                "url",
                server.url(schema),
                "user",
                PostgresServer.USER,
                "password",
                PostgresServer.PASSWORD,
                "table",
                "target",
                "mode",
                mode.toString());
        return new JdbcSinkFactory().openPartial(new SinkSpec("jdbc", options), JOB, columns);
    }

    private StagedAttempt stage(WriteMode mode, String share, int epoch, List<List<@Nullable Object>> rows) {
        StagedAttempt attempt = attempt(JOB, share, epoch, rows.size());
        try (Sink sink = open(mode, SCHEMA);
                TestRows.Batches batches = batches(allocator, SCHEMA, rows)) {
            sink.prepare();
            assertThat(sink.stage(attempt, batches)).isEqualTo(rows.size());
        }
        return attempt;
    }

    /** Returns the rows that are in the dead letters. */
    private long close(WriteMode mode, StagedAttempt... winners) {
        try (Sink sink = open(mode, SCHEMA)) {
            sink.closeWith(new SinkManifest(JOB, "g1", List.of(winners)));
            return sink.refusedRows();
        }
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

    private List<String> letters() throws SQLException {
        return query("SELECT job_id || ' ' || target || ' ' || attempt || ' ' || coalesce(row_number::text, '-') || ' '"
                + " || reason || ' ' || record FROM gridmill_dead_letters ORDER BY attempt, row_number, record");
    }

    @Test
    void rowsThatNoTableCanTakeArePublishedWithTheirReasonAndTheOthersInTheTarget() throws SQLException {
        StagedAttempt first = stage(
                WriteMode.CREATE, "0", 1, List.of(List.of(1L, "one"), List.of(2L, "t\0wo"), List.of(3L, "three")));
        StagedAttempt second = stage(WriteMode.CREATE, "1", 1, List.of(List.of(4L, "\0")));
        assertThat(letters()).isEmpty();

        assertThat(close(WriteMode.CREATE, first, second)).isEqualTo(2);
        assertThat(close(WriteMode.CREATE, first, second)).isEqualTo(2);

        assertThat(query("SELECT k FROM target ORDER BY k")).containsExactly("1", "3");
        assertThat(letters())
                .containsExactly(
                        "job1 target job1-0-1-node-1-i1-g1 1 text must not hold the character U+0000, it does at byte 1"
                                + " [column=v] {\"k\":2,\"v\":\"t\\u0000wo\"}",
                        "job1 target job1-1-1-node-1-i1-g1 0 text must not hold the character U+0000, it does at byte 0"
                                + " [column=v] {\"k\":4,\"v\":\"\\u0000\"}");
        assertThat(query("SELECT * FROM gridmill_staged_letters")).isEmpty();
    }

    @Test
    void aRecordHasAllColumns() throws SQLException {
        TableSchema columns = TableSchema.parse(
                "flag BOOLEAN, tiny TINYINT, small SMALLINT, whole INTEGER, large BIGINT,"
                        + " amount DECIMAL(38, 10), single REAL, twice DOUBLE, words VARCHAR, day DATE, moment TIMESTAMP, gone DATE");
        List<@Nullable Object> row = Arrays.asList(
                true,
                (byte) 1,
                (short) 2,
                3,
                4L,
                new BigDecimal("1234567890123456789012345678.0000000001"),
                Float.NaN,
                0.1,
                "\0",
                LocalDate.of(1998, 9, 2),
                LocalDateTime.of(1998, 9, 2, 8, 15, 0, 1_000),
                null);
        StagedAttempt attempt = attempt(JOB, "0", 1, 1);
        try (Sink sink = open(WriteMode.CREATE, columns);
                TestRows.Batches batches = batches(allocator, columns, List.of(row))) {
            sink.prepare();
            sink.stage(attempt, batches);
            sink.closeWith(new SinkManifest(JOB, "g1", List.of(attempt)));
        }

        assertThat(query("SELECT record FROM gridmill_dead_letters"))
                .containsExactly(
                        "{\"flag\":true,\"tiny\":1,\"small\":2,\"whole\":3,\"large\":4,"
                                + "\"amount\":1234567890123456789012345678.0000000001,\"single\":\"NaN\",\"twice\":0.1,"
                                + "\"words\":\"\\u0000\",\"day\":\"1998-09-02\",\"moment\":\"1998-09-02T08:15:00.000001\",\"gone\":null}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "k BIGINT CHECK (k % 5000 <> 7), v TEXT; violates check constraint \"target_k_check\"",
                "k BIGINT, v TEXT NOT NULL, n BIGINT GENERATED ALWAYS AS (nullif(k % 5000, 7)) STORED NOT NULL; violates not-null constraint",
                "k BIGINT UNIQUE, v TEXT; Detail: Key (k)=(5007) already exists.",
                "k BIGINT UNIQUE DEFERRABLE INITIALLY DEFERRED, v TEXT; Detail: Key (k)=(5007) already exists.",
                "k BIGINT REFERENCES allowed DEFERRABLE INITIALLY DEFERRED, v TEXT; is not present in table \"allowed\"."
            })
    void rowsThatBreakARuleOfTheTargetAreFoundAmongMany(String table, String reason) throws SQLException {
        execute(
                "CREATE TABLE allowed AS SELECT k::bigint FROM generate_series(0, 19999) k WHERE k % 5000 <> 7",
                "ALTER TABLE allowed ADD PRIMARY KEY (k)", "CREATE TABLE target (" + table + ")");
        if (table.contains("UNIQUE")) {
            execute("INSERT INTO target SELECT k, 'v' || k FROM generate_series(7, 19999, 5000) k");
        }
        StagedAttempt first = stage(WriteMode.APPEND, "0", 1, rows(0, 10_000));
        StagedAttempt second = stage(WriteMode.APPEND, "1", 1, rows(10_000, 10_000));

        assertThat(close(WriteMode.APPEND, first, second)).isEqualTo(4);

        assertThat(query("SELECT count(*) || ' ' || count(DISTINCT k) FROM target WHERE v = 'v' || k"))
                .containsExactly(table.contains("UNIQUE") ? "20000 20000" : "19996 19996");
        assertThat(letters()).hasSize(4);
        assertThat(letters().get(0))
                .startsWith("job1 target job1-0-1-node-1-i1-g1 - ")
                .contains(reason);
        assertThat(letters().get(0)).endsWith(" {\"k\":5007,\"v\":\"v5007\"}");
        assertThat(letters().get(3)).endsWith(" {\"k\":15007,\"v\":\"v15007\"}");
    }

    @Test
    void ofRowsThatExcludeEachOtherOneStays() throws SQLException {
        execute("CREATE TABLE target (k BIGINT PRIMARY KEY, v TEXT)");
        StagedAttempt first = stage(WriteMode.APPEND, "0", 1, List.of(List.of(1L, "a"), List.of(1L, "b")));
        StagedAttempt second = stage(WriteMode.APPEND, "1", 1, List.of(List.of(1L, "c"), List.of(2L, "d")));

        assertThat(close(WriteMode.APPEND, first, second)).isEqualTo(2);

        assertThat(query("SELECT k || v FROM target ORDER BY 1")).containsExactly("1a", "2d");
    }

    @Test
    void lettersOfLosersAndOfRepeatedAttemptsNeverAppear() throws SQLException {
        List<List<@Nullable Object>> rows = List.of(List.of(1L, "one"), List.of(2L, "t\0wo"));
        stage(WriteMode.CREATE, "0", 1, rows);
        stage(WriteMode.CREATE, "0", 2, rows);
        StagedAttempt winner = stage(WriteMode.CREATE, "0", 2, rows);

        assertThat(close(WriteMode.CREATE, winner)).isEqualTo(1);

        assertThat(query("SELECT attempt FROM gridmill_dead_letters")).containsExactly("job1-0-2-node-1-i1-g1");
    }

    @Test
    void anAbortedJobHasNoLetters() throws SQLException {
        stage(WriteMode.CREATE, "0", 1, List.of(List.of(2L, "t\0wo")));

        try (Sink sink = open(WriteMode.CREATE, SCHEMA)) {
            sink.abort();
        }

        assertThat(letters()).isEmpty();
        assertThat(query("SELECT * FROM gridmill_staged_letters")).isEmpty();
    }

    @Test
    void longRecordsDoNotPileUpInMemory() throws SQLException {
        String text = "x".repeat(500_000) + "\0";
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long k = 0; k < 60; k++) {
            rows.add(List.of(k, k % 2 == 0 ? text : "v" + k));
        }

        assertThat(close(WriteMode.CREATE, stage(WriteMode.CREATE, "0", 1, rows)))
                .isEqualTo(30);

        assertThat(query("SELECT count(*) || ' ' || sum(k) FROM target WHERE v = 'v' || k"))
                .containsExactly("30 900");
        assertThat(query("SELECT count(DISTINCT row_number) || ' ' || sum(row_number) FROM gridmill_dead_letters"
                        + " WHERE length(record) > 500000"))
                .containsExactly("30 870");
    }

    @Test
    void tooManyRefusedRowsAreAnError() throws SQLException {
        execute("CREATE TABLE target (k BIGINT CHECK (k < 0), v TEXT)");
        int count = DeadLetters.MOST_OF_AN_ATTEMPT + 1;
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long k = 0; k < count; k++) {
            rows.add(List.of(k, "\0"));
        }
        assertFails("must not refuse more than 10000 rows", () -> stage(WriteMode.APPEND, "0", 1, rows));

        StagedAttempt attempt = stage(WriteMode.APPEND, "0", 1, rows(0, count));
        assertFails("violates check constraint", () -> close(WriteMode.APPEND, attempt));
        assertThat(letters()).isEmpty();
    }

    private static void assertFails(String message, Runnable step) {
        assertThatThrownBy(step::run)
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA))
                .hasMessageContaining(message);
    }
}
