package io.gridmill.node.run;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.TaskSpec;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.core.task.Logic;
import io.gridmill.core.task.TaskContext;
import io.gridmill.node.dataset.VersionPins;
import io.gridmill.node.fault.Failpoint;
import io.gridmill.node.journal.Journal;
import io.gridmill.node.journal.SealRecord;
import io.gridmill.node.ledger.JobRecord;
import io.gridmill.node.ledger.Ledger;
import io.gridmill.node.ledger.Outcome;
import io.gridmill.node.ledger.ShareRecord;
import io.gridmill.node.ledger.Walk;
import io.gridmill.node.result.ResultStore;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes a share from claim to commit, on the calling thread. Thread-safe.
 *
 * <p>Each end of an attempt is one step of the ledger that compares the attempt's id: COMMITTED; PLANNED again on the next holder
 * or QUARANTINED when it threw; none at all when it was stopped or another attempt has taken its place.
 */
public final class ShareRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ShareRunner.class);
    private static final int COMMIT_TRIES = 100;
    private static final long COMMIT_PAUSE_NANOS = 200_000_000L;

    private final Ledger ledger;
    private final Journal journal;
    private final ResultStore store;
    private final JobLogics logics;
    private final VersionPins versions;
    private final QueryShare queryShare;
    private final ExecutorService lanes;
    private final FinalShare finalShare;
    private final LoadShare loadShare;
    private final NextHolder nextHolder;
    private final BufferAllocator allocator;
    private final long taskBytes;
    private final Map<AttemptId, RunningAttempt> running = new ConcurrentHashMap<>();
    private final LongAdder committed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder rowsRead = new LongAdder();

    public ShareRunner(
            Ledger ledger,
            Journal journal,
            ResultStore store,
            JobLogics logics,
            VersionPins versions,
            QueryShare queryShare,
            ExecutorService lanes,
            LoadShare loadShare,
            NextHolder nextHolder,
            BufferAllocator allocator,
            long taskBytes) {
        this.ledger = ledger;
        this.journal = journal;
        this.store = store;
        this.logics = logics;
        this.versions = versions;
        this.queryShare = queryShare;
        this.lanes = lanes;
        this.finalShare = new FinalShare(store);
        this.loadShare = loadShare;
        this.nextHolder = nextHolder;
        this.allocator = allocator;
        this.taskBytes = taskBytes;
    }

    /** What runs here now. */
    public Collection<RunningAttempt> running() {
        return running.values();
    }

    /** Whether this attempt runs here. */
    public boolean runs(AttemptId attempt) {
        return running.containsKey(attempt);
    }

    /** Claims the share and, if that succeeds, executes it. Returns when the attempt has ended one way or the other. */
    public void claimAndRun(JobRecord job, ShareRecord planned) {
        AttemptId attempt = ledger.attempt(job.id(), planned.work().share(), planned.epoch() + 1);
        RunningAttempt running = new RunningAttempt(attempt, job.deadline());
        this.running.put(attempt, running);
        try {
            Failpoint.CLAIM_BEFORE.hit();
            ShareRecord claimed = planned.claimed(attempt, ledger.stamp(), Instant.now());
            if (!ledger.step(planned, claimed)) {
                return;
            }
            Failpoint.CLAIM_AFTER.hit();
            execute(job, claimed, running);
        } finally {
            this.running.remove(attempt);
            rowsRead.add(running.rowsRead());
        }
    }

    private void execute(JobRecord job, ShareRecord claimed, RunningAttempt attempt) {
        AttemptOutput output = new AttemptOutput(attempt.id(), store);
        Outcome outcome;
        try {
            outcome = job.spec().task() == null
                    ? work(job, claimed, attempt, lanes, output)
                    : TaskThreads.run(attempt.id().token(), attempt, own -> work(job, claimed, attempt, own, output));
            if (!job.isLoad()) {
                long sealing = System.nanoTime();
                journal.append(
                                new SealRecord(attempt.id(), outcome.batches(), outcome.rows(), outcome.digest()),
                                output.written())
                        .join();
                outcome = outcome.inJournal((System.nanoTime() - sealing) / 1_000);
            }
        } catch (Throwable e) { // An Error of the logic must end the attempt, not the thread that serves all.
            if (!attempt.isStopped()) {
                failed.increment();
                failed(job, claimed, e);
            }
            output.drop();
            return;
        }
        Failpoint.SEAL_AFTER.hit();
        if (commit(job.id(), attempt.id(), outcome)) {
            committed.increment();
            Failpoint.COMMIT_AFTER.hit();
        } else {
            LOG.info(
                    "attempt {} ended too late: another one has taken its place",
                    attempt.id().token());
            output.drop();
        }
    }

    private Outcome work(
            JobRecord job, ShareRecord claimed, RunningAttempt attempt, ExecutorService threads, AttemptOutput output) {
        try (BufferAllocator own = allocator.newChildAllocator(attempt.id().token(), 0, taskBytes)) {
            TaskContext context = new TaskContext(own, attempt);
            if (job.isLoad()) {
                return loadShare.run(job, claimed.work(), attempt, context, output);
            }
            Logic logic = logics.of(job);
            long inputRows = claimed.work().isFinal()
                    ? finalShare.run(logic, Walk.from(ledger, job), attempt, context, output)
                    : queryShare.run(
                            threads,
                            logic,
                            versions.of(job),
                            claimed.work().partitions(),
                            job.cut() != null && job.cut().isWhole(claimed.work()),
                            attempt,
                            context,
                            output);
            refuseLeak(job, own);
            return new Outcome(output.batches(), output.rows(), output.digest(), inputRows, 0, 0, attempt.spent());
        }
    }

    /** The allocator would say it, too, but knows nothing of tasks. */
    private static void refuseLeak(JobRecord job, BufferAllocator own) {
        TaskSpec task = job.spec().task();
        if (task != null && own.getAllocatedMemory() > 0) {
            throw new GridmillException(
                    ErrorCode.EXTERNAL,
                    "task " + task.task() + " must close every vector that it makes, left open are "
                            + own.getAllocatedMemory() + " bytes");
        }
    }

    /**
     * RUNNING with this attempt → COMMITTED, whatever the answers on the way (DESIGN §4, rule 6). Also used for what the journal
     * holds from before a restart.
     *
     * @return whether the attempt is the committed one
     */
    public boolean commit(String jobId, AttemptId attempt, Outcome outcome) {
        int failures = 0;
        while (true) {
            try {
                ShareRecord record = ledger.share(jobId, attempt.share());
                if (record == null) {
                    return false;
                }
                if (record.state().committed() && attempt.equals(record.attempt())) {
                    return true;
                }
                if (!record.awaits(attempt)) {
                    return false;
                }
                if (ledger.step(record, record.committed(attempt, outcome, ledger.stamp(), Instant.now()))) {
                    return true;
                }
            } catch (RuntimeException e) {
                // The step may have been applied. Silence is no reason to drop a result: look again.
                if (++failures == COMMIT_TRIES || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LOG.info("committing attempt {} has no clear outcome yet: {}", attempt.token(), e.toString());
                LockSupport.parkNanos(COMMIT_PAUSE_NANOS);
            }
        }
    }

    private void failed(JobRecord job, ShareRecord claimed, Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        boolean retryable =
                !(cause instanceof GridmillException known) || known.code().retryable();
        String text = describe(cause);
        String where = "share " + claimed.work().share() + ", attempt " + claimed.attempts() + " of "
                + job.spec().attempts() + " on node "
                + (claimed.attempt() == null ? "?" : claimed.attempt().node());
        if (cause instanceof GridmillException known && known.code() == ErrorCode.DATA) {
            LOG.info("job {}, {}: {}", job.id(), where, text);
        } else {
            LOG.warn("job {}, {} threw", job.id(), where, cause);
        }
        ShareRecord next;
        if (retryable && claimed.attempts() < job.spec().attempts()) {
            String self = claimed.work().node();
            next = claimed.retriedOn(nextHolder.after(job, claimed), self, text, ledger.stamp(), Instant.now());
        } else {
            String why = retryable ? text + " [" + where + "]" : text;
            next = claimed.quarantined(why, ledger.stamp(), Instant.now());
        }
        ledger.step(claimed, next);
    }

    private static String describe(Throwable cause) {
        if (cause instanceof GridmillException) {
            return String.valueOf(cause.getMessage());
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    /** Attempts that were committed here. */
    public long committed() {
        return committed.sum();
    }

    /** Attempts that threw here. */
    public long failed() {
        return failed.sum();
    }

    /** Rows that ended attempts have read here. */
    public long rowsRead() {
        return rowsRead.sum();
    }

    /** Stops the attempts of a job that run here, and forgets what it was compiled to. */
    public void stop(String jobId, String reason) {
        logics.forget(jobId);
        for (RunningAttempt attempt : running.values()) {
            if (attempt.id().jobId().equals(jobId)) {
                attempt.stop(reason);
            }
        }
    }

    /** Who tries next after an attempt threw. */
    public interface NextHolder {
        String after(JobRecord job, ShareRecord failed);
    }
}
