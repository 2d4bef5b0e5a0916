package io.gridmill.core.task;

import io.gridmill.core.schema.TableSchema;

/**
 * Business logic in Java. A job names the class; its public constructor without arguments is called, and then {@link #plan}, where the
 * job is submitted and on every node that runs a share of it.
 *
 * <pre>{@code
 * public final class Fees implements Task {
 *     public TaskPlan plan(TableSchema input, TaskParameters parameters) {
 *         BigDecimal rate = parameters.decimal("rate");
 *         return TaskPlan.of(
 *                 List.of("id", "amount"),
 *                 TableSchema.parse("id BIGINT, fee DECIMAL(18, 2)"),
 *                 (context, output) -> new FeeWorker(rate, context, output));
 *     }
 * }
 * }</pre>
 *
 * <p>A share may be run more than once, by one node after another, and each time on other partitions: what a task writes must follow
 * from its rows and parameters alone.
 */
public interface Task {
    /**
     * Says what the task reads and writes. Must be quick, and give the same plan each time.
     *
     * @param input schema of the job's dataset
     * @param parameters every parameter that the task knows must be asked for here; others are refused
     * @throws io.gridmill.core.error.GridmillException with code USER when schema or parameters do not suit the task
     */
    TaskPlan plan(TableSchema input, TaskParameters parameters);
}
