package io.gridmill.core.sink;

import java.util.List;

/**
 * Which attempts won: what a sink publishes, exactly these, once.
 *
 * @param jobId the job
 * @param generation life of the ledger that decided it
 * @param winners one attempt for each share, in the order of the walk from the cut
 */
public record SinkManifest(String jobId, String generation, List<StagedAttempt> winners) {
    public SinkManifest {
        winners = List.copyOf(winners);
    }

    public long rows() {
        return winners.stream().mapToLong(StagedAttempt::rows).sum();
    }
}
