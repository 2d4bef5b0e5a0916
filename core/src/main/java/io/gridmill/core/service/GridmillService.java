package io.gridmill.core.service;

/**
 * What a node answers to clients: strings and byte arrays only. Every method returns a {@link Reply}, so that errors keep their
 * code. No method but {@link #awaitEnd} blocks for longer than a few grid operations: a client that waits, asks again.
 */
public interface GridmillService {
    /** Name under which every node deploys it. */
    String NAME = "gridmill";

    /** How long {@link #awaitEnd} waits at most. */
    long LONGEST_WAIT_MILLIS = 1000;

    /**
     * Accepts a job, once for an id. The same id with the same spec is the same job; with another spec a USER error.
     *
     * @param specJson a {@link io.gridmill.core.job.JobSpec}
     * @return a {@link io.gridmill.core.job.JobStatus}
     */
    byte[] submit(String jobId, String specJson);

    /** A {@link io.gridmill.core.job.JobStatus}; USER when the id is unknown. */
    byte[] job(String jobId);

    /**
     * As {@link #job}, but answers when the job has ended, or after {@code millis}; sooner when too many clients wait at this node.
     *
     * @param millis at most {@value #LONGEST_WAIT_MILLIS}; more is taken as that
     */
    byte[] awaitEnd(String jobId, long millis);

    /** Sets the cancel flag: a {@link io.gridmill.core.job.JobStatus}. A job that has ended stays as it is. */
    byte[] cancel(String jobId);

    /**
     * A batch of a finished job's result.
     *
     * @param index from 0
     * @return an Arrow IPC stream with the schema and at most one record batch ({@link io.gridmill.core.batch.BatchCodec}); beyond the last batch an
     *     empty payload. Batch 0 is always there, if only for the schema.
     */
    byte[] resultBatch(String jobId, int index);

    /** A JSON array of {@link io.gridmill.core.source.RejectedRow}: rejects that a load kept apart, from {@code offset}, at most 1,000; empty beyond the last. */
    byte[] rejects(String jobId, long offset);

    /** {@code --local}: keeps a block of a file for a load that will be submitted under this id. Repeating it is harmless. */
    byte[] putBlock(String jobId, int index, byte[] block);

    /** A JSON array of {@link io.gridmill.core.job.DatasetInfo}. */
    byte[] datasets();

    /** Drops a dataset; running jobs go on reading what they pinned. USER when it is unknown. */
    byte[] drop(String dataset);

    /** Drops a table that a job has published for JDBC; USER when there is none. */
    byte[] dropTable(String table);

    /** A JSON array of {@link io.gridmill.core.job.NodeInfo}: who is there now. */
    byte[] nodes();

    /** Text that explains how a query would run. */
    byte[] explain(String sql, String paramsJson);

    /**
     * Whether a query reads a system dataset ({@code gridmill.jobs}, ...) and so is answered by {@link #querySystem} instead of by a
     * job: JSON {@code true} or {@code false}. USER when the query is not valid.
     */
    byte[] isSystemQuery(String sql);

    /** Answers a query over a system dataset: an Arrow IPC stream as in {@link #resultBatch}. */
    byte[] querySystem(String sql, String paramsJson);
}
