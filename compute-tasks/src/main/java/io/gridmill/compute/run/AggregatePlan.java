package io.gridmill.compute.run;

import io.gridmill.compute.expr.AggregateFunction;
import io.gridmill.compute.kernel.KernelFactory;
import io.gridmill.compute.kernel.KernelSpec.StateSpec;
import io.gridmill.core.schema.ColumnType;
import java.util.ArrayList;
import java.util.List;

/**
 * How rows become groups, and groups rows. The keys of one kernel are cut into groupings: those that give rows, one for each grouping
 * set, gather all states; those of a DISTINCT argument gather nothing but the groups themselves, each group being one distinct value, which
 * the final step adds to the states of the grouping that they belong to.
 *
 * @param keyTypes column types of the keys: those of GROUP BY, then the arguments of DISTINCT aggregates
 * @param groupKeys how many stand in GROUP BY
 * @param groupings those that give rows first
 * @param states those that lanes gather first
 * @param gathered how many states lanes gather; the others are fed with distinct values
 * @param finish kernels over the keys of GROUP BY and the {@link Output}s: HAVING, and the columns of the result, then those that are only sorted by
 * @param outputs after the keys, the inputs of {@code finish}
 */
public record AggregatePlan(
        List<ColumnType> keyTypes,
        int groupKeys,
        List<Grouping> groupings,
        List<StateType> states,
        int gathered,
        KernelFactory finish,
        List<Output> outputs) {
    public AggregatePlan {
        keyTypes = List.copyOf(keyTypes);
        groupings = List.copyOf(groupings);
        states = List.copyOf(states);
        outputs = List.copyOf(outputs);
    }

    /**
     * Some of the keys.
     *
     * @param keys positions, ascending; none makes one group of all rows
     * @param distinct position of the key that is a DISTINCT argument, or -1
     * @param belongsTo number of the grouping whose states are fed; its own number when it gives rows
     */
    public record Grouping(List<Integer> keys, int distinct, int belongsTo) {
        public Grouping {
            keys = List.copyOf(keys);
        }

        boolean givesRows() {
            return distinct < 0;
        }
    }

    /**
     * What a state gathers.
     *
     * @param type of its argument; BIGINT for a count
     * @param distinct position of the key whose distinct values feed it, or -1
     */
    public record StateType(StateSpec.Kind kind, ColumnType type, int distinct) {}

    /**
     * A value that the final step computes with.
     *
     * @param function GROUPING, or what is made of the state
     * @param source position of the state, or of the key for GROUPING
     * @param count position of the count that makes it NULL when 0, or -1
     */
    public record Output(AggregateFunction function, int source, int count, ColumnType type) {}

    /** Of the columns in which groups cross from shares to the final step: the keys, then what each gathered state needs. */
    List<ColumnType> partialTypes() {
        List<ColumnType> types = new ArrayList<>(keyTypes);
        for (StateType state : states.subList(0, gathered)) {
            types.addAll(GroupStates.open(state).partialTypes());
        }
        return types;
    }
}
