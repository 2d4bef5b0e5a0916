package io.gridmill.benchmarks.sidebyside;

import io.gridmill.benchmarks.TemporaryFolder;
import io.gridmill.client.Gridmill;
import java.nio.file.Path;
import java.util.List;

/** Node processes with one backup, on this machine's cores: what copies and messages between processes cost. */
final class ClusterRun {
    private static final int LOADS = 3;

    private final Options options;
    private final Report report;
    private final Path text;
    private final DuckDb duck;
    private final long rows;
    private final List<String> java;

    /** @param java as {@link NodeProcesses} wants it */
    ClusterRun(Options options, Report report, Path text, DuckDb duck, long rows, List<String> java) {
        this.options = options;
        this.report = report;
        this.text = text;
        this.duck = duck;
        this.rows = rows;
        this.java = java;
    }

    void measure() throws Exception {
        boolean load = options.wants("load, two nodes");
        boolean small = options.wants("small job, three nodes");
        if (load || small) {
            report.title("Node processes with one backup, their client over a socket, journals in mode fsync");
        }
        if (load) {
            load();
        }
        if (small) {
            try (TemporaryFolder folder = new TemporaryFolder();
                    NodeProcesses nodes = new NodeProcesses(3, java, folder.path(), NodeSettings.of(0.1, 3, 1));
                    Gridmill gridmill = Gridmill.connect(nodes.addresses())) {
                new SmallJobs(gridmill).measure("three nodes", report);
            }
        }
    }

    private void load() throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        duck.threads(cores);
        Times ours = new Times();
        Times theirs = new Times();
        try (TemporaryFolder folder = new TemporaryFolder();
                NodeProcesses nodes =
                        new NodeProcesses(2, java, folder.path(), NodeSettings.of(options.scale(), 2, 1));
                Gridmill gridmill = Gridmill.connect(nodes.addresses())) {
            for (int round = -1; round < LOADS; round++) {
                if (round >= 0) {
                    gridmill.drop("lineitem");
                }
                (round < 0 ? new Times() : ours)
                        .time(() -> gridmill.load(GridRun.lineitem(text).spec()).await(GridRun.PATIENCE));
                (round < 0 ? new Times() : theirs).time(() -> duck.load(text, LineitemFile.SCHEMA));
            }
            WorkQuery query = WorkQuery.ALL.get(0);
            Answer.check("load, two nodes", duck.answer(query), GridRun.answer(gridmill, query.sql()));
        }
        report.row("load, two nodes", cores, ours, "duckdb", theirs, rows, "");
    }
}
