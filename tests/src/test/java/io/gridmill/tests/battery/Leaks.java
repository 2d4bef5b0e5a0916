package io.gridmill.tests.battery;

import io.gridmill.client.Gridmill;
import io.gridmill.client.Result;
import io.gridmill.tests.cluster.NodeProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.cache.Cache;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.cache.query.ScanQuery;
import org.apache.ignite.client.ClientException;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.configuration.ClientConfiguration;

/** What jobs that have ended leave in the grid and its nodes, looked at until it is gone or patience is. */
final class Leaks {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** The file that an empty journal still writes to, with all its holes. */
    private static final double JOURNAL_BYTES = 24 << 20;

    private Leaks() {}

    /** Whatever is left of a job, after a while. */
    static List<Verdict> ofJob(String jobId, BatteryGrid grid) {
        return settled(() -> {
            List<Verdict> verdicts = new ArrayList<>();
            for (NodeProcess node : grid.running()) {
                double running = node.metric("gridmill_shares_running") + node.metric("gridmill_shares_waiting");
                if (Double.isNaN(running)) {
                    continue; // It was killed and is starting: it has nothing yet.
                }
                double arrow = node.metric("gridmill_arrow_bytes") - node.metric("gridmill_hotstore_bytes");
                double pinned = node.metric("gridmill_hotstore_pinned_bytes");
                if (running != 0) {
                    verdicts.add(leak("node " + node.name() + " runs or keeps " + running + " shares"));
                }
                if (arrow != 0 || pinned != 0) {
                    verdicts.add(leak("node " + node.name() + " has " + arrow
                            + " Arrow bytes beside its hot store, and " + pinned + " pinned in it"));
                }
            }
            verdicts.addAll(inGrid(jobId, grid));
            return verdicts;
        });
    }

    private static List<Verdict> inGrid(String jobId, BatteryGrid grid) {
        List<Verdict> verdicts = new ArrayList<>();
        try (IgniteClient ignite = connect(grid)) {
            if (ignite.cache("gridmill-active").containsKey(jobId)) {
                verdicts.add(leak("job " + jobId + " is still active"));
            }
            Set<String> attempts = new HashSet<>();
            try (QueryCursor<Cache.Entry<AffinityKey<String>, byte[]>> batches = ignite.<AffinityKey<String>, byte[]>
                            cache("gridmill-results")
                    .query(new ScanQuery<>())) {
                for (Cache.Entry<AffinityKey<String>, byte[]> batch : batches) {
                    String token = batch.getKey().key();
                    if (token.startsWith(jobId + "-")) {
                        attempts.add(token.substring(0, token.indexOf('/')));
                    }
                }
            }
            long staged = stagedShares(jobId, grid.client());
            if (attempts.size() > staged) {
                verdicts.add(leak("the grid keeps batches of " + attempts.size() + " attempts, " + staged
                        + " shares are staged: " + attempts));
            }
        }
        return verdicts;
    }

    private static long stagedShares(String jobId, Gridmill client) {
        long staged = 0;
        try (Result result =
                client.sql("SELECT share FROM gridmill.shares WHERE state = 'STAGED' AND job = '" + jobId + "'")) {
            while (result.hasNext()) {
                VectorSchemaRoot batch = result.next();
                staged += batch.getRowCount();
            }
        }
        return staged;
    }

    /** Whatever is left of all jobs together, when none runs: journals, generations of datasets. */
    static List<Verdict> ofAll(BatteryGrid grid) {
        return settled(() -> {
            List<Verdict> verdicts = new ArrayList<>();
            for (NodeProcess node : grid.running()) {
                double journal = node.metric("gridmill_journal_bytes");
                if (!(journal <= JOURNAL_BYTES)) {
                    verdicts.add(leak("the journal of node " + node.name() + " holds " + (long) journal + " bytes"));
                }
            }
            try (IgniteClient ignite = connect(grid)) {
                for (String cache : ignite.cacheNames()) {
                    if (cache.startsWith("data-") && !cache.startsWith("data-" + BatteryGrid.DATASET + "-")) {
                        verdicts.add(leak("cache " + cache));
                    }
                }
            }
            return verdicts;
        });
    }

    private static IgniteClient connect(BatteryGrid grid) {
        return Ignition.startClient(new ClientConfiguration()
                .setAddresses(
                        grid.running().stream().map(NodeProcess::clientAddress).toArray(String[]::new)));
    }

    /** Looks until nothing is found any more, or patience ends; then what was found last counts. */
    private static List<Verdict> settled(Supplier<List<Verdict>> look) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<Verdict> found = seen(look);
        while (!found.isEmpty() && System.nanoTime() - end < 0) {
            Pause.of(Duration.ofMillis(200));
            found = seen(look);
        }
        return found;
    }

    /** A node that only joins answers no query of a cache yet, so that counts as something found: it is looked at again. */
    private static List<Verdict> seen(Supplier<List<Verdict>> look) {
        try {
            return look.get();
        } catch (ClientException e) {
            return List.of(new Verdict(Verdict.Kind.BROKEN, "no look into the grid: " + e));
        }
    }

    private static Verdict leak(String text) {
        return new Verdict(Verdict.Kind.LEAKED, text);
    }
}
