package io.gridmill.sinks.jdbc;

import static io.gridmill.sinks.TestRows.SCHEMA;
import static io.gridmill.sinks.TestRows.attempt;
import static io.gridmill.sinks.TestRows.batches;
import static io.gridmill.sinks.TestRows.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.sink.BatchInput;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.core.sink.StagedAttempt;
import io.gridmill.sinks.TestRows;
import io.gridmill.sinks.server.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A PostgreSQL server that is killed, hangs, or is kept waiting in the middle of a step. */
class PostgresFaultTest {
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
        schema = "faults" + ++tests;
        server.makeSchema(schema);
    }

    @AfterEach
    void everyArrowByteIsFree() {
        allocator.close();
    }

    private Sink open(WriteMode mode, int timeoutSeconds) {
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
                mode.toString(),
                "timeout-seconds",
                String.valueOf(timeoutSeconds));
        return new JdbcSinkFactory().open(new SinkSpec("jdbc", options), JOB, SCHEMA);
    }

    private StagedAttempt stage(WriteMode mode, int epoch, int first, int count) {
        StagedAttempt attempt = attempt(JOB, String.valueOf(first), epoch, count);
        try (Sink sink = open(mode, 60);
                TestRows.Batches batches = batches(allocator, SCHEMA, rows(first, count))) {
            sink.prepare();
            sink.stage(attempt, batches);
        }
        return attempt;
    }

    private void close(WriteMode mode, StagedAttempt... winners) {
        try (Sink sink = open(mode, 60)) {
            sink.closeWith(new SinkManifest(JOB, "g1", List.of(winners)));
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = server.connect(server.url(schema));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private void assertEachRowOnce(int rows) throws SQLException {
        assertThat(query("SELECT count(*) || ' ' || count(DISTINCT k) || ' ' || coalesce(min(k), 0) || ' '"
                        + " || max(k) FROM target WHERE v = 'v' || k"))
                .isEqualTo(rows + " " + rows + " 0 " + (rows - 1));
        assertThat(query("SELECT count(*) FROM pg_class WHERE relname LIKE 'gridmill\\_stage%' AND relnamespace = '"
                        + schema + "'::regnamespace"))
                .isEqualTo("0");
    }

    private static void assertExternal(Throwable error, String message) {
        assertThat(error)
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXTERNAL))
                .hasMessageContaining(message);
    }

    /** Runs something after the first batches, in the middle of a COPY. */
    private static BatchInput interrupted(BatchInput batches, int afterBatches, Runnable interruption) {
        AtomicInteger given = new AtomicInteger();
        return new BatchInput() {
            @Override
            public @Nullable VectorSchemaRoot next() {
                if (given.getAndIncrement() == afterBatches) {
                    interruption.run();
                }
                return batches.next();
            }
        };
    }

    @Test
    void aServerKilledInTheMiddleOfStagingHasEachRowOnceInTheEnd() throws SQLException {
        StagedAttempt first = stage(WriteMode.CREATE, 1, 0, 20_000);
        StagedAttempt second = attempt(JOB, "20000", 1, 60_000);
        try (Sink sink = open(WriteMode.CREATE, 60);
                TestRows.Batches batches = batches(allocator, SCHEMA, rows(20_000, 60_000))) {
            assertThatThrownBy(() -> sink.stage(second, interrupted(batches, 8, server::kill)))
                    .satisfies(e -> assertExternal(e, "cannot stage"));
        }
        try (Sink sink = open(WriteMode.CREATE, 60)) {
            assertThatThrownBy(sink::prepare).satisfies(e -> assertExternal(e, "refused"));
        }
        server.restart();

        assertThatThrownBy(() -> close(WriteMode.CREATE, first, second))
                .satisfies(e -> assertExternal(e, "must be staged again"));
        stage(WriteMode.CREATE, 1, 20_000, 60_000);
        close(WriteMode.CREATE, first, second);

        assertEachRowOnce(80_000);
    }

    @Test
    void aServerKilledInTheMiddleOfACloseHasEachRowOnceInTheEnd() throws Exception {
        for (WriteMode mode : List.of(WriteMode.APPEND, WriteMode.REPLACE)) {
            server.execute(
                    PostgresServer.USER,
                    "DROP TABLE IF EXISTS " + schema + ".target, " + schema + ".gridmill_jobs",
                    "CREATE TABLE " + schema + ".target (k BIGINT, v TEXT)");
            StagedAttempt winner = stage(mode, 1, 0, 5_000);
            try (Connection reader = server.connect(server.url(schema))) {
                CompletableFuture<Void> closing = closeBehind(reader, mode, winner);
                server.kill();
                assertThatThrownBy(() -> closing.get(30, TimeUnit.SECONDS))
                        .cause()
                        .satisfies(e -> assertExternal(e, "cannot close"));
            }
            server.restart();

            close(mode, winner);
            close(mode, winner);

            assertEachRowOnce(5_000);
        }
    }

    /** A close that has taken its first steps and waits for a reader of the target. */
    private CompletableFuture<Void> closeBehind(Connection reader, WriteMode mode, StagedAttempt winner)
            throws SQLException {
        reader.setAutoCommit(false);
        Dialect.execute(reader, "LOCK TABLE target IN SHARE MODE");
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> close(mode, winner));
        await().until(() -> query("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'target'::regclass")
                .equals("1"));
        return closing;
    }

    @Test
    void aCloseThatWaitsForAReaderPassesLater() throws Exception {
        server.execute(PostgresServer.USER, "CREATE TABLE " + schema + ".target (k BIGINT, v TEXT)");
        StagedAttempt winner = stage(WriteMode.APPEND, 1, 0, 100);
        try (Connection reader = server.connect(server.url(schema))) {
            CompletableFuture<Void> closing = closeBehind(reader, WriteMode.APPEND, winner);
            reader.rollback();
            closing.get(30, TimeUnit.SECONDS);
        }

        assertEachRowOnce(100);
    }

    @Test
    void aStagerThatIsPausedHoldsUpNoCloseAndItsRowsNeverAppear() throws Exception {
        StagedAttempt winner = stage(WriteMode.CREATE, 2, 0, 1_000);
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        CompletableFuture<Void> paused = CompletableFuture.runAsync(() -> {
            StagedAttempt late = attempt(JOB, "0", 1, 20_000);
            try (Sink sink = open(WriteMode.CREATE, 60);
                    TestRows.Batches batches = batches(allocator, SCHEMA, rows(0, 20_000))) {
                sink.stage(late, interrupted(batches, 3, () -> {
                    half.countDown();
                    awaitUninterrupted(closed);
                }));
            }
        });
        half.await();

        close(WriteMode.CREATE, winner);
        closed.countDown();

        assertThatThrownBy(() -> paused.get(30, TimeUnit.SECONDS))
                .cause()
                .satisfies(e -> assertExternal(e, "cannot stage"));
        assertEachRowOnce(1_000);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aServerThatHangsHoldsAStepForItsTimeLimitOnly() throws SQLException {
        StagedAttempt attempt = attempt(JOB, "0", 1, 400_000);
        try (Sink sink = open(WriteMode.CREATE, 2)) {
            sink.prepare();
            try (TestRows.Batches batches = batches(allocator, SCHEMA, rows(0, 400_000))) {
                long start = System.nanoTime();
                // More rows than fit into the buffers of both ends: the thread hangs in a write.
                assertThatThrownBy(() -> sink.stage(attempt, interrupted(batches, 3, () -> server.signal("STOP"))))
                        .satisfies(e -> assertExternal(e, "must end within 2 s"));
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            } finally {
                server.signal("CONT");
            }
        }

        close(WriteMode.CREATE, stage(WriteMode.CREATE, 1, 0, 1_000));

        assertEachRowOnce(1_000);
    }

    @Test
    void stagingAgainWhatIsSealedWritesNothing() throws SQLException {
        StagedAttempt winner = stage(WriteMode.CREATE, 1, 0, 1_000);
        for (int again = 0; again < 3; again++) {
            stage(WriteMode.CREATE, 1, 0, 1_000);
        }

        assertThat(query(
                        "SELECT count(DISTINCT gridmill_attempt) || ' ' || pg_relation_size(tableoid) / 8192 / 10 FROM "
                                + query(
                                        "SELECT relname FROM pg_class WHERE relname LIKE 'gridmill\\_stage%' AND relnamespace = '"
                                                + schema + "'::regnamespace")
                                + " GROUP BY tableoid"))
                .isEqualTo("1 0");
        close(WriteMode.CREATE, winner);
        assertEachRowOnce(1_000);
    }
}
