package io.gridmill.benchmarks.sidebyside;

import io.gridmill.core.batch.ArrowMemory;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.core.sink.StagedAttempt;
import io.gridmill.sinks.jdbc.JdbcSinkFactory;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;
import org.postgresql.PGConnection;

/**
 * A result into PostgreSQL: the sink, with everything that makes its rows appear once (prepare, stage from batches in memory, close),
 * against the driver's CopyManager, which copies a prepared text file into the table and promises nothing. Each round the contenders run
 * in turn, and the contents of the two tables are compared before anything is timed.
 */
final class PostgresRun {
    private static final int WARM_UP_ROUNDS = 2;
    private static final String OURS = "beside_gridmill";
    private static final String THEIRS = "beside_copy";
    private static final String COLUMNS =
            "id bigint, customer integer, amount numeric(12,2), rate double precision, note text, paid boolean,"
                    + " day date, moment timestamp";

    private final PostgresOptions options;
    private final Report report = new Report(System.out);

    PostgresRun(PostgresOptions options) {
        this.options = options;
    }

    void measure() throws Exception {
        Path text = Files.createTempFile("gridmill-side-by-side-", ".txt");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (BufferAllocator root = ArrowMemory.root(Long.MAX_VALUE);
                ResultRows rows = new ResultRows(options.rows(), text, root);
                Connection connection = connect()) {
            report.title(String.format(
                    Locale.ROOT,
                    "%,d rows of 8 columns (%d MB of text) into PostgreSQL %s, %d rounds; JDK %s, %d cores, %s",
                    options.rows(),
                    Files.size(rows.text()) >> 20,
                    query(connection, "SHOW server_version"),
                    options.rounds(),
                    Runtime.version(),
                    Runtime.getRuntime().availableProcessors(),
                    LocalDate.now()));
            for (int shares = 1; shares <= 2; shares++) {
                time("create", shares, rows, connection, threads);
                time("append", shares, rows, connection, threads);
            }
            clean(connection);
        } finally {
            threads.shutdownNow();
        }
        report.write(options.csv());
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(options.url(), options.user(), options.password());
    }

    private void time(String mode, int shares, ResultRows rows, Connection connection, ExecutorService threads)
            throws Exception {
        Times ours = new Times();
        Times theirs = new Times();
        for (int round = -WARM_UP_ROUNDS; round < options.rounds(); round++) {
            clean(connection);
            if (mode.equals("append")) {
                execute(connection, "CREATE TABLE " + OURS + " (" + COLUMNS + ")");
                execute(connection, "CREATE TABLE " + THEIRS + " (" + COLUMNS + ")");
            }
            settle(connection);
            (round < 0 ? new Times() : ours).time(() -> write(mode, shares, rows, threads));
            settle(connection);
            (round < 0 ? new Times() : theirs).time(() -> copy(mode, rows, connection));
            if (round < 0) {
                Answer.check(mode, digest(connection, THEIRS), digest(connection, OURS));
            }
        }
        report.row(mode, shares, ours, "CopyManager", theirs, options.rows(), "");
    }

    private void write(String mode, int shares, ResultRows rows, ExecutorService threads) throws Exception {
        String job = "beside." + UUID.randomUUID().toString().replace("-", "");
        List<Future<StagedAttempt>> stagers = new ArrayList<>();
        List<StagedAttempt> winners = new ArrayList<>();
        try (Sink sink = open(job, mode)) {
            sink.prepare();
            for (int share = 1; share < shares; share++) {
                int mine = share;
                stagers.add(threads.submit(() -> {
                    try (Sink other = open(job, mode)) {
                        return stage(other, job, mine, shares, rows);
                    }
                }));
            }
            winners.add(stage(sink, job, 0, shares, rows));
            for (Future<StagedAttempt> stager : stagers) {
                winners.add(stager.get());
            }
            sink.closeWith(new SinkManifest(job, "g", winners));
        }
    }

    private Sink open(String job, String mode) {
        Map<String, String> sink = Map.of(
                "url",
                Objects.requireNonNull(options.url()),
                "user",
                options.user(),
                "password",
                options.password(),
                "table",
                OURS,
                "mode",
                mode);
        return new JdbcSinkFactory().open(new SinkSpec("jdbc", sink), job, ResultRows.SCHEMA);
    }

    private static StagedAttempt stage(Sink sink, String job, int share, int shares, ResultRows rows) {
        AttemptId attempt = new AttemptId("g", job, String.valueOf(share), 1, "node", "1");
        StagedAttempt staged = new StagedAttempt(attempt, rows.rows(share, shares), share);
        sink.stage(staged, rows.share(share, shares));
        return staged;
    }

    private static void copy(String mode, ResultRows rows, Connection connection) throws Exception {
        if (mode.equals("create")) {
            execute(connection, "CREATE TABLE " + THEIRS + " (" + COLUMNS + ")");
        }
        try (InputStream text = Files.newInputStream(rows.text())) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + THEIRS + " FROM STDIN", text, 64 * 1024);
        }
    }

    /** Neither pays for what the other has left to be written. */
    private static void settle(Connection connection) throws SQLException {
        execute(connection, "CHECKPOINT");
    }

    private static void clean(Connection connection) throws SQLException {
        execute(connection, "DROP TABLE IF EXISTS " + OURS + ", " + THEIRS + ", gridmill_jobs, gridmill_seals");
    }

    private static List<String> digest(Connection connection, String table) throws SQLException {
        return List.of(query(
                connection,
                "SELECT count(*) || ' ' || sum(hashtextextended(t::text, 0)::numeric) FROM " + table + " t"));
    }

    private static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw GridmillException.internal("a row must come of " + sql);
            }
            return rows.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
