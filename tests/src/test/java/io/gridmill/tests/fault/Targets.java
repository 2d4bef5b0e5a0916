package io.gridmill.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gridmill.client.Gridmill;
import io.gridmill.client.Result;
import io.gridmill.client.Sinks;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.WriteMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.CachePeekMode;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.configuration.ClientConfiguration;

/** One of every sink for one job: CSV and Parquet files, a SQLite table, a dataset. */
final class Targets {
    private final Path folder;
    private final String dataset;

    /** @param name letters and digits, unique in the folder and the grid */
    Targets(Path folder, String name) {
        this.folder = folder.resolve("out-" + name);
        this.dataset = "result_" + name;
        try {
            Files.createDirectories(this.folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path csv() {
        return folder.resolve("csv");
    }

    private Path parquet() {
        return folder.resolve("parquet");
    }

    Path sqlite() {
        return folder.resolve("out.db");
    }

    String dataset() {
        return dataset;
    }

    /** The job with all of these sinks. */
    JobSpec into(JobSpec job) {
        return outside(job.result(dataset, WriteMode.CREATE));
    }

    /** The job with all but the dataset. */
    JobSpec outside(JobSpec job) {
        return job.sink(Sinks.csv(csv().toString()))
                .sink(Sinks.parquet(parquet().toString()))
                .sink(Sinks.jdbc("jdbc:sqlite:" + sqlite(), "rows"));
    }

    /** Each sink holds each row once, and nothing that was staged is left. */
    void assertHold(Rows expected, Query query, Oracle oracle, Gridmill client) throws SQLException, IOException {
        assertHoldOutsideTheGrid(expected, query, oracle);
        try (Result result = client.sql("SELECT * FROM " + dataset)) {
            Rows.of(result, query.decimals()).assertSameAs("dataset", expected);
        }
    }

    /** The same of all sinks but the dataset. */
    void assertHoldOutsideTheGrid(Rows expected, Query query, Oracle oracle) throws SQLException, IOException {
        oracle.csv(csv(), query.decimals()).assertSameAs("csv", expected);
        oracle.parquet(parquet(), query.decimals()).assertSameAs("parquet", expected);
        sqliteRows(query.decimals()).assertSameAs("sqlite", expected);
        assertNothingStaged();
    }

    /** Only what is published is there, in files and tables; nothing at all when the job had no result. */
    void assertNothingStaged() {
        await("what was staged is swept once the job has ended")
                .atMost(FaultGrid.PATIENCE)
                .untilAsserted(this::lookForStaged);
    }

    private void lookForStaged() throws IOException, SQLException {
        for (Path target : List.of(csv(), parquet())) {
            assertThat(target.resolve("_staging")).doesNotExist();
        }
        if (Files.exists(sqlite())) {
            assertThat(tables()).as("tables of staged rows").noneMatch(table -> table.startsWith("gridmill_stage"));
        }
    }

    /** No reader finds anything. */
    void assertEmpty() throws IOException, SQLException {
        for (Path target : List.of(csv(), parquet())) {
            if (Files.exists(target)) {
                try (Stream<Path> files = Files.list(target)) {
                    assertThat(files.map(file -> file.getFileName().toString())).allMatch(name -> name.startsWith("_"));
                }
            }
        }
        if (Files.exists(sqlite())) {
            assertThat(tables()).doesNotContain("rows");
        }
        assertNothingStaged();
    }

    private Rows sqliteRows(List<Integer> decimals) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sqlite());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM rows")) {
            return Rows.of(rows, decimals);
        }
    }

    private List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sqlite());
                Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
            while (names.next()) {
                tables.add(names.getString(1));
            }
        }
        return tables;
    }

    /** Caches of datasets whose generation begins so. */
    static long cachesInGrid(String clientAddress, String generationPrefix) {
        try (IgniteClient ignite = Ignition.startClient(new ClientConfiguration().setAddresses(clientAddress))) {
            return ignite.cacheNames().stream()
                    .filter(name -> name.startsWith("data-" + generationPrefix))
                    .count();
        }
    }

    /** Headers of chunks in the grid, by cache, of datasets whose generation begins so. */
    static long chunksInGrid(String clientAddress, String generationPrefix) {
        try (IgniteClient ignite = Ignition.startClient(new ClientConfiguration().setAddresses(clientAddress))) {
            return ignite.cacheNames().stream()
                    .filter(name -> name.startsWith("data-" + generationPrefix) && name.endsWith("-headers"))
                    .mapToLong(name -> ignite.cache(name).size(CachePeekMode.PRIMARY))
                    .sum();
        }
    }
}
