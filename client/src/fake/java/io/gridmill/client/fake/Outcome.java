package io.gridmill.client.fake;

import io.gridmill.core.job.JobState;
import io.gridmill.core.source.RejectedRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a fake job goes.
 *
 * @param polls how often it is asked for before it has ended; -1: never ends
 * @param end its last state
 * @param cause why
 * @param batches its result, encoded; at least one
 * @param rows rows of the result
 * @param rejects rows that a load kept apart
 */
public record Outcome(
        int polls, JobState end, @Nullable String cause, List<byte[]> batches, long rows, List<RejectedRow> rejects) {
    public static Outcome done(List<byte[]> batches, long rows) {
        return new Outcome(2, JobState.DONE, null, batches, rows, List.of());
    }

    public static Outcome failed(String cause) {
        return new Outcome(2, JobState.FAILED, cause, List.of(), -1, List.of());
    }

    public Outcome afterPolls(int count) {
        return new Outcome(count, end, cause, batches, rows, rejects);
    }

    public Outcome ending(JobState state, @Nullable String why) {
        return new Outcome(polls, state, why, batches, rows, rejects);
    }

    public Outcome rejecting(List<RejectedRow> rows) {
        return new Outcome(polls, end, cause, batches, this.rows, rows);
    }
}
