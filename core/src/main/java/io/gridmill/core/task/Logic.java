package io.gridmill.core.task;

import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.ChunkHeader;
import io.gridmill.core.schema.TableSchema;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * What a job computes, ready to run over a dataset's schema: compiled SQL or a task. Immutable and thread-safe; the state of an
 * execution is in its {@link ShareRun}.
 *
 * <p>An attempt makes one {@link ShareRun}, opens a {@link Lane} for each thread, hands every chunk of the share's
 * partitions that {@link #mayMatch} to one of the lanes, and finishes. The output of the shares is the result when there is no final
 * step; else {@link #runFinal} reads the output of all shares, once, and its output is the result.
 */
public interface Logic {
    /** Ordinals, ascending, of the dataset's columns that lanes read. */
    int[] inputColumns();

    /** False when the zone map proves that no row of the chunk contributes. */
    boolean mayMatch(ChunkHeader header);

    /** Schema of what shares write: partials when there is a final step, else the result's schema. */
    TableSchema shareSchema();

    TableSchema resultSchema();

    boolean hasFinalStep();

    /** Whether the lanes of one share that is the whole job can end with the result: {@link ShareRun#finishWhole} in place of a final step. */
    default boolean finishesWhole() {
        return false;
    }

    /**
     * Begins an execution.
     *
     * @param headers of all chunks that lanes will be given: those of the share that {@link #mayMatch}
     */
    ShareRun startShare(TaskContext context, List<ChunkHeader> headers, BatchOutput output);

    /**
     * Merges the shares' outputs. Batches of the iterator are valid until the next call of {@code next()}.
     * Rows come in any order; the result does not depend on it beyond what SQL leaves open.
     */
    void runFinal(Iterator<VectorSchemaRoot> shareBatches, TaskContext context, BatchOutput output);

    /**
     * What a person should see for EXPLAIN: plan, pruning, encodings, and generated source.
     *
     * @param dataset the schema for which it was compiled
     * @param headers of the dataset's chunks
     * @param sample pins {@link #inputColumns} of a chunk by its place in {@code headers}; whoever calls it closes the chunk
     */
    String explain(TableSchema dataset, List<ChunkHeader> headers, IntFunction<Chunk> sample);

    /** One execution of a share. */
    interface ShareRun extends AutoCloseable {
        /** A lane for one more thread. */
        Lane openLane();

        /** Called once, after every lane's last chunk, by one thread: writes what the lanes gathered. */
        void finish();

        /** Called instead of {@link #finish} when no other share has rows, and the logic {@link #finishesWhole}: writes the result. */
        default void finishWhole() {
            throw new UnsupportedOperationException("there is a final step");
        }

        /** Frees all memory, after success and failure alike. */
        @Override
        void close();
    }

    /** The part of an execution that one thread runs. Not thread-safe. */
    interface Lane {
        /**
         * Reads a pinned chunk.
         *
         * @return false when no further chunk can change the answer (LIMIT reached)
         */
        boolean accept(Chunk chunk);
    }
}
