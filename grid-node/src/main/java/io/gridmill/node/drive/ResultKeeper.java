package io.gridmill.node.drive;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.node.grid.Membership;
import io.gridmill.node.journal.Journal;
import io.gridmill.node.journal.SealRecord;
import io.gridmill.node.ledger.Cut;
import io.gridmill.node.ledger.JobRecord;
import io.gridmill.node.ledger.Ledger;
import io.gridmill.node.ledger.Outcome;
import io.gridmill.node.ledger.ShareRecord;
import io.gridmill.node.ledger.ShareState;
import io.gridmill.node.ledger.Spent;
import io.gridmill.node.ledger.Walk;
import io.gridmill.node.result.ResultStore;
import io.gridmill.node.run.BlockStore;
import io.gridmill.node.run.ShareRunner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that committed results are where they are needed: brings them back from this node's journal when the grid has
 * lost its copies, gives up those that nobody holds any more, and lets go of those that nobody needs.
 *
 * <p>Needed is one predicate (DESIGN §4, rule 7): a share that goes to the sinks until it is STAGED, or, where a sink is in memory, until the
 * job has ended; a partial until the job's final share is STAGED.
 */
final class ResultKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(ResultKeeper.class);

    private final Ledger ledger;
    private final Journal journal;
    private final ResultStore store;
    private final BlockStore blocks;
    private final ShareRunner runner;
    private final Membership membership;
    private final Duration takeover;
    /** Committed attempts whose batches were seen in the grid while the same nodes were there. */
    private final Set<AttemptId> seen = ConcurrentHashMap.newKeySet();

    private final AtomicInteger membershipEpoch = new AtomicInteger();

    private final Map<AttemptId, Instant> missingSince = new ConcurrentHashMap<>();

    ResultKeeper(
            Ledger ledger,
            Journal journal,
            ResultStore store,
            BlockStore blocks,
            ShareRunner runner,
            Membership membership,
            Duration takeover) {
        this.ledger = ledger;
        this.journal = journal;
        this.store = store;
        this.blocks = blocks;
        this.runner = runner;
        this.membership = membership;
        this.takeover = takeover;
    }

    /** Nodes came or went: copies may be gone. */
    void membershipChanged() {
        membershipEpoch.incrementAndGet();
        seen.clear();
    }

    /**
     * Whether all batches of a COMMITTED share are in the grid. If not, they are put back from the journal when it is here; if
     * nobody has put them back for the takeover time, the share is planned again.
     */
    boolean available(JobRecord job, ShareRecord share) {
        AttemptId attempt = share.attempt();
        Outcome outcome = share.outcome();
        if (attempt == null || outcome == null) {
            throw new IllegalStateException("a committed share must have an outcome [share="
                    + share.work().share() + "]");
        }
        if (job.isLoad() || seen.contains(attempt)) {
            return true;
        }
        int epoch = membershipEpoch.get();
        if (store.holds(attempt, outcome.batches()) || putBack(attempt)) {
            missingSince.remove(attempt);
            if (epoch == membershipEpoch.get()) {
                seen.add(attempt);
            }
            return true;
        }
        if (!mayComeBack(attempt)) {
            LOG.warn("the result of attempt {} is lost, its share is planned again", attempt.token());
            ledger.step(
                    share,
                    share.resultLost("its result was lost with node " + attempt.node(), ledger.stamp(), Instant.now()));
        }
        return false;
    }

    /** Whether the node that holds an attempt in its journal lives, or may yet come back in time. */
    boolean mayComeBack(AttemptId attempt) {
        Instant since = missingSince.computeIfAbsent(attempt, key -> Instant.now());
        boolean ownerIsBack =
                membership.isAlive(attempt.node()) && !attempt.node().equals(membership.self());
        return ownerIsBack || !Instant.now().isAfter(since.plus(takeover));
    }

    /** Whether a winner of a CLOSING job is in the grid, or will never be again. */
    boolean settled(JobRecord job, ShareRecord share) {
        AttemptId attempt = share.attempt();
        Outcome outcome = share.outcome();
        return job.isLoad()
                || attempt == null
                || outcome == null
                || seen.contains(attempt)
                || store.holds(attempt, outcome.batches())
                || putBack(attempt)
                || !mayComeBack(attempt);
    }

    private boolean putBack(AttemptId attempt) {
        boolean held = journal.seals().stream().anyMatch(seal -> seal.attempt().equals(attempt));
        if (held) {
            int[] number = {0};
            try {
                journal.read(attempt, batch -> store.put(attempt, number[0]++, batch));
            } catch (GridmillException e) {
                if (e.code() != ErrorCode.RESOURCE) {
                    throw e;
                }
                LOG.warn("attempt {} cannot be put back into the grid: {}", attempt.token(), e.getMessage());
                return false;
            }
            LOG.info("put {} batches of attempt {} back into the grid from the journal", number[0], attempt.token());
        }
        return held;
    }

    /** After a restart: commits what was sealed before and is still wanted. Staging follows when the job is looked at. */
    List<String> replay() {
        List<String> jobs = new ArrayList<>();
        for (SealRecord seal : journal.seals()) {
            AttemptId attempt = seal.attempt();
            if (!attempt.generation().equals(ledger.generation())) {
                continue;
            }
            ShareRecord share = ledger.share(attempt.jobId(), attempt.share());
            if (share == null) {
                continue;
            }
            commitSealed(share, seal);
            jobs.add(attempt.jobId());
        }
        return jobs;
    }

    /** Commits a RUNNING attempt whose seal this node's journal holds; false when it holds none or another attempt has won. */
    boolean commitSealed(ShareRecord share) {
        return journal.seals().stream()
                .filter(seal -> seal.attempt().equals(share.attempt()))
                .findFirst()
                .map(seal -> commitSealed(share, seal))
                .orElse(false);
    }

    private boolean commitSealed(ShareRecord share, SealRecord seal) {
        AttemptId attempt = seal.attempt();
        if (!share.awaits(attempt) || !(store.holds(attempt, seal.batches()) || putBack(attempt))) {
            return false;
        }
        Outcome outcome = new Outcome(
                seal.batches(), seal.rows(), seal.digest(), share.work().inputRows(), 0, 0, Spent.UNKNOWN);
        boolean committed = runner.commit(attempt.jobId(), attempt, outcome);
        if (committed) {
            LOG.info("committed attempt {} from the journal", attempt.token());
        }
        return committed;
    }

    /** Lets the journal drop what is not needed any more. */
    void trimJournal() {
        journal.trim(seal -> needed(seal.attempt()));
    }

    private boolean needed(AttemptId attempt) {
        if (runner.runs(attempt)) {
            return true;
        }
        if (!attempt.generation().equals(ledger.generation())) {
            return false;
        }
        JobRecord job = ledger.job(attempt.jobId());
        if (job == null || job.state().terminal()) {
            return false;
        }
        ShareRecord share = ledger.share(attempt.jobId(), attempt.share());
        if (share == null || !attempt.equals(share.attempt())) {
            return false;
        }
        boolean partial = job.cut() != null && job.cut().writesPartial(share.work());
        // What a dataset or table has acknowledged may have to be staged again.
        boolean forgetful = !partial && job.spec().writesToMemory();
        return partial || forgetful || share.state() != ShareState.STAGED;
    }

    /**
     * Drops what an ended job no longer needs: partials, everything of a job without a result, what attempts that did not win left
     * behind, and a client's blocks. Then the job is no longer active.
     */
    void ended(JobRecord job) {
        Cut cut = job.cut();
        if (cut != null) {
            Set<String> winners = new HashSet<>();
            boolean disturbed = !job.state().hasResult();
            for (ShareRecord share : Walk.lineage(ledger, job)) {
                disturbed |= share.state() == ShareState.SPLIT || share.epoch() > 1;
                if (share.attempt() == null || share.outcome() == null) {
                    continue;
                }
                seen.remove(share.attempt());
                boolean winner = job.state().hasResult()
                        && share.state() == ShareState.STAGED
                        && !cut.writesPartial(share.work());
                if (winner) {
                    winners.add(share.attempt().token());
                } else {
                    store.drop(share.attempt(), share.outcome().batches());
                }
            }
            if (disturbed) {
                store.sweep(job.id(), winners);
            }
        }
        if (job.spec().load() != null) {
            blocks.drop(job.id(), job.spec().load().blocks());
        }
        ledger.deactivate(job.id());
    }
}
