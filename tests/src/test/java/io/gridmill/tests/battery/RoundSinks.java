package io.gridmill.tests.battery;

import io.gridmill.client.Gridmill;
import io.gridmill.client.Result;
import io.gridmill.client.Sinks;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.sinks.server.PostgresServer;
import io.gridmill.tests.cluster.Folders;
import io.gridmill.tests.fault.Oracle;
import io.gridmill.tests.fault.Query;
import io.gridmill.tests.fault.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The sinks of one job, in places of their own, and what a reader finds there. */
final class RoundSinks {
    private static final String TABLE = "answer";

    private final String jobId;
    private final Map<SinkKind, WriteMode> modes;
    private final Path folder;
    private final @Nullable PostgresServer server;
    private final Path password;

    /** @param server where there is none, a job does without this sink */
    RoundSinks(String jobId, Map<SinkKind, WriteMode> modes, Path parent, @Nullable PostgresServer server) {
        this.jobId = jobId;
        this.modes = modes;
        this.folder = parent.resolve("out-" + jobId);
        this.server = server;
        this.password = folder.resolve("password");
        Folders.delete(folder); // A run that was stopped may have left it: its jobs had the same ids.
        try {
            Files.createDirectories(folder);
            Files.writeString(password, PostgresServer.PASSWORD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (server != null && modes.containsKey(SinkKind.POSTGRESQL)) {
            server.makeSchema(jobId);
        }
    }

    private Path place(SinkKind kind) {
        return folder.resolve(kind.name().toLowerCase(java.util.Locale.ROOT));
    }

    private String dataset() {
        return "result_" + jobId;
    }

    /** The job with all of these sinks. */
    JobSpec into(JobSpec job) {
        JobSpec spec = job;
        for (Map.Entry<SinkKind, WriteMode> sink : modes.entrySet()) {
            WriteMode mode = sink.getValue();
            Path place = place(sink.getKey());
            spec = switch (sink.getKey()) {
                case CSV -> spec.sink(Sinks.csv(place.toString(), mode));
                case PARQUET -> spec.sink(Sinks.parquet(place.toString(), mode));
                case SQLITE -> spec.sink(Sinks.jdbc("jdbc:sqlite:" + place, TABLE, mode));
                case DATASET -> spec.result(dataset(), mode);
                case POSTGRESQL -> server == null ? spec : spec.sink(postgres(server, mode));
            };
        }
        return spec;
    }

    private SinkSpec postgres(PostgresServer postgres, WriteMode mode) {
        return Sinks.jdbc(postgres.url(jobId), TABLE, mode)
                .with("user", PostgresServer.USER)
                .with("password", "${file:" + password + "}");
    }

    /** Compares every sink with what the rows should be. */
    List<Verdict> compare(Rows expected, Query query, Oracle oracle, Gridmill client) throws SQLException {
        List<Verdict> verdicts = new ArrayList<>();
        for (SinkKind kind : modes.keySet()) {
            Rows rows = rows(kind, query.decimals(), oracle, client);
            if (rows != null) {
                verdicts.addAll(verdicts(kind.toString(), rows, expected));
            }
        }
        return verdicts;
    }

    static List<Verdict> verdicts(String where, Rows rows, Rows expected) {
        Rows.Difference difference = rows.differenceFrom(expected);
        List<Verdict> verdicts = new ArrayList<>();
        add(verdicts, Verdict.Kind.LOST, difference.lost(), where, expected, difference);
        add(verdicts, Verdict.Kind.DOUBLED, difference.doubled(), where, expected, difference);
        add(verdicts, Verdict.Kind.WRONG, difference.wrong(), where, expected, difference);
        return verdicts;
    }

    private static void add(
            List<Verdict> verdicts,
            Verdict.Kind kind,
            long count,
            String where,
            Rows expected,
            Rows.Difference difference) {
        if (count > 0) {
            verdicts.add(new Verdict(
                    kind, where + ": " + count + " rows of " + expected.count() + ", such as " + difference.example()));
        }
    }

    private @Nullable Rows rows(SinkKind kind, List<Integer> decimals, Oracle oracle, Gridmill client)
            throws SQLException {
        switch (kind) {
            case CSV -> {
                return oracle.csv(place(kind), decimals);
            }
            case PARQUET -> {
                return oracle.parquet(place(kind), decimals);
            }
            case DATASET -> {
                try (Result result = client.sql("SELECT * FROM " + dataset())) {
                    return Rows.of(result, decimals);
                }
            }
            default -> {
                try (Connection connection = connect(kind)) {
                    return connection == null ? null : Rows.of(select(connection, "SELECT * FROM " + TABLE), decimals);
                }
            }
        }
    }

    private @Nullable Connection connect(SinkKind kind) throws SQLException {
        if (kind == SinkKind.SQLITE) {
            return DriverManager.getConnection("jdbc:sqlite:" + place(kind));
        }
        return server == null ? null : server.connect(server.url(jobId));
    }

    private static ResultSet select(Connection connection, String query) throws SQLException {
        Statement statement = connection.createStatement();
        statement.closeOnCompletion();
        return statement.executeQuery(query);
    }

    /** What of the job's work is left in the sinks; of a job that failed, anything that a reader would see. */
    List<Verdict> leftOvers(boolean published, Gridmill client) throws SQLException, IOException {
        List<Verdict> verdicts = new ArrayList<>();
        for (SinkKind kind : modes.keySet()) {
            switch (kind) {
                case CSV, PARQUET -> inFolder(kind, published, verdicts);
                case DATASET -> {
                    if (!published
                            && client.datasets().stream()
                                    .anyMatch(info -> info.name().equals(dataset()))) {
                        verdicts.add(new Verdict(Verdict.Kind.WRONG, "a job without result has made its dataset"));
                    }
                }
                default -> inDatabase(kind, published, verdicts);
            }
        }
        return verdicts;
    }

    private void inFolder(SinkKind kind, boolean published, List<Verdict> verdicts) throws IOException {
        if (!Files.exists(place(kind))) {
            return;
        }
        try (Stream<Path> files = Files.walk(place(kind))) {
            for (Path file : files.toList()) {
                String name = place(kind).relativize(file).toString();
                if (name.startsWith("_staging") || name.endsWith(".tmp")) {
                    verdicts.add(new Verdict(Verdict.Kind.LEAKED, kind + ": " + name));
                } else if (!published && !name.isEmpty() && !name.startsWith("_")) {
                    verdicts.add(new Verdict(Verdict.Kind.WRONG, kind + ": a job without result has left " + name));
                }
            }
        }
    }

    private void inDatabase(SinkKind kind, boolean published, List<Verdict> verdicts) throws SQLException {
        try (Connection connection = connect(kind)) {
            if (connection == null) {
                return;
            }
            List<String> tables = kind == SinkKind.SQLITE
                    ? texts(connection, "SELECT name FROM sqlite_master WHERE type = 'table'")
                    : texts(connection, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()");
            for (String table : tables) {
                if (table.startsWith("gridmill_stage_")) {
                    verdicts.add(new Verdict(Verdict.Kind.LEAKED, kind + ": table " + table));
                } else if (!published && table.equals(TABLE)) {
                    verdicts.add(new Verdict(Verdict.Kind.WRONG, kind + ": a job without result has made its table"));
                }
            }
            if (tables.contains("gridmill_jobs")) {
                for (String open : texts(connection, "SELECT job_id FROM gridmill_jobs WHERE state = 'OPEN'")) {
                    verdicts.add(new Verdict(Verdict.Kind.LEAKED, kind + ": the job row of " + open + " is OPEN"));
                }
                for (String seal : texts(connection, "SELECT job_id FROM gridmill_seals")) {
                    verdicts.add(new Verdict(Verdict.Kind.LEAKED, kind + ": a seal of " + seal));
                }
            }
        }
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = select(connection, query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /** Where the job's job row is, for a transaction that keeps the sink waiting. */
    @Nullable
    String url() {
        return server == null ? null : server.url(jobId);
    }

    /** Removes everything, published rows too. */
    void drop(Gridmill client) {
        if (server != null && modes.containsKey(SinkKind.POSTGRESQL)) {
            server.execute(PostgresServer.USER, "DROP SCHEMA " + jobId + " CASCADE");
        }
        if (client.datasets().stream().anyMatch(info -> info.name().equals(dataset()))) {
            client.drop(dataset());
        }
        Folders.delete(folder);
    }
}
