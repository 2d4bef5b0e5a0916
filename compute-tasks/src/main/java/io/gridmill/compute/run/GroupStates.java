package io.gridmill.compute.run;

import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.CountState;
import io.gridmill.compute.kernel.DoubleSumState;
import io.gridmill.compute.kernel.DoubleVarianceState;
import io.gridmill.compute.kernel.ExtremeState;
import io.gridmill.compute.kernel.KernelSpec.StateSpec.Kind;
import io.gridmill.compute.kernel.State;
import io.gridmill.compute.kernel.SumState;
import io.gridmill.compute.kernel.VarianceState;
import io.gridmill.core.schema.ColumnType;
import java.util.List;

/** The states of all groups, in the order of the plan. */
final class GroupStates {
    final State[] states;

    GroupStates(List<AggregatePlan.StateType> types) {
        states = types.stream().map(GroupStates::open).toArray(State[]::new);
    }

    static State open(AggregatePlan.StateType state) {
        ColumnType type = state.type();
        return switch (state.kind()) {
            case COUNT -> new CountState();
            case SUM ->
                type.kind() == ColumnType.Kind.REAL || type.kind() == ColumnType.Kind.DOUBLE
                        ? new DoubleSumState()
                        : new SumState(type.scale());
            case MIN, MAX -> new ExtremeState(state.kind() == Kind.MIN, type);
            case VARIANCE -> new VarianceState(type.scale());
            case DOUBLE_VARIANCE -> new DoubleVarianceState();
        };
    }

    void ensure(int groups, Budget budget) {
        for (State state : states) {
            state.ensure(groups, budget);
        }
    }
}
