package io.gridmill.node.drive;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.DurationText;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.LostDataset;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.StagedAttempt;
import io.gridmill.node.fault.Failpoint;
import io.gridmill.node.fault.Mutant;
import io.gridmill.node.flush.Flusher;
import io.gridmill.node.flush.JobSinks;
import io.gridmill.node.grid.Membership;
import io.gridmill.node.ledger.Cut;
import io.gridmill.node.ledger.JobRecord;
import io.gridmill.node.ledger.Ledger;
import io.gridmill.node.ledger.Outcome;
import io.gridmill.node.ledger.ShareRecord;
import io.gridmill.node.ledger.ShareState;
import io.gridmill.node.ledger.ShareWork;
import io.gridmill.node.ledger.Walk;
import io.gridmill.node.run.ShareRunner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one job's records and takes the steps that are due. Quick steps are taken here; what takes time (planning, running,
 * staging, closing) is handed to {@link Slots} and {@link Steps}, which look at the job again when it is done. For one job, called
 * by one thread at a time.
 */
final class JobDriver {
    private static final Logger LOG = LoggerFactory.getLogger(JobDriver.class);
    /** An id that became active without its job: the submitting node died between the two. */
    private static final long ORPHAN_MILLIS = 60_000;
    /** Of planning with errors that nobody has named: it may be one of ours, which will not pass. */
    private static final int PLAN_TRIES = 5;
    /** About five minutes for a sink that has gone away after it was closed. */
    private static final int SWEEP_TRIES = 30;

    private final Ledger ledger;
    private final Membership membership;
    private final Planner planner;
    private final ShareRunner runner;
    private final Flusher flusher;
    private final ResultKeeper results;
    private final Turn turn;
    private final Hints hints;
    private final Slots slots;
    private final Steps steps;
    private final BooleanSupplier keepersLive;

    /** @param keepersLive whether no dead node is to keep copies: jobs are cut when that is so */
    JobDriver(
            Ledger ledger,
            Membership membership,
            Planner planner,
            ShareRunner runner,
            Flusher flusher,
            ResultKeeper results,
            Turn turn,
            Hints hints,
            Slots slots,
            Steps steps,
            BooleanSupplier keepersLive) {
        this.ledger = ledger;
        this.membership = membership;
        this.planner = planner;
        this.runner = runner;
        this.flusher = flusher;
        this.results = results;
        this.turn = turn;
        this.hints = hints;
        this.slots = slots;
        this.steps = steps;
        this.keepersLive = keepersLive;
    }

    /** Takes what is due for a job. */
    void advance(String jobId) {
        hints.sawJob(jobId, true); // Before it is read: what changes from now on must be heard of.
        JobRecord job = ledger.job(jobId);
        if (job == null) {
            hints.sawJob(jobId, false);
            Long since = ledger.activeSince(jobId);
            if (since != null && Instant.now().toEpochMilli() - since > ORPHAN_MILLIS) {
                ledger.deactivate(jobId);
            }
            return;
        }
        if (job.state().terminal()) {
            hints.sawJob(jobId, false);
        }
        if (pastDeadline(job)) {
            return;
        }
        switch (job.state()) {
            case SUBMITTED -> plan(job);
            case OPEN -> open(job);
            case CLOSING -> {
                if (settled(job) && turn.isMine(job.id(), job.stamp())) {
                    steps.take("close " + job.id(), job.id(), () -> flusher.close(job));
                }
            }
            case ABORTING -> {
                runner.stop(job.id(), "the job is " + job.ending());
                slots.forget(job.id());
                if (turn.isMine(job.id(), job.stamp())) {
                    steps.take("abort " + job.id(), job.id(), () -> flusher.abort(job));
                }
            }
            case DONE, PARTIAL, CANCELLED, FAILED -> {
                runner.stop(job.id(), "the job has ended");
                slots.forget(job.id());
                if (ledger.activeSince(job.id()) == null) {
                    steps.forget(job.id());
                } else if (turn.isMine(job.id(), job.stamp())) {
                    steps.take("tidy up after " + job.id(), job.id(), () -> tidyUp(job));
                }
            }
        }
    }

    private boolean pastDeadline(JobRecord job) {
        Instant deadline = job.deadline();
        Duration limit = job.spec().deadline();
        boolean undecided = job.state() == JobState.SUBMITTED || job.state() == JobState.OPEN;
        if (deadline == null || limit == null || !undecided || Instant.now().isBefore(deadline)) {
            return false;
        }
        String error = steps.lastError(job.id());
        abort(
                job,
                JobState.FAILED,
                "the job's deadline of " + DurationText.format(limit) + " has passed"
                        + (error == null ? "" : "; last error: " + error));
        return true;
    }

    private boolean abort(JobRecord job, JobState ending, String cause) {
        boolean aborted = ledger.step(job, job.aborting(ending, cause, ledger.stamp()));
        if (aborted) {
            runner.stop(job.id(), cause);
            LOG.info("job {}: {}", job.id(), cause);
        }
        steps.lookAgain(job.id());
        return aborted;
    }

    private void plan(JobRecord job) {
        if (!keepersLive.getAsBoolean() || !turn.isMine(job.id(), job.stamp())) {
            return; // The next sweep looks again.
        }
        steps.take("plan " + job.id(), job.id(), () -> takePlan(job));
    }

    private void takePlan(JobRecord job) {
        List<JobSinks.Opener> prepared = new ArrayList<>();
        Cut cut;
        try {
            if (job.spec().onLostDataset() == LostDataset.WAIT && planner.readsLost(job)) {
                throw GridmillException.resource(
                        "waits for its dataset: " + planner.lost(job).getMessage());
            }
            cut = planner.plan(job, prepared::addAll);
            if (job.cut() != null && !cut.resultSchema().equals(job.cut().resultSchema())) {
                throw GridmillException.data("a job that goes on must have the columns with which it began ("
                        + job.cut().resultSchema() + "), got (" + cut.resultSchema() + ")");
            }
        } catch (RuntimeException e) {
            // What may pass (a node has just left, a database is down) is tried again until the job's deadline.
            boolean passes = e instanceof GridmillException known
                    ? known.code().retryable()
                    : steps.failures("plan " + job.id(), job.id()) < PLAN_TRIES;
            String why =
                    e instanceof GridmillException ? String.valueOf(e.getMessage()) : "the job cannot be planned: " + e;
            if (passes) {
                sayWaiting(job, why);
                throw e;
            }
            LOG.debug("job {} cannot be planned", job.id(), e);
            if (abort(job, JobState.FAILED, why)) {
                flusher.forget(prepared); // Nobody has opened the job, and nobody will.
            }
            return;
        }
        if (!ledger.step(job, job.open(cut, ledger.stamp()))) {
            JobRecord now = ledger.job(job.id());
            if (now != null && now.cut() == null) {
                flusher.forget(prepared);
            }
        }
    }

    /** Puts what a job waits for where everybody sees it. A hint for people: when the record has changed meanwhile, the next try will. */
    private void sayWaiting(JobRecord job, String why) {
        if (!why.equals(job.cause())) {
            ledger.step(job, job.waiting(why, ledger.stamp()));
        }
    }

    /** An ended job is active until its sinks are swept, so that whoever is alive does it when the closer has died. */
    private void tidyUp(JobRecord job) {
        if (job.cut() != null) { // Else nothing was ever staged.
            try {
                flusher.sweep(job);
            } catch (RuntimeException e) {
                if (steps.failures("tidy up after " + job.id(), job.id()) < SWEEP_TRIES) {
                    throw e;
                }
                LOG.warn(
                        "job {}: what it has staged and not published stays in its sinks: {}",
                        job.id(),
                        e.getMessage());
            }
        }
        results.ended(job);
    }

    /** Whether a closing job's results are where a sink that has lost them can get them again, as far as they ever will be. */
    private boolean settled(JobRecord job) {
        return !job.spec().writesToMemory()
                || Walk.from(ledger, job).winners().stream().allMatch(share -> results.settled(job, share));
    }

    private void open(JobRecord job) {
        Cut cut = job.cut();
        if (cut == null) {
            throw new IllegalStateException("an open job must have a cut [job=" + job.id() + "]");
        }
        Walk walk = Walk.from(ledger, job);
        if (Mutant.CLOSE_WITHOUT_WALK.on() && isStaged(job, walk.found())) {
            decide(job, walk.found());
            return;
        }
        if (!walk.missing().isEmpty()) {
            ledger.create(walk.missing());
            walk = Walk.from(ledger, job);
        }
        boolean merged = walk.finalShare() != null && walk.finalShare().state().committed();
        if (!merged && !job.isLoad() && planner.cutBeforeLoss(job) && readsOn(job, walk)) {
            return;
        }
        for (ShareRecord share : merged ? List.<ShareRecord>of() : walk.leaves()) {
            if (!advance(job, share, !walk.merges())) {
                return;
            }
        }
        if (walk.merges()
                && cut.finalNode() != null
                && walk.complete(
                        job.spec().allowPartial(), share -> share.state().committed())) {
            ShareRecord last = walk.finalShare();
            if (last == null) {
                ledger.create(List.of(Walk.finalShare(job, cut.finalNode())));
                last = ledger.share(job.id(), ShareWork.FINAL);
            }
            boolean waits = last != null && last.state() == ShareState.PLANNED && !partialsThere(job, walk);
            if (last == null || waits || !advance(job, last, true)) {
                return;
            }
        }
        if (isStaged(job, walk) && !tooManyRejects(job, walk) && stillStaged(job, walk)) {
            decide(job, walk);
        }
    }

    /** Takes care of shares that still have to read a dataset that is lost; false when there are none. */
    private boolean readsOn(JobRecord job, Walk walk) {
        boolean planned = false;
        boolean sealed = false;
        for (ShareRecord share : walk.leaves()) {
            planned |= share.state() == ShareState.PLANNED;
            sealed |= share.state() == ShareState.RUNNING && maybeSealed(job, share);
        }
        if (planned && !sealed) {
            readAgain(job);
        }
        return planned || sealed;
    }

    /** Whether a share that ran when all nodes stopped may have its result in a journal. Its node knows, and says so when it is back. */
    private boolean maybeSealed(JobRecord job, ShareRecord share) {
        AttemptId attempt = share.attempt();
        if (attempt == null || (!attempt.node().equals(membership.self()) && results.mayComeBack(attempt))) {
            return true;
        }
        if (!results.commitSealed(share)) {
            String why = "node " + attempt.node() + " stopped while running it";
            ledger.step(share, share.resultLost(why, ledger.stamp(), Instant.now()));
        }
        steps.lookAgain(job.id());
        return true;
    }

    /**
     * The dataset version that the job has still to read was in memory when all nodes stopped. It fails; or else it waits until the dataset
     * is loaded again, and is cut anew: all its shares are other ones, so that what it had of the old version is never named.
     */
    private void readAgain(JobRecord job) {
        if (job.spec().onLostDataset() == LostDataset.FAIL) {
            abort(job, JobState.FAILED, String.valueOf(planner.lost(job).getMessage()));
        } else {
            plan(job);
        }
    }

    /** A dataset is a sink that may lose what it has acknowledged: what nobody can stage again from a journal is run again. */
    private boolean stillStaged(JobRecord job, Walk walk) {
        boolean all = true;
        for (ShareRecord share : flusher.lost(job, walk.winners())) {
            if (job.isLoad()) {
                String why = "what it had staged was lost when all nodes stopped";
                ledger.step(share, share.resultLost(why, ledger.stamp(), Instant.now()));
                steps.lookAgain(job.id());
                all = false;
            } else {
                all &= results.available(job, share);
            }
        }
        return all;
    }

    /**
     * Takes what is due for one share.
     *
     * @param flushed whether its rows go to the sinks; partials do not
     * @return false when the job as a whole cannot go on
     */
    private boolean advance(JobRecord job, ShareRecord share, boolean flushed) {
        switch (share.state()) {
            case PLANNED -> planned(job, share);
            case RUNNING -> running(job, share);
            case COMMITTED -> {
                boolean there = results.available(job, share);
                if (there && flushed && stagesHere(job, share)) {
                    steps.take("stage " + job.id() + "/" + share.work().share(), job.id(), () -> stage(job, share));
                }
            }
            case QUARANTINED -> {
                if (!job.spec().allowPartial() || isAll(job, share)) {
                    abort(job, JobState.FAILED, String.valueOf(share.cause()));
                    return false;
                }
            }
            case STAGED, SPLIT -> {}
        }
        return true;
    }

    /** Whether nothing would be left of the result without the share. */
    private static boolean isAll(JobRecord job, ShareRecord share) {
        return share.work().isFinal() || (job.cut() != null && job.cut().isWhole(share.work()));
    }

    /** A sink that refuses the rows will refuse them at every try; what may pass is tried again until the deadline. */
    private void stage(JobRecord job, ShareRecord share) {
        try {
            flusher.stage(job, share);
        } catch (GridmillException e) {
            if (e.code().retryable()) {
                throw e;
            }
            abort(job, JobState.FAILED, String.valueOf(e.getMessage()));
        }
    }

    /** Before that, the final share would only fail and use up its attempts. */
    private boolean partialsThere(JobRecord job, Walk walk) {
        boolean all = true;
        for (ShareRecord share : walk.leaves()) {
            all &= share.state() == ShareState.QUARANTINED || results.available(job, share);
        }
        return all;
    }

    private void planned(JobRecord job, ShareRecord share) {
        if (share.attempts() >= job.spec().attempts()) {
            String cause =
                    share.cause() == null ? "node " + share.takenFrom() + " died while running it" : share.cause();
            String why = cause + " [share " + share.work().share() + ", after " + share.attempts() + " attempts]";
            ledger.step(share, share.quarantined(why, ledger.stamp(), Instant.now()));
            steps.lookAgain(job.id());
        } else if (share.work().node().equals(membership.self())) {
            slots.offer(job, share);
        } else if (!membership.isAlive(share.work().node())
                && turn.isMine(job.id() + share.work().share(), share.stamp())) {
            takeOver(job, share, share.work().node());
        }
    }

    private void running(JobRecord job, ShareRecord share) {
        AttemptId attempt = share.attempt();
        if (attempt == null) {
            throw new IllegalStateException("a running share must have an attempt [share="
                    + share.work().share() + "]");
        }
        if (attempt.node().equals(membership.self()) && attempt.incarnation().equals(membership.incarnation())) {
            if (!runner.runs(attempt)) {
                abandoned(job, share, attempt);
            }
        } else if (!membership.isAlive(attempt.node(), attempt.incarnation())
                && turn.isMine(job.id() + share.work().share(), share.stamp())) {
            takeOver(job, share, attempt.node());
        }
    }

    private boolean stagesHere(JobRecord job, ShareRecord share) {
        AttemptId attempt = share.attempt();
        if (attempt != null && membership.isAlive(attempt.node(), attempt.incarnation())) {
            return attempt.node().equals(membership.self());
        }
        return turn.isMine(job.id() + share.work().share(), share.stamp());
    }

    private void takeOver(JobRecord job, ShareRecord share, String gone) {
        List<ShareWork> children;
        try {
            children = planner.childrenOf(job, share.work());
        } catch (GridmillException e) {
            abort(job, JobState.FAILED, String.valueOf(e.getMessage()));
            return;
        }
        if (!children.stream().allMatch(child -> membership.isAlive(child.node()))) {
            return; // The affinity does not know yet what the membership does; the next sweep will find both.
        }
        if (ledger.step(share, share.split(children, "node " + gone + " is gone", ledger.stamp(), Instant.now()))) {
            LOG.info(
                    "job {}: node {} is gone, its share {} goes on as {}",
                    job.id(),
                    gone,
                    share.work().share(),
                    names(children));
            Failpoint.SPLIT_AFTER.hit();
        }
        steps.lookAgain(job.id());
    }

    private static List<String> names(List<ShareWork> works) {
        List<String> names = new ArrayList<>();
        works.forEach(work -> names.add(work.share() + " on " + work.node()));
        return names;
    }

    /** RUNNING under this very process, and nothing runs: the answer to the claim or to the step that should have ended it was lost. */
    private void abandoned(JobRecord job, ShareRecord share, AttemptId attempt) {
        ShareRecord now = ledger.share(job.id(), share.work().share());
        if (share.equals(now) && !runner.runs(attempt) && !results.commitSealed(share)) {
            ledger.step(
                    share,
                    share.retriedOn(
                            membership.self(),
                            membership.self(),
                            "the attempt was abandoned",
                            ledger.stamp(),
                            Instant.now()));
            steps.lookAgain(job.id());
        }
    }

    private static boolean isStaged(JobRecord job, Walk walk) {
        ShareRecord last = walk.finalShare();
        return walk.merges()
                ? last != null && last.state() == ShareState.STAGED
                : walk.complete(job.spec().allowPartial(), share -> share.state() == ShareState.STAGED);
    }

    /** OPEN → CLOSING, after a walk from the cut has found only STAGED shares (and, where allowed, QUARANTINED ones). */
    private void decide(JobRecord job, Walk walk) {
        List<StagedAttempt> winners = new ArrayList<>();
        for (ShareRecord share : walk.winners()) {
            Outcome outcome = share.outcome();
            if (share.attempt() == null || outcome == null) {
                throw new IllegalStateException("a staged share must have an outcome [share="
                        + share.work().share() + "]");
            }
            winners.add(new StagedAttempt(share.attempt(), outcome.rows(), outcome.digest()));
        }
        String missing = walk.leaves().stream()
                .filter(share -> share.state() == ShareState.QUARANTINED)
                .map(share -> "share " + share.work().share() + " is missing: " + share.cause())
                .findFirst()
                .orElse(null);
        JobState ending = missing == null ? JobState.DONE : JobState.PARTIAL;
        SinkManifest manifest = new SinkManifest(job.id(), ledger.generation(), winners);
        if (ledger.step(job, job.closing(manifest, ending, missing, ledger.stamp()))) {
            Failpoint.DECIDE_AFTER.hit();
        }
        steps.lookAgain(job.id());
    }

    private boolean tooManyRejects(JobRecord job, Walk walk) {
        if (job.spec().load() == null || !job.spec().load().keepBadRows()) {
            return false;
        }
        long rejected = walk.leaves().stream()
                .mapToLong(
                        share -> share.outcome() == null ? 0 : share.outcome().rejectedRows())
                .sum();
        if (rejected <= job.spec().load().maxBadRows()) {
            return false;
        }
        abort(
                job,
                JobState.FAILED,
                "at most " + job.spec().load().maxBadRows() + " bad rows are allowed, got " + rejected);
        return true;
    }
}
