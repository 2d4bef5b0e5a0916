package io.gridmill.compute.run;

import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.CountState;
import io.gridmill.compute.kernel.DoubleSumState;
import io.gridmill.compute.kernel.ExtremeState;
import io.gridmill.compute.kernel.KernelSpec.StateSpec.Kind;
import io.gridmill.compute.kernel.State;
import io.gridmill.compute.kernel.SumState;
import io.gridmill.core.schema.ColumnType;
import java.util.ArrayList;
import java.util.List;

/** The states of all groups, in the order of the plan. */
final class GroupStates {
    final State[] states;

    GroupStates(List<AggregatePlan.StateType> types) {
        states = types.stream().map(GroupStates::open).toArray(State[]::new);
    }

    private static State open(AggregatePlan.StateType state) {
        ColumnType type = state.type();
        return switch (state.kind()) {
            case COUNT -> new CountState();
            case SUM ->
                type.kind() == ColumnType.Kind.REAL || type.kind() == ColumnType.Kind.DOUBLE
                        ? new DoubleSumState()
                        : new SumState(type.scale());
            case MIN, MAX -> new ExtremeState(state.kind() == Kind.MIN, type);
        };
    }

    void ensure(int groups, Budget budget) {
        for (State state : states) {
            state.ensure(groups, budget);
        }
    }

    static List<ColumnType> partialTypes(List<AggregatePlan.StateType> types) {
        List<ColumnType> all = new ArrayList<>();
        types.forEach(type -> all.addAll(open(type).partialTypes()));
        return all;
    }
}
