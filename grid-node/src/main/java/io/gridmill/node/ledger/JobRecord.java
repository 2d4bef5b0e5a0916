package io.gridmill.node.ledger;

import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobState;
import io.gridmill.core.sink.SinkManifest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as the ledger holds it.
 *
 * @param id client-made
 * @param generation life of the ledger in which it was accepted
 * @param stamp names the step that wrote this state
 * @param spec what was submitted
 * @param state where it is
 * @param submitted when it was accepted
 * @param finished when it ended, or null
 * @param cut how it was planned, from OPEN on
 * @param manifest the winners, from CLOSING on
 * @param ending ABORTING, CLOSING: the state that it ends in
 * @param cause why it is aborted or partial, SUBMITTED, OPEN: what it waits for, or null
 * @param refusedRows rows of the result that its sinks refused and keep as dead letters, known when it has ended
 */
public record JobRecord(
        String id,
        String generation,
        String stamp,
        JobSpec spec,
        JobState state,
        Instant submitted,
        @Nullable Instant finished,
        @Nullable Cut cut,
        @Nullable SinkManifest manifest,
        @Nullable JobState ending,
        @Nullable String cause,
        long refusedRows) {
    public static JobRecord submitted(String id, String generation, JobSpec spec, String stamp, Instant now) {
        return new JobRecord(id, generation, stamp, spec, JobState.SUBMITTED, now, null, null, null, null, null, 0);
    }

    public JobRecord open(Cut newCut, String newStamp) {
        return new JobRecord(
                id, generation, newStamp, spec, JobState.OPEN, submitted, null, newCut, null, null, null, 0);
    }

    public JobRecord closing(SinkManifest winners, JobState newEnding, @Nullable String why, String newStamp) {
        return new JobRecord(
                id, generation, newStamp, spec, JobState.CLOSING, submitted, null, cut, winners, newEnding, why, 0);
    }

    public JobRecord aborting(JobState newEnding, String why, String newStamp) {
        return new JobRecord(
                id, generation, newStamp, spec, JobState.ABORTING, submitted, null, cut, null, newEnding, why, 0);
    }

    /** The same, saying what it waits for. */
    public JobRecord waiting(String why, String newStamp) {
        return new JobRecord(
                id, generation, newStamp, spec, state, submitted, finished, cut, manifest, ending, why, refusedRows);
    }

    /** The same with another ending, for a step that follows. */
    public JobRecord endingAs(@Nullable JobState newEnding, @Nullable String why) {
        return new JobRecord(
                id, generation, stamp, spec, state, submitted, finished, cut, manifest, newEnding, why, refusedRows);
    }

    /** The same with rows that its sinks refused, for a step that follows. */
    public JobRecord refusing(long rows) {
        return new JobRecord(
                id, generation, stamp, spec, state, submitted, finished, cut, manifest, ending, cause, rows);
    }

    public JobRecord ended(String newStamp, Instant now) {
        JobState end = ending == null ? JobState.FAILED : ending;
        return new JobRecord(
                id, generation, newStamp, spec, end, submitted, now, cut, manifest, end, cause, refusedRows);
    }

    public boolean isLoad() {
        return spec.load() != null;
    }

    /** When the job must have ended, or null. */
    public @Nullable Instant deadline() {
        return spec.deadline() == null ? null : submitted.plus(spec.deadline());
    }
}
