package io.gridmill.tests.battery;

import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Result;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.JobStatus;
import io.gridmill.core.json.Json;
import io.gridmill.node.fault.Failpoint;
import io.gridmill.sinks.server.PostgresServer;
import io.gridmill.tests.cluster.NodeCommand;
import io.gridmill.tests.cluster.NodeProcess;
import io.gridmill.tests.cluster.ProcessCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Plays one round: arms the points, submits the job, does what the fault wants, and waits for the job's end. For one use. */
final class Script {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration HELD_FOR = Duration.ofSeconds(3);
    private static final Duration NAP = Duration.ofSeconds(1);
    private static final Duration ENDS_ALONE = Duration.ofSeconds(120);
    private static final Duration DRAINS = Duration.ofSeconds(90);
    private static final int ATTEMPTS = 12;

    /** What a round has come to. */
    record End(JobStatus status, boolean hit, List<Failpoint> met, boolean mayFail, boolean resultMayBeLost) {}

    private final BatteryGrid grid;
    private final ProcessCluster cluster;
    private final Round round;
    private final Failpoint point;
    private final JobSpec spec;
    private final RoundSinks sinks;
    private final @Nullable PostgresServer server;
    private final boolean persistent;
    private final Random random;
    private @Nullable CompletableFuture<JobStatus> end;
    /** Whether nodes that die are started again at once: where two may die, what they have committed is in their journals alone. */
    private boolean revives;

    private boolean mayFail;

    private boolean resultMayBeLost;

    Script(
            BatteryGrid grid,
            Round round,
            JobSpec job,
            RoundSinks sinks,
            @Nullable PostgresServer server,
            boolean persistent) {
        this.grid = grid;
        this.cluster = grid.cluster();
        this.round = round;
        this.point = round.card().point();
        this.spec = job.attempts(ATTEMPTS);
        this.sinks = sinks;
        this.server = server;
        this.persistent = persistent;
        this.random = new Random(round.seed());
        this.revives = round.extras().containsValue("kill");
    }

    /** Throws {@link Stuck} when something does not end. */
    End play() throws Exception {
        round.extras().forEach(cluster::armFirst);
        boolean hit = switch (round.card().fault()) {
            case KILL -> kill();
            case ZOMBIE -> zombie();
            case COMEBACK -> comeback();
            case LAST -> last();
            case WIPE -> wipe();
            case ALL -> all();
            case POWER_CUT -> powerCut();
            case CLIENT -> client();
            case SINK_STOPPED -> sinkStopped();
            case SINK_KILLED -> sinkKilled();
            case REPEAT -> repeat();
            case JOIN -> join();
            case LEAVE -> leave();
        };
        JobStatus status = awaitEnd();
        List<Failpoint> met = new ArrayList<>();
        if (hit) {
            met.add(point);
        }
        round.extras().keySet().stream().filter(cluster::metFirst).forEach(met::add);
        long deaths = round.extras().entrySet().stream()
                .filter(extra -> extra.getValue().equals("kill") && met.contains(extra.getKey()))
                .count();
        return new End(status, hit, met, mayFail, resultMayBeLost || (deaths > 0 && hit));
    }

    private void submit() {
        watch(grid.client().submit(round.jobId(), spec));
    }

    private void watch(JobHandle job) {
        end = CompletableFuture.supplyAsync(() -> awaitEnd(job));
    }

    /** A client gives up when no node has answered for half a minute; this one asks again. */
    private static JobStatus awaitEnd(JobHandle job) {
        long limit = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return job.awaitEnd(PATIENCE);
            } catch (GridmillException e) {
                if (e.code() != ErrorCode.EXTERNAL || System.nanoTime() - limit > 0) {
                    throw e;
                }
            }
        }
    }

    private CompletableFuture<JobStatus> end() {
        return Objects.requireNonNull(end, "the job is submitted first");
    }

    private JobStatus awaitEnd() {
        try {
            must("the job does not end, and its client does not say so", PATIENCE.multipliedBy(2), () -> {
                if (revives) {
                    dead().forEach(cluster::restart);
                }
                return end().isDone();
            });
            return end().get();
        } catch (ExecutionException e) {
            throw new Stuck("the job does not end: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for something that the job brings about; false when the job has ended and it does not come any more. */
    private boolean comes(BooleanSupplier condition) {
        boolean late = point == Failpoint.DONE_AFTER || point == Failpoint.TRIM_BEFORE;
        Duration grace = Duration.ofSeconds(late ? 30 : 2);
        long limit = System.nanoTime() + PATIENCE.toNanos();
        long endedAt = Long.MAX_VALUE;
        while (!condition.getAsBoolean()) {
            long now = System.nanoTime();
            if (end != null && end.isDone() && endedAt == Long.MAX_VALUE) {
                endedAt = now;
            }
            if (now - limit > 0 || (endedAt != Long.MAX_VALUE && now - endedAt > grace.toNanos())) {
                return false;
            }
            Pause.of(POLL);
        }
        return true;
    }

    private void must(String what, Duration patience, BooleanSupplier condition) {
        long limit = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - limit > 0) {
                throw new Stuck(what, null);
            }
            Pause.of(POLL);
        }
    }

    private List<NodeProcess> dead() {
        return cluster.nodes().stream().filter(node -> !node.isAlive()).toList();
    }

    /** Waits for the node that the armed point kills. */
    private boolean comesDeath() {
        return comes(() -> cluster.metFirst(point)) && comes(() -> !dead().isEmpty());
    }

    private boolean kill() {
        cluster.armFirst(point, "kill");
        submit();
        boolean hit = comesDeath();
        revives |= random.nextBoolean();
        return hit;
    }

    private boolean last() {
        NodeProcess victim = cluster.nodes().get(random.nextInt(BatteryGrid.NODES));
        cluster.arm(victim, point, "hold");
        submit();
        boolean hit = comes(() -> cluster.isHeld(point));
        while (hit && isPlanned(victim)) {
            cluster.arm(victim, point, "hold");
            cluster.release(point);
            hit = comes(() -> cluster.isHeld(point));
        }
        hit = hit && comes(() -> shares().stream().filter(this::isOpen).count() == 1);
        cluster.kill(List.of(victim));
        return hit;
    }

    private boolean isPlanned(NodeProcess node) {
        return shares().stream()
                .anyMatch(
                        share -> share.state().equals("PLANNED") && share.node().equals(node.name()));
    }

    private boolean isOpen(Share share) {
        return !share.state().equals("STAGED")
                && !(round.query().hasFinalShare() && share.state().equals("COMMITTED"));
    }

    private boolean wipe() {
        cluster.armFirst(point, "kill");
        submit();
        boolean hit = comesDeath();
        for (NodeProcess victim : dead()) {
            BatteryGrid.wipe(victim);
        }
        revives = true;
        return hit;
    }

    private boolean zombie() {
        cluster.armFirst(point, "stop");
        submit();
        if (!comes(() -> cluster.nodes().stream().anyMatch(NodeProcess::isStopped))) {
            return false;
        }
        NodeProcess zombie = cluster.nodes().stream()
                .filter(NodeProcess::isStopped)
                .findFirst()
                .orElseThrow();
        if (random.nextInt(3) == 0) {
            Pause.of(NAP);
            cluster.wake(zombie);
            return true;
        }
        awaitEnd();
        must("the others do not notice that " + zombie.name() + " is gone", ENDS_ALONE, () -> {
            List<NodeProcess> others = grid.running();
            return others.stream().allMatch(node -> node.metric("gridmill_nodes") == others.size());
        });
        cluster.wake(zombie);
        must(
                "node " + zombie.name() + " was thrown out of the grid and does not end",
                ENDS_ALONE,
                () -> !zombie.isAlive());
        return true;
    }

    private boolean comeback() {
        Failpoint held = random.nextBoolean() ? Failpoint.DECIDE_AFTER : Failpoint.CLOSE_BEFORE;
        cluster.armFirst(point, "kill");
        cluster.nodes().forEach(node -> cluster.arm(node, held, "hold"));
        submit();
        boolean hit = comesDeath();
        for (NodeProcess victim : dead()) {
            cluster.restart(victim);
            cluster.arm(victim, held, "hold");
            cluster.awaitReady(victim);
        }
        comes(() -> cluster.isHeld(held));
        cluster.disarm();
        return hit;
    }

    /** What was not committed is lost with the memory that held the dataset, and the job says so. */
    private boolean all() {
        cluster.armFirst(point, "hold");
        submit();
        boolean hit = comes(() -> cluster.isHeld(point));
        if (hit) {
            mayFail = point != Failpoint.CLOSE_BEFORE && point != Failpoint.CLOSE_AFTER;
            resultMayBeLost = true;
            cluster.kill(cluster.nodes());
            cluster.nodes().forEach(cluster::restart);
            cluster.nodes().forEach(cluster::awaitReady);
        }
        return hit;
    }

    /**
     * The server is down while the shares are committed, so their rows are in journals and memory alone. Then the power goes, and with it
     * all copies of the dataset: what ends the job is what had been synced. All nodes go, or all but one, and then the dataset has fewer
     * copies than that.
     */
    private boolean powerCut() {
        PostgresServer postgres = Objects.requireNonNull(server);
        List<NodeProcess> nodes = cluster.nodes();
        boolean all = persistent && random.nextBoolean();
        JobSpec job = spec;
        if (!all) {
            grid.load("bare", 1);
            String sql = Objects.requireNonNull(spec.sql()).replace("FROM lines", "FROM bare");
            job = sinks.into(JobSpec.sql(sql)).attempts(ATTEMPTS);
        }
        nodes.forEach(node -> cluster.arm(node, Failpoint.CLAIM_AFTER, "hold"));
        watch(grid.client().submit(round.jobId(), job));
        boolean hit = comes(() -> nodes.stream().allMatch(node -> cluster.met(node, Failpoint.CLAIM_AFTER)));
        postgres.kill();
        cluster.disarm();
        must("the shares are not all committed", PATIENCE, this::allCommitted);
        List<NodeProcess> victims = all ? nodes : nodes.subList(1, nodes.size());
        victims.forEach(node -> grid.disk(node).cut());
        cluster.kill(victims);
        victims.forEach(node -> grid.disk(node).comeBack());
        victims.forEach(cluster::restart);
        victims.forEach(cluster::awaitReady);
        postgres.restart();
        awaitEnd();
        if (!all) {
            grid.client().drop("bare");
        }
        return hit;
    }

    private boolean allCommitted() {
        List<Share> shares = shares();
        boolean last = !round.query().hasFinalShare()
                || shares.stream().anyMatch(share -> share.name().startsWith("final"));
        return last
                && shares.stream().anyMatch(share -> share.state().equals("COMMITTED"))
                && shares.stream()
                        .noneMatch(share ->
                                share.state().equals("PLANNED") || share.state().equals("RUNNING"));
    }

    private record Share(String name, String state, String node) {}

    /** The job's shares as the ledger has them. */
    private List<Share> shares() {
        List<Share> shares = new ArrayList<>();
        try (Result rows = grid.client()
                .sql("SELECT share, state, node FROM gridmill.shares WHERE job = '" + round.jobId() + "'")) {
            while (rows.hasNext()) {
                VectorSchemaRoot batch = rows.next();
                for (int row = 0; row < batch.getRowCount(); row++) {
                    shares.add(new Share(
                            String.valueOf(batch.getVector("share").getObject(row)),
                            String.valueOf(batch.getVector("state").getObject(row)),
                            String.valueOf(batch.getVector("node").getObject(row))));
                }
            }
        }
        return shares;
    }

    private boolean client() throws IOException, InterruptedException {
        cluster.armFirst(point, "hold");
        Path file = cluster.folder().resolve(round.jobId() + ".json");
        Files.writeString(file, Json.write(spec));
        List<String> command = new ArrayList<>(NodeCommand.java("-Xmx128m"));
        command.addAll(List.of(
                SubmittingClient.class.getName(),
                cluster.nodes().get(0).clientAddress(),
                round.jobId(),
                file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(cluster.folder().resolve("client.log").toFile())
                .start();
        try {
            must("a client does not submit its job", PATIENCE, this::jobIsKnown);
            watch(grid.client().job(round.jobId()));
            boolean hit = comes(() -> cluster.isHeld(point));
            process.destroyForcibly().waitFor();
            cluster.release(point);
            return hit;
        } finally {
            process.destroyForcibly();
        }
    }

    private boolean jobIsKnown() {
        try {
            grid.client().job(round.jobId());
            return true;
        } catch (GridmillException e) {
            return false;
        }
    }

    private boolean sinkStopped() {
        PostgresServer postgres = Objects.requireNonNull(server);
        boolean hangs = random.nextBoolean();
        cluster.armFirst(point, "hold");
        submit();
        boolean hit = comes(() -> cluster.isHeld(point));
        if (hangs) {
            postgres.signal("STOP");
        } else {
            postgres.kill();
        }
        cluster.release(point);
        Pause.of(HELD_FOR);
        if (hangs) {
            postgres.signal("CONT");
        } else {
            postgres.restart();
        }
        return hit;
    }

    private boolean sinkKilled() throws SQLException {
        PostgresServer postgres = Objects.requireNonNull(server);
        boolean inCommit = point == Failpoint.CLOSE_BEFORE && random.nextInt(3) > 0;
        cluster.armFirst(point, "hold");
        submit();
        boolean hit = comes(() -> cluster.isHeld(point));
        if (hit && inCommit) {
            killInCommit(postgres);
        } else {
            cluster.release(point);
            Pause.of(Duration.ofMillis(random.nextInt(60)));
            postgres.kill();
        }
        postgres.restart();
        return hit;
    }

    /** The rows are published in the sink's transaction, and only its seals remain to be deleted: there it is kept waiting. */
    private void killInCommit(PostgresServer postgres) throws SQLException {
        try (Connection connection = postgres.connect(Objects.requireNonNull(sinks.url()));
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("LOCK TABLE gridmill_seals IN SHARE MODE");
            cluster.release(point);
            must("the sink does not come to the end of its transaction", PATIENCE, () -> waits(statement));
            postgres.kill();
        } catch (SQLException e) {
            // Closing what the dead server had open.
            if (e.getSQLState() == null || !e.getSQLState().startsWith("08")) {
                throw e;
            }
        }
    }

    private static boolean waits(Statement statement) {
        try (ResultSet waiting = statement.executeQuery("SELECT COUNT(*) FROM pg_locks WHERE NOT granted")) {
            return waiting.next() && waiting.getInt(1) > 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean repeat() {
        NodeProcess first = cluster.nodes().get(0);
        NodeProcess second = cluster.nodes().get(2);
        try (Gridmill one = cluster.client(first);
                Gridmill two = cluster.client(second)) {
            cluster.armFirst(point, "kill");
            CompletableFuture<JobHandle> again = CompletableFuture.supplyAsync(() -> two.submit(round.jobId(), spec));
            watch(one.submit(round.jobId(), spec));
            JobStatus status = again.join().awaitEnd(PATIENCE);
            boolean hit = comesDeath();
            JobState after = grid.client().submit(round.jobId(), spec).status().state();
            if (after != status.state()) {
                throw new IllegalStateException("submitted again after its end, the job is " + after);
            }
            awaitEnd();
            return hit;
        } catch (CompletionException | GridmillException e) {
            throw new Stuck("submitting twice does not work: " + e, e);
        }
    }

    private boolean join() {
        cluster.armFirst(point, "hold");
        submit();
        boolean hit = comes(() -> cluster.isHeld(point));
        NodeProcess added = cluster.add();
        cluster.awaitWhole();
        cluster.release(point);
        awaitEnd();
        drain(added);
        cluster.remove(added);
        return hit;
    }

    private boolean leave() {
        NodeProcess leaving = cluster.nodes().get(random.nextInt(BatteryGrid.NODES));
        cluster.armFirst(point, "hold");
        submit();
        boolean hit = comes(() -> cluster.isHeld(point));
        leaving.terminate();
        cluster.release(point);
        awaitEnd();
        must("node " + leaving.name() + " drains and does not end", DRAINS, () -> !leaving.isAlive());
        return hit;
    }

    private void drain(NodeProcess node) {
        node.terminate();
        must("node " + node.name() + " drains and does not end", DRAINS, () -> !node.isAlive());
    }

    /** Something did not end in time. */
    static final class Stuck extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stuck(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
