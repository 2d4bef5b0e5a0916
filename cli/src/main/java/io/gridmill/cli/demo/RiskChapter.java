package io.gridmill.cli.demo;

import io.gridmill.cli.demo.rows.OptionBook;
import io.gridmill.cli.progress.Amounts;
import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Load;
import io.gridmill.client.Result;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobStatus;
import io.gridmill.core.job.TaskSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** The job that is a Java task: risk of option positions, computed before a node is lost and after, to the same bits. */
final class RiskChapter {
    private static final int POSITIONS = 50_000;
    private static final int PATHS = 1_000;
    private static final int VALUE = 1;
    private static final int DELTA = 2;
    private static final int VAR_99 = 8;
    /** How far sums in another order, of functions that are rounded otherwise, may lie apart, relative to the size of what is added. */
    private static final double CLOSE = 1e-9;

    private final Story story;
    private final Path csv;
    private final List<String> differences = new ArrayList<>();
    private double @Nullable [] before;

    RiskChapter(Story story, DemoFolder folder) throws IOException {
        this.story = story;
        this.csv = folder.folder("csv").resolve("positions.csv");
    }

    List<String> differences() {
        return List.copyOf(differences);
    }

    void load(Gridmill gridmill, long seed) throws IOException {
        OptionBook book = OptionBook.write(csv, seed, POSITIONS);
        story.await(gridmill.load(Load.into("positions")
                .from(csv.toString())
                .columns(OptionBook.COLUMNS)
                .partitionBy("id")
                .backups(1)
                .spec()));
        double[] risk = run(gridmill, "risk");
        before = risk;
        check("positions", book.count(), risk[0], 0);
        check("value", book.value(), risk[VALUE], CLOSE * POSITIONS * 100);
        check("delta", book.delta(), risk[DELTA], CLOSE * POSITIONS);
    }

    private void check(String what, double expected, double got, double apart) {
        if (!(Math.abs(expected - got) <= apart)) {
            differences.add("risk: " + what + " must be " + expected + ", got " + got);
        }
    }

    /** The same job on fewer nodes. */
    void again(Gridmill gridmill) throws IOException {
        double[] now = run(gridmill, "risk");
        if (Arrays.equals(now, before)) {
            story.tell(
                    "", "on " + gridmill.nodes().size() + " nodes, and every number has the bits that it had before");
        } else {
            differences.add("risk after the kill must be " + Arrays.toString(before) + ", got " + Arrays.toString(now));
        }
    }

    private double[] run(Gridmill gridmill, String topic) throws IOException {
        JobHandle job = gridmill.submit(JobSpec.task(TaskSpec.of("positions", "portfolio-risk"))
                .named("portfolio risk")
                .param("paths", Integer.toString(PATHS)));
        JobStatus done = story.await(job);
        double[] row = new double[10];
        try (Result result = job.fetch()) {
            VectorSchemaRoot batch = result.next();
            for (int n = 0; n < row.length; n++) {
                row[n] = ((Number) batch.getVector(n).getObject(0)).doubleValue();
            }
        }
        story.tell(
                topic,
                String.format(
                        Locale.ROOT,
                        "the Java task portfolio-risk: %,d options in %,d simulated markets, %s;",
                        POSITIONS,
                        PATHS,
                        Amounts.duration(Story.took(done))));
        story.tell(
                "",
                String.format(
                        Locale.ROOT,
                        "worth %,.2f, delta %,.2f; in 10 days one market in a hundred loses more than %,.2f",
                        row[VALUE],
                        row[DELTA],
                        row[VAR_99]));
        return row;
    }
}
