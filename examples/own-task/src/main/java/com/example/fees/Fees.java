package com.example.fees;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.Task;
import io.gridmill.core.task.TaskParameters;
import io.gridmill.core.task.TaskPlan;
import java.math.BigDecimal;
import java.util.List;

/** What each order costs its customer: a rate of the amount, and never less than a minimum. */
public final class Fees implements Task {
    static final TableSchema RESULT = TableSchema.parse("id BIGINT, customer VARCHAR, fee DECIMAL(18, 2)");

    @Override
    public TaskPlan plan(TableSchema input, TaskParameters parameters) {
        BigDecimal rate = parameters.decimal("rate");
        BigDecimal minimum = parameters.decimal("minimum", BigDecimal.ZERO);
        if (rate.signum() < 0) {
            throw GridmillException.user("parameter 'rate' must not be negative, got " + rate);
        }
        return TaskPlan.of(
                List.of("id", "customer", "amount"),
                RESULT,
                (context, output) -> new FeesWorker(rate, minimum, context, output));
    }
}
