package io.gridmill.node.drive;

import io.gridmill.node.chunk.HotStore;
import io.gridmill.node.config.NodeConfig;
import io.gridmill.node.dataset.DatasetTargets;
import io.gridmill.node.dataset.Datasets;
import io.gridmill.node.dataset.VersionPins;
import io.gridmill.node.flush.Flusher;
import io.gridmill.node.flush.JobSinks;
import io.gridmill.node.grid.ControlCaches;
import io.gridmill.node.grid.GridEvents;
import io.gridmill.node.grid.Membership;
import io.gridmill.node.journal.Journal;
import io.gridmill.node.ledger.JobRecord;
import io.gridmill.node.ledger.Ledger;
import io.gridmill.node.result.ResultStore;
import io.gridmill.node.run.BlockStore;
import io.gridmill.node.run.JobCompiler;
import io.gridmill.node.run.JobLogics;
import io.gridmill.node.run.LoadShare;
import io.gridmill.node.run.LoadSources;
import io.gridmill.node.run.QueryShare;
import io.gridmill.node.run.RunningAttempt;
import io.gridmill.node.run.ShareRunner;
import io.gridmill.node.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that drives jobs on one node, wired together: started once, drained and closed once. */
public final class NodeDrive implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeDrive.class);
    /** How long others wait for the node whose turn it is. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration HOUSEKEEPING = Duration.ofSeconds(10);
    private static final int STEP_THREADS = 8;

    /** What drives jobs needs. */
    public record Parts(
            NodeConfig config,
            ControlCaches caches,
            Membership membership,
            Ledger ledger,
            Datasets datasets,
            DatasetTargets targets,
            Tables tables,
            VersionPins pins,
            HotStore hotStore,
            ResultStore store,
            Journal journal,
            BlockStore blocks,
            JobSinks sinks,
            LoadSources sources,
            JobCompiler compiler,
            BufferAllocator allocator) {}

    private final Drive drive;
    private final Slots slots;
    private final Steps steps;
    private final ShareRunner runner;
    private final ExecutorService lanes;
    private final ExecutorService stepThreads;
    private final ExecutorService retryThreads;
    private final EndWaits endWaits = new EndWaits();
    private final AutoCloseable events;

    public NodeDrive(Parts parts) {
        NodeConfig config = parts.config();
        Ledger ledger = parts.ledger();
        this.lanes = Executors.newFixedThreadPool(config.run().threads(), threads("gridmill-lane"));
        this.stepThreads = Executors.newFixedThreadPool(STEP_THREADS, threads("gridmill-step"));
        this.retryThreads = Executors.newFixedThreadPool(STEP_THREADS, threads("gridmill-retry"));
        JobLogics logics = new JobLogics(parts.datasets(), parts.compiler());
        Flusher flusher = new Flusher(ledger, parts.sinks(), parts.store(), parts.allocator());
        Planner planner = new Planner(
                parts.datasets(),
                parts.pins(),
                parts.targets(),
                parts.compiler(),
                logics,
                parts.sources(),
                parts.sinks(),
                flusher,
                parts.membership(),
                config.run().maxShareRows(),
                config.run().splitBytes());
        this.runner = new ShareRunner(
                ledger,
                parts.journal(),
                parts.store(),
                logics,
                parts.pins(),
                new QueryShare(config.run().threads()),
                lanes,
                new LoadShare(parts.sources(), parts.sinks()),
                (job, failed) -> planner.nextHolder(job, failed.work(), failed.failedOn()),
                parts.allocator(),
                config.memory().taskBytes());
        Turn turn = new Turn(parts.membership(), parts.caches()::keeperOf, PATIENCE);
        ResultKeeper results = new ResultKeeper(
                ledger,
                parts.journal(),
                parts.store(),
                parts.blocks(),
                runner,
                parts.membership(),
                config.journal().takeover());
        BooleanSupplier keepersLive = config.ledger().persistent() ? parts.caches()::keepersLive : () -> true;
        Hints hints = new Hints(turn::isMineAtOnce, parts.membership().self());
        this.drive = new Drive(ledger);
        this.steps = new Steps(stepThreads, retryThreads, drive::lookAt);
        this.slots = new Slots(
                runner,
                job -> keepersLive.getAsBoolean() && admits(parts.journal(), job),
                drive::lookAt,
                Math.max(config.run().concurrentShares(), 1));
        JobDriver driver = new JobDriver(
                ledger, parts.membership(), planner, runner, flusher, results, turn, hints, slots, steps, keepersLive);
        Housekeeping housekeeping = new Housekeeping(
                config.ledger().persistent() ? parts.caches()::followTheLiving : () -> {},
                ledger,
                parts.datasets(),
                parts.targets(),
                parts.tables(),
                results,
                parts.store(),
                turn,
                config.jobs().keep(),
                config.jobs().keepFor());
        results.replay().forEach(drive::lookAt);
        drive.start(driver, config.sweepInterval(), housekeeping, HOUSEKEEPING);
        this.events = GridEvents.listen(
                parts.caches(),
                jobId -> {
                    endWaits.hint(jobId);
                    if (hints.concernJob(jobId)) {
                        drive.lookAt(jobId);
                    }
                },
                (jobId, record) -> {
                    if (hints.concernShare(jobId, record)) {
                        drive.lookAt(jobId);
                    }
                },
                () -> {
                    results.membershipChanged();
                    drive.lookAtAll();
                });
    }

    /** When the journal runs full, jobs that have nothing in it yet wait until others have brought theirs into their sinks. */
    private static boolean admits(Journal journal, JobRecord job) {
        return job.isLoad()
                || journal.room() == Journal.Room.ENOUGH
                || journal.seals().stream()
                        .anyMatch(seal -> seal.attempt().jobId().equals(job.id()));
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** A hint that something may be due for a job. */
    public void lookAt(String jobId) {
        drive.lookAt(jobId);
    }

    /** Calls of clients that wait for jobs. */
    public EndWaits endWaits() {
        return endWaits;
    }

    /** What runs here now. */
    public Collection<RunningAttempt> running() {
        return runner.running();
    }

    /** Shares that wait here to be claimed. */
    public int waiting() {
        return slots.waiting();
    }

    /** Attempts that this node has committed. */
    public long committed() {
        return runner.committed();
    }

    /** Attempts that threw on this node. */
    public long failed() {
        return runner.failed();
    }

    /** Rows that attempts on this node have read, those that did not end well included. */
    public long rowsRead() {
        return runner.rowsRead();
    }

    /**
     * Claims nothing more and waits for what is claimed to end.
     *
     * @return whether everything ended in time
     */
    public boolean drain(Duration timeout) {
        slots.drain();
        Instant end = Instant.now().plus(timeout);
        while (!(slots.idle() && steps.idle()) && Instant.now().isBefore(end)) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return slots.idle() && steps.idle();
    }

    @Override
    public void close() {
        try {
            events.close();
        } catch (Exception e) {
            LOG.debug("listeners could not be closed", e);
        }
        runner.running().forEach(attempt -> attempt.stop("the node is stopping"));
        drive.close();
        slots.close();
        stepThreads.shutdownNow();
        retryThreads.shutdownNow();
        lanes.shutdownNow();
    }
}
