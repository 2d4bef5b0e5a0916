package io.gridmill.compute.run;

import io.gridmill.compute.kernel.KernelFactory;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.util.List;

/**
 * An aggregate query.
 *
 * @param scan whose kernels compute keys and update states
 * @param keyTypes column types of the group keys
 * @param grouped whether there is a GROUP BY; without, there is one row whatever the input
 * @param states what is aggregated, as the final step sees it
 * @param finish kernels over keys and {@link Output}s: HAVING, and the columns of the result, then those that are only sorted by
 * @param outputs of the states, after the keys the inputs of {@code finish}
 */
public record AggregatePlan(
        ScanPlan scan,
        List<ColumnType> keyTypes,
        boolean grouped,
        List<StateType> states,
        KernelFactory finish,
        List<Output> outputs,
        TableSchema resultSchema,
        Ending ending) {
    public AggregatePlan {
        keyTypes = List.copyOf(keyTypes);
        states = List.copyOf(states);
        outputs = List.copyOf(outputs);
    }

    /**
     * What a state gathers.
     *
     * @param type of its argument; BIGINT for a count
     */
    public record StateType(io.gridmill.compute.kernel.KernelSpec.StateSpec.Kind kind, ColumnType type) {}

    /**
     * A value that the final step computes with.
     *
     * @param state by position
     * @param count position of the count that makes it NULL when 0, or -1
     */
    public record Output(int state, int count, ColumnType type) {}
}
