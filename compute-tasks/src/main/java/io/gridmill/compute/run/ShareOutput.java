package io.gridmill.compute.run;

import io.gridmill.compute.kernel.Budget;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.BatchOutput;
import io.gridmill.core.task.TaskContext;

/** Where the runs of a share write, and what they may take. */
record ShareOutput(TaskContext context, BatchOutput output, Budget budget, TableSchema schema) {
    BatchWriter writer() {
        return new BatchWriter(schema, context.allocator(), output);
    }
}
