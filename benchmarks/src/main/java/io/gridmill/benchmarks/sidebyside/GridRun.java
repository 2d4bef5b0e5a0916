package io.gridmill.benchmarks.sidebyside;

import io.gridmill.benchmarks.TemporaryFolder;
import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Load;
import io.gridmill.client.Result;
import io.gridmill.core.job.JobSpec;
import io.gridmill.node.GridmillNode;
import io.gridmill.node.config.NodeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** What a user waits for: a node in this JVM without backups, reached by the thin client, its journal in mode fsync. */
final class GridRun {
    static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int LOADS = 7;
    private static final int LOAD_WARM_UPS = 3;

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
            if (load) {
                loads(gridmill, folder.path().resolve("lineitem.parquet"), cores);
            } else if (endToEnd) {
                gridmill.load(lineitem(text).spec()).await(PATIENCE);
            }
            // Small jobs first: they warm what every job goes through.
            if (small) {
                new SmallJobs(gridmill).measure("one node", report);
            }
            if (endToEnd) {
                endToEnd(gridmill, cores);
            }
        }
    }

    /** The text, and the same rows from the Parquet file that DuckDB writes of them, in turn; equal sums show that they are the same. */
    private void loads(Gridmill gridmill, Path parquet, int cores) throws Exception {
        WorkQuery query = WorkQuery.ALL.get(0);
        Load ofParquet = Load.into("lineitem").from(parquet.toString());
        Times ours = new Times();
        Times theirs = new Times();
        Times oursOfParquet = new Times();
        Times theirsOfParquet = new Times();
        duck.writeParquet(parquet);
        try {
            for (int round = -LOAD_WARM_UPS; round < LOADS; round++) {
                load(gridmill, lineitem(text), round, ours);
                (round < 0 ? new Times() : theirs).time(() -> duck.load(text, LineitemFile.SCHEMA));
                load(gridmill, ofParquet, round, oursOfParquet);
                (round < 0 ? new Times() : theirsOfParquet).time(() -> duck.loadParquet(parquet));
            }
            Answer.check("load of Parquet", duck.answer(query), answer(gridmill, query.sql()));
        } finally {
            Files.deleteIfExists(parquet);
        }
        report.row("load", cores, ours, "duckdb", theirs, rows, "");
        report.row("load of Parquet", cores, oursOfParquet, "duckdb", theirsOfParquet, rows, "");
        report.row("load of Parquet", cores, oursOfParquet, "the text", ours, rows, "");
    }

    /** Loads in place of what is there. */
    private static void load(Gridmill gridmill, Load load, int round, Times times) throws Exception {
        if (!gridmill.datasets().isEmpty()) {
            gridmill.drop("lineitem");
        }
        (round < 0 ? new Times() : times).time(() -> gridmill.load(load.spec()).await(PATIENCE));
    }

    private NodeConfig config(Path folder) {
        Map<String, String> settings = new TreeMap<>(NodeSettings.of(options.scale(), 1, 0));
        settings.put("node.data-dir", folder.toString());
        return NodeConfig.load(null, settings, Map.of());
    }

    /** How the text is loaded. */
    static Load lineitem(Path text) {
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

    /** Submits a query, waits and reads its rows. */
    static List<String> answer(Gridmill gridmill, String sql) {
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
