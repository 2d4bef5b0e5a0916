package io.gridmill.core.sink;

import io.gridmill.core.schema.TableSchema;
import java.util.List;

/** Makes the sinks of one type. Found by {@link java.util.ServiceLoader}. */
public interface SinkFactory {
    /** The name in job files, for example {@code parquet}. */
    String type();

    /** Names of the options that the type understands. */
    List<String> options();

    /**
     * Opens a sink for a job.
     *
     * @param spec options with secrets already resolved
     * @param jobId the job
     * @param schema schema of the job's result
     * @throws io.gridmill.core.error.GridmillException USER for an unknown, missing or wrong option, naming it and the nearest known one
     */
    Sink open(SinkSpec spec, String jobId, TableSchema schema);

    /**
     * As {@link #open}, for a job that may end PARTIAL: rows that the target refuses go to the dead letters of their attempt, with
     * reason and record, and are published with it. A sink that has no dead letters is opened as ever.
     */
    default Sink openPartial(SinkSpec spec, String jobId, TableSchema schema) {
        return open(spec, jobId, schema);
    }
}
