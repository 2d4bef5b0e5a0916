package io.gridmill.sinks.jdbc;

import io.gridmill.core.job.WriteMode;
import io.gridmill.core.sink.SinkManifest;
import org.jspecify.annotations.Nullable;

/**
 * What the database says of a job and one target table. It outlives the job.
 *
 * @param manifest the winners, once the state is CLOSED
 */
record JobRow(State state, WriteMode mode, @Nullable SinkManifest manifest) {
    enum State {
        OPEN,
        CLOSED,
        ABORTED
    }
}
