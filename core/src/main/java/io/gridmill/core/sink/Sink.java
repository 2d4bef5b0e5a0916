package io.gridmill.core.sink;

import io.gridmill.core.error.GridmillException;

/**
 * Where a job's results go, with the two steps that make them appear once: attempts are staged under their own names, side by
 * side and invisible; then one atomic step publishes the winners.
 *
 * <p>A sink is opened for one job on each node that needs it; several nodes hold one at the same time and call any method in
 * any interleaving, also again after a crash. The sink's job row (OPEN, CLOSED(manifest), ABORTED) lives in the sink itself and
 * decides; it outlives the job. All methods are safe to repeat. A failure that may pass is an EXTERNAL error; the caller tries
 * again. One thread uses an instance at a time.
 */
public interface Sink extends AutoCloseable {
    /**
     * Before anything of the job runs: is the target there or can it be made, and can it hold every column? Changes nothing
     * that a reader can see, and leaves a sink row OPEN unless there is one.
     *
     * @throws io.gridmill.core.error.GridmillException USER, naming the column and both types, when the target cannot hold the result; USER when the
     *     job row is CLOSED or ABORTED: a grid that has forgotten it had a job of this id
     */
    void prepare();

    /** What {@link #prepare} says where a job's row is decided already. */
    static GridmillException decidedAlready(String jobId, boolean closed) {
        return GridmillException.user("a job's id must be new to its sinks, job " + jobId + " was "
                + (closed ? "closed here already, its result is there" : "aborted here already")
                + "; submit it under another id");
    }

    /**
     * Writes an attempt's rows under its name and seals them: on return they are durable, complete, counted and invisible. What
     * was staged before under the same name is replaced, unless the sink knows that it is all there.
     *
     * @return rows staged, with those for the dead letters; must equal {@code attempt.rows()}, else the sink throws
     * @throws io.gridmill.core.error.GridmillException USER with "is closed" or "is aborted" when the job row is no longer OPEN
     */
    long stage(StagedAttempt attempt, BatchInput batches);

    /**
     * Publishes exactly the winners in one atomic step, provided that the job row is OPEN and every winner is sealed here; the
     * job row becomes CLOSED. Closed already with the same manifest is success.
     *
     * @throws io.gridmill.core.error.GridmillException INTERNAL when closed already with another manifest, or aborted; EXTERNAL when a winner is not
     *     sealed here (it must be staged again)
     */
    void closeWith(SinkManifest manifest);

    /** Job row becomes ABORTED, and what was staged is dropped. Aborted already is success; closed is an INTERNAL error. */
    void abort();

    /** Drops what attempts that did not win left behind, after the job is CLOSED or ABORTED. Never touches published rows. */
    void sweep();

    /**
     * How many rows of the winners are in the dead letters instead of the target, because it refused them. The answer is final once the
     * job row is CLOSED. Only a sink that was opened by {@link SinkFactory#openPartial} has any: others throw a DATA error at the first
     * such row.
     */
    default long refusedRows() {
        return 0;
    }

    /** Frees connections and files; no effect on what is staged or published. */
    @Override
    void close();
}
