package io.gridmill.tests.battery;

import io.gridmill.client.Gridmill;
import io.gridmill.client.Result;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobState;
import io.gridmill.sinks.server.PostgresServer;
import io.gridmill.tests.battery.Verdict.Kind;
import io.gridmill.tests.cluster.NodeProcess;
import io.gridmill.tests.fault.Oracle;
import io.gridmill.tests.fault.OrderLines;
import io.gridmill.tests.fault.Query;
import io.gridmill.tests.fault.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** Plays rounds one after the other on one grid, judges each, and goes on with a fresh grid when one has failed. For one thread. */
final class Battery implements AutoCloseable {
    static final int ROWS = 30_000;
    private static final Duration TIDY = Duration.ofSeconds(30);
    private static final int LOOK_AT_ALL_EVERY = 20;

    private final long seed;
    private final boolean persistent;
    private final String mutant;
    private final Path folder;
    private final Path csv;
    private final Oracle oracle = new Oracle();
    private final @Nullable PostgresServer server;
    private final @Nullable String noPowerCuts;
    private final Map<String, Long> logEnds = new HashMap<>();
    private @Nullable BatteryGrid grid;
    private int grids;

    /**
     * @param folder for everything that the rounds leave; what failed stays there
     * @param persistent whether the ledger is on the disks, too
     * @param mutant a fault of the protocol that the nodes have, or empty
     */
    Battery(long seed, Path folder, boolean persistent, String mutant) throws SQLException, IOException {
        this.seed = seed;
        this.persistent = persistent;
        this.mutant = mutant;
        this.folder = Files.createDirectories(folder).toAbsolutePath();
        this.csv = OrderLines.write(this.folder.resolve("lines.csv"), seed, ROWS);
        this.noPowerCuts = LoopDisk.unavailable(this.folder);
        oracle.read(BatteryGrid.DATASET, csv);
        PostgresServer started = null;
        try {
            started = PostgresServer.start();
        } catch (TestAbortedException e) {
            System.out.println("rounds that need PostgreSQL are skipped: " + e.getMessage());
        }
        this.server = started;
    }

    /** Plays a round and says what came of it; a round that cannot be played here says why. */
    Played play(Round round) {
        String skipped = skipped(round);
        if (skipped != null) {
            return Played.skipped(round, skipped);
        }
        long began = System.nanoTime();
        List<Verdict> verdicts = new ArrayList<>();
        Script.End end = null;
        try {
            BatteryGrid healthy = healthyGrid();
            RoundSinks sinks = new RoundSinks(round.jobId(), round.sinks(), folder, server);
            JobSpec job = sinks.into(JobSpec.sql(round.query().sql()));
            end = new Script(healthy, round, job, sinks, server, persistent).play();
            judge(round, end, sinks, healthy, verdicts);
            if (verdicts.isEmpty()) {
                sinks.drop(healthy.client());
            }
            if (verdicts.isEmpty() && round.number() % LOOK_AT_ALL_EVERY == 0) {
                healthy.heal();
                verdicts.addAll(Leaks.ofAll(healthy));
            }
        } catch (Script.Stuck | ConditionTimeoutException e) {
            verdicts.add(new Verdict(Kind.STUCK, String.valueOf(e.getMessage())));
        } catch (Exception e) {
            e.printStackTrace();
            verdicts.add(new Verdict(Kind.BROKEN, e.toString()));
        }
        Played played = Played.of(round, end, Duration.ofNanos(System.nanoTime() - began), verdicts);
        if (!verdicts.isEmpty()) {
            keep(round);
            closeGrid();
        }
        return played;
    }

    private @Nullable String skipped(Round round) {
        if (round.card().fault().needsServer() && server == null) {
            return "no PostgreSQL server is installed here";
        }
        return switch (round.card().fault()) {
            case POWER_CUT -> noPowerCuts;
            case ALL -> persistent ? null : "the ledger is in memory: it goes with all nodes";
            default -> null;
        };
    }

    private BatteryGrid healthyGrid() {
        BatteryGrid healthy = grid;
        if (healthy == null) {
            grids++;
            logEnds.clear();
            healthy = new BatteryGrid(
                    folder.getFileName().toString(),
                    csv,
                    folder.resolve("grid-" + grids),
                    noPowerCuts == null,
                    persistent,
                    mutant);
            grid = healthy;
        }
        healthy.heal();
        for (NodeProcess node : healthy.cluster().nodes()) {
            logEnds.put(node.name(), (long) node.logText().length());
        }
        return healthy;
    }

    private void judge(Round round, Script.End end, RoundSinks sinks, BatteryGrid healthy, List<Verdict> verdicts)
            throws SQLException, IOException {
        Gridmill client = healthy.client();
        boolean done = end.status().state() == JobState.DONE;
        boolean saysWhatIsLost = end.status().state() == JobState.FAILED
                && String.valueOf(end.status().cause()).contains("lost");
        if (!done && !(end.mayFail() && saysWhatIsLost)) {
            verdicts.add(new Verdict(
                    Kind.LOST,
                    "the job ended " + end.status().state() + ": "
                            + end.status().cause()));
        }
        if (done) {
            verdicts.addAll(compared(round, end, sinks, client));
        }
        verdicts.addAll(tidied(sinks, done, client));
        verdicts.addAll(Leaks.ofJob(round.jobId(), healthy));
        if (!done && verdicts.isEmpty()) {
            again(round, healthy, verdicts);
        }
    }

    /** What the grid cannot give back is lost. */
    private List<Verdict> compared(Round round, Script.End end, RoundSinks sinks, Gridmill client) throws SQLException {
        Query query = round.query();
        Rows expected = oracle.answer(query);
        try {
            List<Verdict> verdicts = new ArrayList<>(sinks.compare(expected, query, oracle, client));
            if (!end.resultMayBeLost()) {
                try (Result result = client.job(round.jobId()).fetch()) {
                    Rows rows = Rows.of(result, query.decimals());
                    verdicts.addAll(RoundSinks.verdicts("result in the grid", rows, expected));
                }
            }
            return verdicts;
        } catch (GridmillException e) {
            return List.of(new Verdict(Kind.LOST, "the result cannot be read: " + e.getMessage()));
        }
    }

    /** After a job that failed, as it had to, the same under another id must succeed. */
    private void again(Round round, BatteryGrid healthy, List<Verdict> verdicts) throws SQLException, IOException {
        healthy.heal();
        String id = round.jobId() + "again";
        RoundSinks sinks = new RoundSinks(id, round.sinks(), folder, server);
        Gridmill client = healthy.client();
        JobState state = client.submit(id, sinks.into(JobSpec.sql(round.query().sql())))
                .awaitEnd(Duration.ofMinutes(2))
                .state();
        if (state == JobState.DONE) {
            verdicts.addAll(sinks.compare(oracle.answer(round.query()), round.query(), oracle, client));
        } else {
            verdicts.add(new Verdict(Kind.LOST, "submitted again under another id, the job ended " + state));
        }
        if (verdicts.isEmpty()) {
            sinks.drop(client);
        }
    }

    /** A job is DONE before its sinks are swept. */
    private static List<Verdict> tidied(RoundSinks sinks, boolean done, Gridmill client)
            throws SQLException, IOException {
        long limit = System.nanoTime() + TIDY.toNanos();
        List<Verdict> left = sinks.leftOvers(done, client);
        while (!left.isEmpty() && System.nanoTime() - limit < 0) {
            Pause.of(Duration.ofMillis(100));
            left = sinks.leftOvers(done, client);
        }
        return left;
    }

    /** What is left when no job runs any more. */
    List<Verdict> leftOvers() {
        BatteryGrid last = grid;
        if (last == null) {
            return List.of();
        }
        last.heal();
        return Leaks.ofAll(last);
    }

    /** The logs of a round that failed; what it left in files lies in the folder already. */
    private void keep(Round round) {
        BatteryGrid failed = grid;
        if (failed == null) {
            return;
        }
        try {
            Path kept = Files.createDirectories(folder.resolve("failed-" + round.jobId()));
            for (NodeProcess node : failed.cluster().nodes()) {
                String log = node.logText();
                int from = (int) Math.min(log.length(), logEnds.getOrDefault(node.name(), 0L));
                Files.writeString(kept.resolve(node.name() + ".log"), log.substring(from));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeGrid() {
        BatteryGrid last = grid;
        grid = null;
        if (last != null) {
            last.close();
        }
        if (server != null) { // The round may have left it stopped or dead.
            server.kill();
            server.restart();
        }
    }

    /** What was tried, for the report's head. */
    String conditions() {
        return (persistent ? "Persistent ledger; " : "Ledger in memory; ")
                + (server == null ? "no PostgreSQL here; " : "")
                + (noPowerCuts == null ? "disks whose power is cut" : "no power cuts: " + noPowerCuts)
                + (mutant.isEmpty() ? "" : "; nodes with the fault " + mutant)
                + "; seed " + seed;
    }

    @Override
    public void close() throws Exception {
        closeGrid();
        oracle.close();
        if (server != null) {
            server.close();
        }
        Files.deleteIfExists(csv);
    }
}
