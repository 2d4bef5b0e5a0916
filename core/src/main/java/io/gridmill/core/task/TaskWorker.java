package io.gridmill.core.task;

/**
 * The part of a task that one thread runs: gets some of a share's batches, each row of the share going to exactly one worker. Not
 * thread-safe. What it throws fails the attempt, which is then tried again elsewhere; a
 * {@link io.gridmill.core.error.GridmillException} with code USER or DATA ends the job.
 */
public interface TaskWorker extends AutoCloseable {
    /** Reads the next rows. The batch and its vectors are valid until this returns. */
    void accept(TaskBatch batch) throws Exception;

    /** Called after the last batch, unless something failed: the time to write what was gathered. */
    default void finish() throws Exception {}

    /** Frees memory, after success and failure alike. */
    @Override
    default void close() throws Exception {}
}
