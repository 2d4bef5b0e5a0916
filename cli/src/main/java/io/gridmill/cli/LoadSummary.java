package io.gridmill.cli;

import io.gridmill.cli.format.Listing;
import io.gridmill.core.job.JobStatus;

/** What {@code --output} writes of a load, which has no rows of its own: one row about it. */
final class LoadSummary {
    private LoadSummary() {}

    static Listing of(JobStatus load) {
        return new Listing(
                        "job VARCHAR, state VARCHAR, rows BIGINT, bad_rows BIGINT, submitted TIMESTAMP, finished TIMESTAMP")
                .row(
                        load.id(),
                        load.state().toString(),
                        Math.max(0, load.resultRows()),
                        load.rejectedRows(),
                        load.submitted(),
                        load.finished());
    }
}
