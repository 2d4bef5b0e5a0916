package io.gridmill.core.task;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * What a task reads and writes, and who does it.
 *
 * @param inputColumns names of the dataset's columns that workers read, in the order in which they want them
 * @param shareSchema what workers write: the result, or partials when there is a combiner
 * @param workers opens a worker for each thread of a share
 * @param resultSchema the result
 * @param combiner turns the partials of all shares into the result; null when the result is what workers write
 */
public record TaskPlan(
        List<String> inputColumns,
        TableSchema shareSchema,
        Workers workers,
        TableSchema resultSchema,
        @Nullable Combiner combiner) {
    public TaskPlan {
        inputColumns = List.copyOf(inputColumns);
        if (inputColumns.isEmpty()) {
            throw GridmillException.user("a task must read at least one column, its plan names none");
        }
        if (shareSchema.size() == 0 || resultSchema.size() == 0) {
            throw GridmillException.user("a task must write at least one column, its plan has none");
        }
    }

    /** A task whose workers write the result. */
    public static TaskPlan of(List<String> inputColumns, TableSchema result, Workers workers) {
        return new TaskPlan(inputColumns, result, workers, result, null);
    }

    /** A task whose workers write partials, of which a combiner makes the result. */
    public static TaskPlan combined(
            List<String> inputColumns, TableSchema partials, Workers workers, TableSchema result, Combiner combiner) {
        return new TaskPlan(inputColumns, partials, workers, result, combiner);
    }

    /** Opens workers. Called by several threads. */
    @FunctionalInterface
    public interface Workers {
        /** @param output where the worker writes rows of the share's schema */
        TaskWorker open(TaskContext context, BatchOutput output) throws Exception;
    }

    /** The last step of a task. */
    @FunctionalInterface
    public interface Combiner {
        /**
         * Reads the partials of all shares, once, and writes rows of the result's schema.
         *
         * @param partials batches as workers wrote them, in any order; each is valid until the next is asked for
         */
        void combine(Iterator<VectorSchemaRoot> partials, TaskContext context, BatchOutput output) throws Exception;
    }
}
