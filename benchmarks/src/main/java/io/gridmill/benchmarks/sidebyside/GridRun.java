package io.gridmill.benchmarks.sidebyside;

import io.gridmill.benchmarks.TemporaryFolder;
import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Load;
import io.gridmill.client.Result;
import io.gridmill.core.job.JobSpec;
import io.gridmill.node.GridmillNode;
import io.gridmill.node.config.NodeConfig;
import io.gridmill.node.config.PortRange;
import io.gridmill.node.http.PortProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** What a user waits for: a node in this JVM without backups, reached by the thin client, its journal in mode fsync. */
final class GridRun {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int LOADS = 5;
    private static final int SMALL_ROWS = 10_000;
    private static final int JOBS_A_SECOND = 50;
    private static final int SECONDS = 20;
    private static final int WARM_UP_JOBS = 3000;

    private final Options options;
    private final Report report;
    private final Path text;
    private final DuckDb duck;
    private final long rows;

    GridRun(Options options, Report report, Path text, DuckDb duck, long rows) {
        this.options = options;
        this.report = report;
        this.text = text;
        this.duck = duck;
        this.rows = rows;
    }

    void measure() throws Exception {
        boolean load = options.wants("load");
        boolean endToEnd = options.wants("Q1 end to end");
        boolean small = options.wants("small job");
        if (!load && !endToEnd && !small) {
            return;
        }
        int cores = Runtime.getRuntime().availableProcessors();
        duck.threads(cores);
        report.title("One node with everything, without backups, its client over a socket, journal in mode fsync");
        try (TemporaryFolder folder = new TemporaryFolder();
                GridmillNode node = GridmillNode.start(config(folder.path()));
                Gridmill gridmill = Gridmill.connect(node.clientAddress())) {
            Times ours = new Times();
            Times theirs = new Times();
            for (int round = -1; round < (load ? LOADS : endToEnd ? 0 : -1); round++) {
                if (round >= 0) {
                    gridmill.drop("lineitem");
                }
                (round < 0 ? new Times() : ours)
                        .time(() -> gridmill.load(lineitem().spec()).await(PATIENCE));
                (round < 0 ? new Times() : theirs).time(() -> duck.load(text, LineitemFile.SCHEMA));
            }
            if (load) {
                report.row("load", cores, ours, "duckdb", theirs, rows, "");
                loadParquet(gridmill, folder.path().resolve("lineitem.parquet"), cores);
            }
            // Small jobs first: they warm what every job goes through.
            if (small) {
                smallJobs(gridmill);
            }
            if (endToEnd) {
                endToEnd(gridmill, cores);
            }
        }
    }

    /** The same rows from the Parquet file that DuckDB writes of them; equal sums show that they are. */
    private void loadParquet(Gridmill gridmill, Path parquet, int cores) throws Exception {
        WorkQuery query = WorkQuery.ALL.get(0);
        Times ours = new Times();
        Times theirs = new Times();
        duck.writeParquet(parquet);
        try {
            for (int round = -1; round < LOADS; round++) {
                gridmill.drop("lineitem");
                (round < 0 ? new Times() : ours)
                        .time(() -> gridmill.load(Load.into("lineitem")
                                        .from(parquet.toString())
                                        .spec())
                                .await(PATIENCE));
                (round < 0 ? new Times() : theirs).time(() -> duck.loadParquet(parquet));
            }
            Answer.check("load of Parquet", duck.answer(query), answer(gridmill, query.sql()));
        } finally {
            Files.deleteIfExists(parquet);
        }
        report.row("load of Parquet", cores, ours, "duckdb", theirs, rows, "");
    }

    /** Alone, on ports that nothing else takes, with room for the rows and a load of them beside. */
    private NodeConfig config(Path folder) {
        int port = PortProbe.firstFree("127.0.0.1", new PortRange("cluster.discovery-port", 48500, 200));
        Map<String, String> sets = new TreeMap<>();
        sets.put("node.data-dir", folder.toString());
        sets.put("cluster.name", "peers");
        sets.put("cluster.discovery-port", Integer.toString(port));
        sets.put("cluster.discovery-port-range", "1");
        sets.put("cluster.discovery-addresses", "127.0.0.1:" + port);
        sets.put("cluster.communication-port", "48200");
        sets.put("client.port", "48900");
        sets.put("http.port", "49100");
        sets.put("dataset.backups", "0");
        sets.put("memory.data", 256 + (int) (2400 * options.scale()) + "MiB");
        sets.put("memory.hot-store", 128 + (int) (400 * options.scale()) + "MiB");
        return NodeConfig.load(null, sets, Map.of());
    }

    private Load lineitem() {
        return Load.into("lineitem")
                .from(text.toString())
                .option("header", "false")
                .option("delimiter", "|")
                .columns(LineitemFile.SCHEMA.toString());
    }

    private void endToEnd(Gridmill gridmill, int cores) throws Exception {
        WorkQuery query = WorkQuery.ALL.get(0);
        Answer.check(query.name(), duck.answer(query), answer(gridmill, query.sql()));
        Times ours = new Times();
        Times theirs = new Times();
        for (int round = -5; round < options.rounds(); round++) {
            (round < 0 ? new Times() : ours).time(() -> answer(gridmill, query.sql()));
            (round < 0 ? new Times() : theirs).time(() -> duck.answer(query));
        }
        report.row("Q1 end to end", cores, ours, "duckdb", theirs, rows, "");
    }

    /** Jobs begin at fixed times, whether earlier ones have ended or not, and the wait counts from when each should have begun. */
    private void smallJobs(Gridmill gridmill) throws Exception {
        Path csv = Files.createTempFile("small", ".csv");
        try {
            StringBuilder lines = new StringBuilder("k,v\n");
            for (int i = 0; i < SMALL_ROWS; i++) {
                lines.append(i % 7).append(',').append(i).append('\n');
            }
            Files.writeString(csv, lines);
            gridmill.load(Load.into("small")
                            .from(csv.toString())
                            .columns("k INTEGER, v BIGINT")
                            .spec())
                    .await(PATIENCE);
        } finally {
            Files.delete(csv);
        }
        String sql = "SELECT k, SUM(v), COUNT(*) FROM small GROUP BY k";
        for (int i = 0; i < WARM_UP_JOBS; i++) {
            answer(gridmill, sql);
        }
        Times waits = new Times();
        ScheduledExecutorService clients = Executors.newScheduledThreadPool(8);
        try {
            List<Future<Long>> jobs = new ArrayList<>();
            long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
            for (int i = 0; i < JOBS_A_SECOND * SECONDS; i++) {
                long due = start + i * TimeUnit.SECONDS.toNanos(1) / JOBS_A_SECOND;
                jobs.add(clients.schedule(
                        () -> {
                            answer(gridmill, sql);
                            return System.nanoTime() - due;
                        },
                        due - System.nanoTime(),
                        TimeUnit.NANOSECONDS));
            }
            for (Future<Long> job : jobs) {
                waits.add(job.get());
            }
        } finally {
            clients.shutdownNow();
        }
        report.note(String.format(
                Locale.ROOT,
                "small job of %,d rows, %d a second for %d s, submit to result: p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, most %.2f ms",
                SMALL_ROWS,
                JOBS_A_SECOND,
                SECONDS,
                waits.quantile(0.5),
                waits.quantile(0.9),
                waits.quantile(0.99),
                waits.quantile(1)));
    }

    private static List<String> answer(Gridmill gridmill, String sql) {
        JobHandle job = gridmill.submit(JobSpec.sql(sql));
        job.await(PATIENCE);
        List<String> answer = new ArrayList<>();
        try (Result result = job.fetch()) {
            while (result.hasNext()) {
                VectorSchemaRoot batch = result.next();
                for (int row = 0; row < batch.getRowCount(); row++) {
                    List<Object> values = new ArrayList<>();
                    for (FieldVector vector : batch.getFieldVectors()) {
                        Object value = vector.getObject(row);
                        values.add(vector instanceof VarCharVector ? String.valueOf(value) : value);
                    }
                    answer.add(Answer.row(values));
                }
            }
        }
        answer.sort(null);
        return answer;
    }
}
