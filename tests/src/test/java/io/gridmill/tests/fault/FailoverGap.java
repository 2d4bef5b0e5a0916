package io.gridmill.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.client.Gridmill;
import io.gridmill.client.Result;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobStatus;
import io.gridmill.tests.cluster.NodeProcess;
import io.gridmill.tests.cluster.ProcessCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

/**
 * Measures how long a grid under load commits nothing when one of its three nodes fails, by the times at which the ledger has its shares
 * committed. It asserts that every job ends DONE with every row, and no time. Not part of {@code verify}: see {@code CONTRIBUTING.md}.
 */
class FailoverGap {
    private static final int CLIENTS = 4;
    private static final Duration BEFORE = Duration.ofSeconds(8);
    /** Longer than any failure should take to be noticed and made good. */
    private static final Duration AFTER = Duration.ofSeconds(20);

    private static final Query QUERY = Query.ROWS;

    private final int rounds = Integer.getInteger("failover.rounds", 3);

    private enum Failure {
        KILLED {
            @Override
            void befall(ProcessCluster cluster, NodeProcess victim) {
                cluster.kill(victim);
            }
        },
        /** As when the machine hangs or its network is cut: nobody says that the node is gone. */
        FROZEN {
            @Override
            void befall(ProcessCluster cluster, NodeProcess victim) {
                cluster.stop(victim);
            }
        };

        abstract void befall(ProcessCluster cluster, NodeProcess victim);
    }

    @Test
    void measure() throws Exception {
        StringBuilder table =
                new StringBuilder("| `cluster.failure-detection` | node | round | longest gap before, ms | "
                        + "longest gap from the failure on, ms | last share of the node done elsewhere after, ms | jobs |\n"
                        + "|---|---|--:|--:|--:|--:|--:|\n");
        for (String detection : List.of("10s", "1s")) {
            ProcessCluster cluster = ProcessCluster.of("failover", 3)
                    .with("cluster.failure-detection", detection)
                    .with("run.max-share-rows", "1000")
                    .with("memory.data", "512MiB")
                    .with("jobs.keep", "100");
            cluster.start();
            try {
                Path csv = OrderLines.write(cluster.folder().resolve("lines.csv"), FaultGrid.SEED, FaultGrid.ROWS);
                long expected;
                try (Oracle oracle = new Oracle()) {
                    oracle.read("lines", csv);
                    expected = oracle.answer(QUERY).count();
                }
                FaultGrid.load(cluster.client(), "lines", csv);
                for (Failure failure : Failure.values()) {
                    for (int round = 1; round <= rounds; round++) {
                        String line = "| " + detection + " | " + failure.name().toLowerCase(Locale.ROOT) + " | " + round
                                + play(cluster, failure, round, expected) + " |\n";
                        System.out.print(line);
                        table.append(line);
                    }
                }
            } finally {
                cluster.close();
            }
        }
        report(table);
    }

    private static String play(ProcessCluster cluster, Failure failure, int round, long expected) throws Exception {
        cluster.heal();
        NodeProcess victim = cluster.nodes().get(round % 3);
        List<NodeProcess> others = new ArrayList<>(cluster.nodes());
        others.remove(victim);
        AtomicBoolean stop = new AtomicBoolean();
        Instant began = Instant.now();
        List<CompletableFuture<Integer>> loads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            NodeProcess node = others.get(i % others.size());
            loads.add(CompletableFuture.supplyAsync(() -> load(cluster, node, stop, expected)));
        }
        TimeUnit.MILLISECONDS.sleep(BEFORE.toMillis());
        Instant failed = Instant.now();
        failure.befall(cluster, victim);
        TimeUnit.MILLISECONDS.sleep(AFTER.toMillis());
        stop.set(true);
        int jobs = 0;
        for (CompletableFuture<Integer> load : loads) {
            jobs += load.get();
        }
        try (Gridmill client = cluster.client(others.get(0))) {
            List<Instant> commits = times(client, "state = 'STAGED'");
            List<Instant> taken = times(client, "taken_from = '" + victim.name() + "'");
            return " | " + longestGap(commits, began.plusSeconds(2), failed).toMillis() + " | "
                    + longestGap(commits, failed, failed.plus(AFTER)).toMillis() + " | "
                    + taken.stream()
                            .filter(time -> time.isAfter(failed))
                            .reduce((first, second) -> second)
                            .map(last -> String.valueOf(
                                    Duration.between(failed, last).toMillis()))
                            .orElse("none was due")
                    + " | " + jobs;
        }
    }

    private static int load(ProcessCluster cluster, NodeProcess node, AtomicBoolean stop, long expected) {
        int jobs = 0;
        try (Gridmill client = cluster.client(node)) {
            while (!stop.get()) {
                JobStatus status = FaultGrid.awaitDone(client.submit(JobSpec.sql(QUERY.sql())));
                assertThat(status.resultRows()).isEqualTo(expected);
                jobs++;
            }
        }
        return jobs;
    }

    /** The times of the last steps of the shares that a condition names, in order. */
    private static List<Instant> times(Gridmill client, String condition) {
        List<Instant> times = new ArrayList<>();
        try (Result rows = client.sql("SELECT since FROM gridmill.shares WHERE " + condition + " ORDER BY since")) {
            while (rows.hasNext()) {
                VectorSchemaRoot batch = rows.next();
                TimeStampMicroVector since = (TimeStampMicroVector) batch.getVector("since");
                for (int row = 0; row < batch.getRowCount(); row++) {
                    times.add(Instant.EPOCH.plus(since.get(row), ChronoUnit.MICROS));
                }
            }
        }
        return times;
    }

    /** The longest time without a commit between two instants; what was going on at the first counts from there. */
    private static Duration longestGap(List<Instant> commits, Instant from, Instant to) {
        Duration longest = Duration.ZERO;
        Instant last = from;
        for (Instant commit : commits) {
            if (commit.isAfter(from) && !commit.isAfter(to)) {
                Duration gap = Duration.between(last, commit);
                longest = gap.compareTo(longest) > 0 ? gap : longest;
                last = commit;
            }
        }
        Duration rest = Duration.between(last, to);
        return rest.compareTo(longest) > 0 ? rest : longest;
    }

    private void report(StringBuilder table) throws IOException {
        Path file = Path.of(System.getProperty("failover.report", "target/failover.md"));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, table);
        System.out.println("report: " + file.toAbsolutePath());
    }
}
