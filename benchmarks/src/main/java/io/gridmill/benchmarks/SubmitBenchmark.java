package io.gridmill.benchmarks;

import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Load;
import io.gridmill.client.Result;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.NodeInfo;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Isolates what a small job costs beside its work: from submit to the rows of the result in the client, over the thin client's
 * socket, with ledger and journal in mode {@code fsync}, on one node in this JVM, one job at a time. The work, a group-by over {@code rows}
 * rows in the hot store, is well under a millisecond. In it are the client's pauses while it waits, which begin at 1 ms and double.
 *
 * <p>Floor: {@code Gridmill.nodes()}, a service call that decides and stores nothing, over the same socket.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar Submit              # raise: -f 3 -wi 10 -i 10; percentiles: -bm sample</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets up before it calls anything else
public class SubmitBenchmark {
    private static final String QUERY = "SELECT l_returnflag, COUNT(*), SUM(l_quantity) FROM small"
            + " GROUP BY l_returnflag ORDER BY l_returnflag";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Param("10000")
    public int rows;

    private Gridmill gridmill;
    private List<List<Object>> expected;

    @Setup
    public void startLoadAndCheck() throws IOException {
        Lineitem lineitem = new Lineitem(rows);
        expected = answer(lineitem);
        gridmill = Gridmill.embedded();
        try (TemporaryFolder folder = new TemporaryFolder()) {
            Path csv = Files.writeString(folder.path().resolve("small.csv"), csv(lineitem));
            Load load = Load.into("small")
                    .from(csv.toString())
                    .option("header", "false")
                    .columns("l_returnflag VARCHAR, l_quantity DECIMAL(15, 2)");
            gridmill.load(load.spec()).await(PATIENCE);
        }
        check();
        Check.equal("nodes", 1, smallJobFloor().size());
    }

    /** What JMH has just timed was right, too. */
    @TearDown(Level.Iteration)
    public void check() {
        Check.rows("the small job", expected, smallJob());
    }

    @TearDown
    public void close() {
        gridmill.close();
    }

    @Benchmark
    public List<List<Object>> smallJob() {
        JobHandle job = gridmill.submit(JobSpec.sql(QUERY));
        job.await(PATIENCE);
        List<List<Object>> answer = new ArrayList<>();
        try (Result result = job.fetch()) {
            result.forEachRemaining(batch -> OneThreadQuery.addRows(batch, answer));
        }
        return answer;
    }

    @Benchmark
    public List<NodeInfo> smallJobFloor() {
        return gridmill.nodes();
    }

    private static String csv(Lineitem lineitem) {
        StringBuilder csv = new StringBuilder();
        for (int row = 0; row < lineitem.rows; row++) {
            csv.append(Lineitem.RETURN_FLAGS[lineitem.returnFlag[row]])
                    .append(',')
                    .append(BigDecimal.valueOf(lineitem.quantity[row], 2))
                    .append('\n');
        }
        return csv.toString();
    }

    private static List<List<Object>> answer(Lineitem lineitem) {
        long[] count = new long[Lineitem.RETURN_FLAGS.length];
        long[] quantity = new long[Lineitem.RETURN_FLAGS.length];
        for (int row = 0; row < lineitem.rows; row++) {
            count[lineitem.returnFlag[row]]++;
            quantity[lineitem.returnFlag[row]] += lineitem.quantity[row];
        }
        List<List<Object>> rows = new ArrayList<>();
        for (int flag = 0; flag < count.length; flag++) {
            if (count[flag] > 0) {
                rows.add(List.of(Lineitem.RETURN_FLAGS[flag], count[flag], BigDecimal.valueOf(quantity[flag], 2)));
            }
        }
        return rows;
    }
}
