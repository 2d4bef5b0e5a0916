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
import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Load;
import io.gridmill.client.Result;
import io.gridmill.client.Sinks;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.DatasetInfo;
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

/** The story's chapters, in the order of the methods: each does something, tells it, and keeps what differs from what must be. */
final class Chapters {
    private static final int TRIES = 3;

    private final Story story;
    private final DemoFolder folder;
    private final Path parquet;
    private final Path sqlite;
    private final List<String> differences = new ArrayList<>();

    Chapters(Story story, DemoFolder folder) throws IOException {
        this.story = story;
        this.folder = folder;
        this.parquet = folder.folder("parquet");
        this.sqlite = folder.path().resolve("demo.sqlite");
    }

    /** What differed so far, in sentences. */
    List<String> differences() {
        return List.copyOf(differences);
    }

    /** Makes the rows, as files and as answers. */
    Expected generate(Orders orders) throws IOException {
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
                        + " orders, shaped as in TPC-H, made from seed " + orders.seed());
        story.tell(
                "",
                "and written as CSV, " + Amounts.bytes(bytes) + ", in " + Amounts.duration(Story.since(began))
                        + "; the right answers are counted on the way");
        return expected;
    }

    /** Loads both files, with one backup. */
    void load(Gridmill gridmill, Orders orders) throws IOException {
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
        DatasetInfo info = gridmill.datasets().stream()
                .filter(one -> one.name().equals(dataset))
                .findFirst()
                .orElseThrow(() -> GridmillException.internal("dataset " + dataset + " must be there after its load"));
        story.tell("load", dataset + ": " + Story.pace(done.resultRows(), Story.took(done)) + ";");
        story.tell(
                "",
                Amounts.bytes(Files.size(file)) + " of text became " + Amounts.bytes(info.sizeBytes())
                        + " of columns, in " + info.partitions() + " partitions with " + info.backups()
                        + " backup each");
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

    /** An aggregate on all nodes. */
    void summarise(Gridmill gridmill, Expected expected) throws IOException, SQLException {
        JobHandle job = gridmill.submit(spec("pricing summary", Expected.SUMMARY, "summary"));
        JobStatus done = story.await(job);
        story.tell("job 1", "TPC-H query 1, an aggregate, to Parquet, SQLite and a dataset;");
        story.tell("", Story.pace(done.inputRows(), Story.took(done)) + " in " + done.shares() + " shares");
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
    JobHandle lose(Gridmill gridmill, NodeProcess victim) throws IOException, InterruptedException {
        story.tell("job 2", "a row for every line with a discount of 5 % or more, to Parquet, SQLite and a dataset");
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
                "",
                "after " + Amounts.duration(kill.afterStart()) + ", with " + kill.done() + " of " + kill.shares()
                        + " shares done, the ledger shows share " + kill.share() + " RUNNING on " + victim.name());
        story.tell(
                "kill",
                victim.name() + ", to which this client is connected, is dead: SIGKILL to process " + victim.pid());
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

    /** Compares every row of the job in all three places. */
    void checkRows(JobHandle job, Expected expected) throws IOException, SQLException {
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

    /** Asks what is left of the grid in SQL. */
    void ask(Gridmill gridmill, Expected expected) throws IOException {
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
                differences.isEmpty()
                        ? "every answer, in Parquet, SQLite and SQL, is what was counted apart, to the last digit"
                        : "NOT every answer is what was counted apart");
    }

    private static List<String> sql(Gridmill gridmill, String query) {
        List<String> rows = new ArrayList<>();
        try (Result result = gridmill.sql(query)) {
            ArrowRows.read(result, rows::add);
        }
        return rows;
    }
}
