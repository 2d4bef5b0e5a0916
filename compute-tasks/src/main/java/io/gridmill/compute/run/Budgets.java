package io.gridmill.compute.run;

import io.gridmill.compute.kernel.Budget;
import io.gridmill.core.task.TaskContext;

/** The heap that an attempt's tables may take: what its allocator allows, and never most of the heap. */
final class Budgets {
    private Budgets() {}

    static Budget of(TaskContext context) {
        long heap = Runtime.getRuntime().maxMemory() / 10 * 6;
        return new Budget(Math.min(context.allocator().getLimit(), heap));
    }
}
