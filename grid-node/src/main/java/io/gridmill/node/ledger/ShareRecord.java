package io.gridmill.node.ledger;

import io.gridmill.core.sink.AttemptId;
import io.gridmill.node.fault.Mutant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A share as the ledger holds it.
 *
 * @param jobId the job
 * @param work what to do and where
 * @param stamp names the step that wrote this state, so that a writer can tell whether its step was applied
 * @param state where it is
 * @param epoch number of the newest attempt, 0 before the first; never goes back
 * @param attempts executions so far, counted when they start
 * @param attempt the newest attempt; null before the first
 * @param outcome what the committed attempt produced; null before
 * @param children SPLIT: the shares that go on
 * @param failedOn nodes on which an attempt threw
 * @param takenFrom node whose share this is the continuation of, or null
 * @param cause last error, or null
 * @param since when this state was entered
 */
public record ShareRecord(
        String jobId,
        ShareWork work,
        String stamp,
        ShareState state,
        int epoch,
        int attempts,
        @Nullable AttemptId attempt,
        @Nullable Outcome outcome,
        List<ShareWork> children,
        List<String> failedOn,
        @Nullable String takenFrom,
        @Nullable String cause,
        Instant since) {
    public ShareRecord {
        children = List.copyOf(children);
        failedOn = List.copyOf(failedOn);
    }

    /** A share of the cut. */
    public static ShareRecord planned(String jobId, ShareWork work, Instant submitted) {
        return new ShareRecord(
                jobId, work, "cut", ShareState.PLANNED, 0, 0, null, null, List.of(), List.of(), null, null, submitted);
    }

    /** A child made from its SPLIT parent alone, so that whoever makes it makes the same. */
    public static ShareRecord child(ShareRecord parent, ShareWork work) {
        AttemptId last = parent.attempt();
        return new ShareRecord(
                parent.jobId(),
                work,
                "split",
                ShareState.PLANNED,
                parent.epoch(),
                parent.attempts(),
                null,
                null,
                List.of(),
                parent.failedOn(),
                last == null ? parent.work().node() : last.node(),
                parent.cause(),
                parent.since());
    }

    public ShareRecord claimed(AttemptId newAttempt, String newStamp, Instant now) {
        return with(newStamp, ShareState.RUNNING, newAttempt.epoch(), attempts + 1, newAttempt, null, cause, now);
    }

    /** Whether the share still waits for this attempt and no other. */
    public boolean awaits(AttemptId candidate) {
        return (state == ShareState.RUNNING && candidate.equals(attempt)) || Mutant.COMMIT_BLIND.on();
    }

    /** The result of an attempt that the share {@link #awaits}. */
    public ShareRecord committed(AttemptId winner, Outcome newOutcome, String newStamp, Instant now) {
        return with(newStamp, ShareState.COMMITTED, winner.epoch(), attempts, winner, newOutcome, cause, now);
    }

    public ShareRecord staged(String newStamp, Instant now) {
        return with(newStamp, ShareState.STAGED, epoch, attempts, attempt, outcome, cause, now);
    }

    /**
     * COMMITTED → PLANNED: its result is lost. The epoch stays, so the next attempt gets a new name; the attempt that succeeded
     * does not count against the share.
     */
    public ShareRecord resultLost(String why, String newStamp, Instant now) {
        return with(newStamp, ShareState.PLANNED, epoch, Math.max(0, attempts - 1), attempt, null, why, now);
    }

    public ShareRecord quarantined(String why, String newStamp, Instant now) {
        return with(newStamp, ShareState.QUARANTINED, epoch, attempts, attempt, null, why, now);
    }

    /** RUNNING → PLANNED on another node after the attempt threw. */
    public ShareRecord retriedOn(String node, String failedNode, String why, String newStamp, Instant now) {
        List<String> failed = new ArrayList<>(failedOn);
        if (!failed.contains(failedNode)) {
            failed.add(failedNode);
        }
        return new ShareRecord(
                jobId,
                work.withNode(node),
                newStamp,
                ShareState.PLANNED,
                epoch,
                attempts,
                attempt,
                null,
                List.of(),
                failed,
                takenFrom,
                why,
                now);
    }

    public ShareRecord split(List<ShareWork> newChildren, String why, String newStamp, Instant now) {
        return new ShareRecord(
                jobId,
                work,
                newStamp,
                ShareState.SPLIT,
                epoch,
                attempts,
                attempt,
                null,
                newChildren,
                failedOn,
                takenFrom,
                why,
                now);
    }

    private ShareRecord with(
            String newStamp,
            ShareState newState,
            int newEpoch,
            int newAttempts,
            @Nullable AttemptId newAttempt,
            @Nullable Outcome newOutcome,
            @Nullable String newCause,
            Instant now) {
        return new ShareRecord(
                jobId,
                work,
                newStamp,
                newState,
                newEpoch,
                newAttempts,
                newAttempt,
                newOutcome,
                children,
                failedOn,
                takenFrom,
                newCause,
                now);
    }
}
