package io.gridmill.cli.demo;

import io.gridmill.cli.demo.rows.AnswerCheck;
import io.gridmill.cli.demo.rows.ArrowRows;
import io.gridmill.cli.demo.rows.CsvFiles;
import io.gridmill.cli.demo.rows.Expected;
import io.gridmill.cli.demo.rows.Orders;
import io.gridmill.cli.demo.rows.ParquetRows;
import io.gridmill.cli.demo.rows.RowCheck;
import io.gridmill.cli.demo.rows.SqliteRows;
import io.gridmill.cli.progress.Amounts;
import io.gridmill.cli.session.Interrupts;
import io.gridmill.cli.session.Session;
import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Load;
import io.gridmill.client.Result;
import io.gridmill.client.Sinks;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobStatus;
import io.gridmill.core.job.WriteMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** The demo's story, from the first node to the last check. */
public final class Demo {
    private static final int FAILED = 1;
    /** The node that dies: the grid's first, to which the client is connected. */
    private static final String VICTIM = "n1";

    private static final int TRIES = 3;
    /** Shares of a job on each node: enough that a node dies in the middle. */
    private static final int SHARES_PER_NODE = 20;

    private static final long MEBIBYTE = 1L << 20;
    private static final long LEAST_DATA_MEBIBYTES = 512;
    /** Rows of datasets and results in the grid, copies included, on the two thirds of the nodes that are left. */
    private static final long DATA_BYTES_PER_ROW = 250;

    private final DemoOptions options;
    private final Story story;
    private final DemoFolder folder;
    private final Path parquet;
    private final Path sqlite;
    private final List<String> differences = new ArrayList<>();

    private Demo(DemoOptions options, Story story, DemoFolder folder) throws IOException {
        this.options = options;
        this.story = story;
        this.folder = folder;
        this.parquet = folder.folder("parquet");
        this.sqlite = folder.path().resolve("demo.sqlite");
    }

    /**
     * Runs the demo.
     *
     * @return the exit status: 0 when everything was as it must be, else 1
     * @throws io.gridmill.cli.session.WrongCall when the folder is not empty
     */
    public static int run(DemoOptions options, Session session) throws Exception {
        Story story = new Story(session);
        long began = System.nanoTime();
        try (DemoFolder folder = DemoFolder.open(options.folder(), options.keep())) {
            // What libraries unpack in this JVM goes there too.
            System.setProperty("java.io.tmpdir", folder.folder("tmp").toString());
            try {
                Demo demo = new Demo(options, story, folder);
                demo.tell(session);
                return demo.end(began);
            } catch (Exception e) {
                if (story.isInterrupted()) {
                    new CountDownLatch(1).await(); // the JVM is going down, and whatever failed failed by that
                }
                throw e;
            }
        }
    }

    private int end(long began) throws IOException {
        for (String difference : differences) {
            story.tell("differs", difference);
        }
        if (folder.kept()) {
            story.tell("kept", folder.path().toString());
        }
        String time = Amounts.duration(Story.since(began));
        if (differences.isEmpty()) {
            story.say("demo: OK (" + time + ")");
            return 0;
        }
        story.say("demo: FAILED, " + differences.size() + " differences (" + time + ")");
        return FAILED;
    }

    private void tell(Session session) throws Exception {
        story.say("Gridmill demo: " + options.nodes()
                + " nodes, one is killed in the middle of a job, and every row is checked.");
        story.tell("folder", folder.path() + (folder.kept() ? ", kept" : ", deleted at the end"));
        Orders orders = new Orders(options.seed(), options.rows());
        long shareRows = Math.max(1, options.rows() / ((long) SHARES_PER_NODE * options.nodes()));
        long dataMebibytes = Math.max(LEAST_DATA_MEBIBYTES, options.rows() * DATA_BYTES_PER_ROW / MEBIBYTE);
        long began = System.nanoTime();
        try (Cluster cluster = Cluster.start(folder, options.nodes(), shareRows, dataMebibytes);
                Interrupts.Watch ignored = session.interrupts().onInterrupt(() -> interrupted(cluster))) {
            try {
                Expected expected = generate(orders);
                try (Gridmill gridmill = cluster.connect(VICTIM)) {
                    tellOf(cluster, gridmill, Story.since(began));
                    load(gridmill, orders);
                    summarise(gridmill, expected);
                    JobHandle job = lose(gridmill, cluster.node(VICTIM));
                    checkRows(job, expected);
                    ask(gridmill, expected);
                }
            } catch (IOException | SQLException | RuntimeException e) {
                if (!story.isInterrupted()) {
                    for (String line : cluster.logTails()) {
                        story.say(line);
                    }
                }
                throw e;
            }
        }
    }

    private void interrupted(Cluster cluster) {
        story.interrupt();
        cluster.close();
        try {
            folder.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot delete " + folder.path(), e);
        }
    }

    private Expected generate(Orders orders) throws IOException {
        long began = System.nanoTime();
        Expected expected;
        long bytes;
        try (CsvFiles files = new CsvFiles(folder.folder("csv"))) {
            expected = Expected.writing(orders, files);
            bytes = Files.size(files.lines()) + Files.size(files.orders());
        }
        story.tell(
                "rows",
                Amounts.count(orders.lines()) + " order lines and " + Amounts.count(orders.count())
                        + " orders, shaped as in TPC-H, made from seed " + options.seed());
        story.tell(
                "",
                "and written as CSV, " + Amounts.bytes(bytes) + ", in " + Amounts.duration(Story.since(began))
                        + "; the right answers are counted on the way");
        return expected;
    }

    private void tellOf(Cluster cluster, Gridmill gridmill, Duration took) throws IOException {
        StringBuilder nodes = new StringBuilder();
        for (NodeProcess node : cluster.nodes()) {
            nodes.append(nodes.isEmpty() ? "" : ", ")
                    .append(node.name())
                    .append(" is process ")
                    .append(node.pid());
        }
        story.tell("nodes", nodes + ";");
        story.tell(
                "",
                "all " + gridmill.nodes().size() + " are one grid " + Amounts.duration(took)
                        + " after the start; 64 partitions, one backup of each");
    }

    private void load(Gridmill gridmill, Orders orders) throws IOException {
        Path csv = folder.folder("csv");
        load(gridmill, "lineitem", csv.resolve("lineitem.csv"), CsvFiles.LINE_COLUMNS, "l_orderkey", orders.lines());
        load(gridmill, "orders", csv.resolve("orders.csv"), CsvFiles.ORDER_COLUMNS, "o_orderkey", orders.count());
    }

    private void load(Gridmill gridmill, String dataset, Path file, String columns, String key, long rows)
            throws IOException {
        JobStatus done = story.await(gridmill.load(Load.into(dataset)
                .from(file.toString())
                .columns(columns)
                .partitionBy(key)
                .backups(1)
                .spec()));
        long stored = gridmill.datasets().stream()
                .filter(info -> info.name().equals(dataset))
                .mapToLong(info -> info.sizeBytes())
                .sum();
        story.tell(
                dataset.equals("lineitem") ? "load" : "",
                dataset + ": " + Story.pace(done.resultRows(), Story.took(done)) + ", "
                        + Amounts.bytes(Files.size(file)) + " of text became " + Amounts.bytes(stored) + " of columns");
        if (done.resultRows() != rows) {
            differences.add("load of " + dataset + ": there must be " + rows + " rows, got " + done.resultRows());
        }
    }

    private JobSpec spec(String name, String sql, String dataset) {
        return JobSpec.sql(sql)
                .named(name)
                .result(dataset)
                .sink(Sinks.parquet(parquet.resolve(dataset).toString(), WriteMode.REPLACE))
                .sink(Sinks.jdbc("jdbc:sqlite:" + sqlite, dataset, WriteMode.REPLACE));
    }

    private void summarise(Gridmill gridmill, Expected expected) throws IOException, SQLException {
        JobHandle job = gridmill.submit(spec("pricing summary", Expected.SUMMARY, "summary"));
        JobStatus done = story.await(job);
        story.tell(
                "summary",
                "sums and averages of " + Story.pace(done.inputRows(), Story.took(done)) + ", " + done.shares()
                        + " shares, to Parquet, SQLite and a dataset");
        List<String> fromParquet = new ArrayList<>();
        ParquetRows.readFolder(parquet.resolve("summary"), fromParquet::add);
        differences.addAll(AnswerCheck.compare("summary in Parquet", expected.summary(), fromParquet));
        List<String> fromSqlite = new ArrayList<>();
        SqliteRows.read(sqlite, "SELECT * FROM summary ORDER BY 1, 2", fromSqlite::add);
        differences.addAll(AnswerCheck.compare("summary in SQLite", expected.summary(), fromSqlite));
        differences.addAll(AnswerCheck.compare(
                "dataset summary",
                expected.summary(),
                sql(gridmill, "SELECT * FROM summary ORDER BY l_returnflag, l_linestatus")));
    }

    /** The job that loses a node on the way. */
    private JobHandle lose(Gridmill gridmill, NodeProcess victim) throws IOException, InterruptedException {
        story.tell("job", "a row for every line with a discount of 5 % or more, to Parquet, SQLite and a dataset");
        Kill kill = Kill.during(
                () -> gridmill.submit(spec("discounted lines", Expected.DISCOUNTED, "discounted")),
                gridmill,
                victim,
                TRIES);
        if (kill == null) {
            throw GridmillException.resource("the job was over before " + victim.name() + " could be killed in it, "
                    + TRIES + " times; give it more to do with --rows");
        }
        long killed = System.nanoTime();
        story.tell(
                "kill",
                "after " + Amounts.duration(kill.afterStart()) + ", with " + kill.done() + " of " + kill.shares()
                        + " shares done, the ledger shows share " + kill.share() + " RUNNING on " + victim.name()
                        + ":");
        story.tell("", "SIGKILL to process " + victim.pid() + ", the node that this client is connected to");
        JobStatus done = story.await(kill.job());
        Duration after = Story.since(killed);
        List<Ledger.Share> shares = new Ledger(gridmill).shares(kill.job().id());
        List<Ledger.Share> taken = shares.stream()
                .filter(share -> share.isTakenFrom(victim.name()))
                .toList();
        if (taken.isEmpty()) {
            differences.add("takeover: other nodes must take over shares of " + victim.name()
                    + ", but gridmill.shares has none of job " + kill.job().id());
        }
        story.tell("takeover", takeover(victim, shares, taken));
        story.tell(
                "",
                "the job is done " + Amounts.duration(after) + " after the kill: "
                        + Story.pace(done.inputRows(), Story.took(done)) + " in all");
        return kill.job();
    }

    private static String takeover(NodeProcess victim, List<Ledger.Share> shares, List<Ledger.Share> taken) {
        long given = shares.stream()
                .filter(share -> !share.isLeaf() && share.takenFrom() == null)
                .count();
        StringBuilder text = new StringBuilder(
                "the ledger shows that the " + given + " open shares of " + victim.name() + " went on as");
        Map<String, Long> byNode = new TreeMap<>();
        taken.forEach(share -> byNode.merge(share.node(), 1L, Long::sum));
        String comma = " ";
        for (Map.Entry<String, Long> node : byNode.entrySet()) {
            text.append(comma).append(node.getValue()).append(" on ").append(node.getKey());
            comma = " and ";
        }
        return text.toString();
    }

    private void checkRows(JobHandle job, Expected expected) throws IOException, SQLException {
        RowCheck inParquet = expected.discounted("rows in Parquet");
        int files = ParquetRows.readFolder(parquet.resolve("discounted"), inParquet);
        checked(inParquet, "in " + files + " Parquet files");
        RowCheck inSqlite = expected.discounted("rows in SQLite");
        SqliteRows.read(sqlite, "SELECT * FROM discounted", inSqlite);
        checked(inSqlite, "in the SQLite table");
        RowCheck fetched = expected.discounted("rows fetched");
        try (Result result = job.fetch()) {
            ArrowRows.read(result, fetched);
        }
        checked(fetched, "fetched from the grid");
    }

    private void checked(RowCheck check, String where) throws IOException {
        List<String> found = check.finish();
        differences.addAll(found);
        story.tell(
                "check",
                Amounts.rows(check.rows()) + " " + where + ": "
                        + (found.isEmpty() ? "each there once, each as it must be" : "NOT as they must be"));
    }

    private void ask(Gridmill gridmill, Expected expected) throws IOException {
        long began = System.nanoTime();
        List<String> deliveries = sql(gridmill, Expected.DELIVERIES);
        differences.addAll(AnswerCheck.compare("deliveries in SQL", expected.deliveries(), deliveries));
        List<String> priorities = sql(gridmill, Expected.PRIORITIES);
        differences.addAll(AnswerCheck.compare("priorities in SQL", expected.priorities(), priorities));
        List<String> summary = sql(gridmill, Expected.SUMMARY);
        differences.addAll(AnswerCheck.compare("summary in SQL after the kill", expected.summary(), summary));
        story.tell(
                "ask",
                "SELECT delivery, COUNT(*), SUM(charge), MIN(l_shipdate), MAX(l_shipdate) FROM discounted GROUP BY ...");
        for (String row : deliveries) {
            story.tell("", "  " + row.replace("|", "  "));
        }
        story.tell(
                "",
                "and two more over lineitem and orders, on " + gridmill.nodes().size() + " nodes; all three in "
                        + Amounts.duration(Story.since(began)));
        story.tell(
                "check",
                "every answer is the same as counted apart, to the last digit"
                        .replace("every answer is", differences.isEmpty() ? "every answer is" : "NOT every answer is"));
    }

    private static List<String> sql(Gridmill gridmill, String query) {
        List<String> rows = new ArrayList<>();
        try (Result result = gridmill.sql(query)) {
            ArrowRows.read(result, rows::add);
        }
        return rows;
    }
}
