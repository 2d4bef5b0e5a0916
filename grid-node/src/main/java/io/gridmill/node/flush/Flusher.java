package io.gridmill.node.flush;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.JobState;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.StagedAttempt;
import io.gridmill.node.fault.Failpoint;
import io.gridmill.node.ledger.JobRecord;
import io.gridmill.node.ledger.Ledger;
import io.gridmill.node.ledger.Outcome;
import io.gridmill.node.ledger.ShareRecord;
import io.gridmill.node.ledger.ShareState;
import io.gridmill.node.ledger.Walk;
import io.gridmill.node.result.CommittedBatches;
import io.gridmill.node.result.ResultStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stages, closes, aborts and sweeps the sinks of jobs, on the calling thread, one try a call: the caller tries again. Thread-safe.
 */
public final class Flusher {
    private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);

    private final Ledger ledger;
    private final JobSinks sinks;
    private final ResultStore store;
    private final BufferAllocator allocator;
    /** Sinks that have acknowledged an attempt to this node, so that a retry for one sink does not repeat the others. */
    private final Map<AttemptId, Set<Integer>> acknowledged = new ConcurrentHashMap<>();

    public Flusher(Ledger ledger, JobSinks sinks, ResultStore store, BufferAllocator allocator) {
        this.ledger = ledger;
        this.sinks = sinks;
        this.store = store;
        this.allocator = allocator;
    }

    /** Makes sure that every sink can take the result, before anything runs. */
    public void prepare(List<JobSinks.Opener> openers) {
        for (JobSinks.Opener opener : openers) {
            try (Sink sink = opener.open()) {
                sink.prepare();
            }
        }
    }

    /**
     * Takes back what {@link #prepare} did for a job that will not run, and what it has staged.
     *
     * @return what sinks say that refuse to forget the job, as they will at every try
     */
    public List<String> forget(List<JobSinks.Opener> openers) {
        List<String> refusals = new ArrayList<>();
        Trouble trouble = new Trouble();
        for (JobSinks.Opener opener : openers) {
            try (Sink sink = opener.open()) {
                sink.abort();
            } catch (GridmillException e) {
                if (mayPass(e)) {
                    trouble.add(e);
                } else {
                    refusals.add(opener.name() + " refused: " + e.getMessage());
                }
            }
        }
        trouble.rethrow();
        return refusals;
    }

    /** Writes a COMMITTED share to every sink and says so in the ledger, comparing the attempt. A load has staged already. */
    public void stage(JobRecord job, ShareRecord committed) {
        AttemptId attempt = committed.attempt();
        Outcome outcome = committed.outcome();
        if (attempt == null || outcome == null) {
            throw new IllegalStateException("a committed share must have an outcome [share="
                    + committed.work().share() + "]");
        }
        if (!job.isLoad()) {
            Set<Integer> done = acknowledged.computeIfAbsent(attempt, key -> ConcurrentHashMap.newKeySet());
            StagedAttempt staged = new StagedAttempt(attempt, outcome.rows(), outcome.digest());
            int number = 0;
            Trouble trouble = new Trouble();
            for (JobSinks.Opener opener : sinks.of(job)) {
                if (!done.contains(number)) {
                    int sink = number;
                    trouble.with(() -> {
                        stage(opener, staged, outcome.batches());
                        done.add(sink);
                    });
                }
                number++;
            }
            trouble.rethrow();
        }
        Failpoint.STAGE_AFTER.hit();
        markStaged(committed, attempt);
        acknowledged.remove(attempt);
    }

    private void stage(JobSinks.Opener opener, StagedAttempt staged, int batches) {
        try (Sink sink = opener.open();
                BufferAllocator own =
                        allocator.newChildAllocator("stage " + staged.attempt().token(), 0, Long.MAX_VALUE);
                CommittedBatches input = new CommittedBatches(store, staged.attempt(), batches, own)) {
            sink.stage(staged, input);
        }
    }

    private void markStaged(ShareRecord committed, AttemptId attempt) {
        ShareRecord record = committed;
        while (record != null && record.state() == ShareState.COMMITTED && attempt.equals(record.attempt())) {
            if (ledger.step(record, record.staged(ledger.stamp(), Instant.now()))) {
                return;
            }
            record = ledger.share(record.jobId(), record.work().share());
        }
    }

    /** Those of a job's STAGED winners whose rows its dataset has lost: it is in memory, and all nodes may have stopped since. */
    public List<ShareRecord> lost(JobRecord job, List<ShareRecord> winners) {
        return winners.stream()
                .filter(share -> share.attempt() != null && !sinks.datasetHolds(job, share.attempt()))
                .toList();
    }

    /**
     * Closes every sink with the winners of a CLOSING job, then ends it. A sink that has lost what it acknowledged gets it
     * again first. Does nothing when the job has gone on meanwhile.
     */
    public void close(JobRecord closing) {
        SinkManifest manifest = closing.manifest();
        if (manifest == null) {
            throw new IllegalStateException("a closing job must have a manifest [job=" + closing.id() + "]");
        }
        List<JobSinks.Opener> openers = sinks.of(closing);
        // Ignite shows a record before its copies are synced. What sinks publish must not hang on a decision that all
        // nodes may forget.
        if (!openers.isEmpty() && !ledger.step(closing, closing)) {
            return;
        }
        List<String> refusals = new ArrayList<>();
        long refusedRows = 0;
        int closed = 0;
        Trouble trouble = new Trouble();
        for (JobSinks.Opener opener : openers) {
            Failpoint.CLOSE_BEFORE.hit();
            try {
                close(closing, opener, manifest);
                closed++;
                long refused = refusedRows(opener);
                if (refused > 0) {
                    refusals.add(opener.name() + " refused " + refused + " rows, they are in its dead letters");
                    refusedRows += refused;
                }
            } catch (GridmillException e) {
                if (mayPass(e)) {
                    trouble.add(e);
                    continue;
                }
                // For example, its target was made by somebody else meanwhile.
                refusals.add(opener.name() + " refused: " + e.getMessage());
                forget(List.of(opener));
            }
            Failpoint.CLOSE_AFTER.hit();
        }
        trouble.rethrow();
        if (refusals.isEmpty()) {
            end(closing);
        } else {
            JobState ending = closed == 0 ? JobState.FAILED : JobState.PARTIAL;
            if (closing.cause() != null) {
                refusals.add(0, closing.cause());
            }
            end(closing.endingAs(ending, String.join("; ", refusals)).refusing(refusedRows));
        }
        Failpoint.DONE_AFTER.hit();
    }

    /** Whether a sink may do at another try what it did not do now. One that has decided the job otherwise, for another grid, never will. */
    private static boolean mayPass(GridmillException e) {
        return e.code() != ErrorCode.INTERNAL && e.code().retryable();
    }

    private static long refusedRows(JobSinks.Opener opener) {
        try (Sink sink = opener.open()) {
            return sink.refusedRows();
        }
    }

    private void close(JobRecord closing, JobSinks.Opener opener, SinkManifest manifest) {
        try (Sink sink = opener.open()) {
            sink.closeWith(manifest);
            return;
        } catch (GridmillException e) {
            if (e.code() != ErrorCode.EXTERNAL) {
                throw e;
            }
            if (closing.isLoad()) {
                throw new GridmillException(
                        ErrorCode.DATA,
                        "what job " + closing.id() + " had read was lost when all nodes stopped, load it again: "
                                + e.getMessage(),
                        e);
            }
            LOG.warn(
                    "job {}: {} cannot close yet, staging its winners again: {}",
                    closing.id(),
                    opener.name(),
                    e.getMessage());
        }
        stageAgain(closing, opener);
        try (Sink sink = opener.open()) {
            sink.closeWith(manifest);
        }
    }

    private void stageAgain(JobRecord closing, JobSinks.Opener opener) {
        Walk walk = Walk.from(ledger, closing);
        for (ShareRecord share : walk.winners()) {
            if (share.attempt() != null && share.outcome() != null) {
                Outcome outcome = share.outcome();
                if (!store.holds(share.attempt(), outcome.batches())) {
                    throw GridmillException.data("the result of attempt "
                            + share.attempt().token() + " is lost: neither the grid nor a journal holds it");
                }
                stage(opener, new StagedAttempt(share.attempt(), outcome.rows(), outcome.digest()), outcome.batches());
            }
        }
    }

    /** Drops what an ABORTING job has staged, then ends it. */
    public void abort(JobRecord aborting) {
        List<String> refusals = forget(sinks.of(aborting));
        if (refusals.isEmpty()) {
            end(aborting);
        } else {
            end(aborting.endingAs(aborting.ending(), aborting.cause() + "; " + String.join("; ", refusals)));
        }
    }

    /** Drops what an ended job has staged and not published. It may be called again; one sink's trouble does not keep the others. */
    public void sweep(JobRecord ended) {
        Trouble trouble = new Trouble();
        for (JobSinks.Opener opener : sinks.of(ended)) {
            trouble.with(() -> {
                try (Sink sink = opener.open()) {
                    sink.sweep();
                }
            });
        }
        trouble.rethrow();
    }

    /** The last step of a job; its ending, cause and refused rows are the given record's, the rest is as the ledger has it. */
    private void end(JobRecord record) {
        JobRecord current = ledger.job(record.id());
        while (current != null && !current.state().terminal()) {
            JobRecord next = current.endingAs(record.ending(), record.cause())
                    .refusing(record.refusedRows())
                    .ended(ledger.stamp(), Instant.now());
            if (ledger.step(current, next)) {
                return;
            }
            current = ledger.job(record.id());
        }
    }
}
