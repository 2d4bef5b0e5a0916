package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.CountState;
import io.gridmill.compute.kernel.DoubleSumState;
import io.gridmill.compute.kernel.KernelSpec.StateSpec.Kind;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;

/** Groups with their states, keyed by values: where lanes and shares are merged. One thread. */
final class Groups {
    private final AggregatePlan plan;
    private final Budget budget;
    private final GroupKeys keys;
    private final GroupStates states;
    private final int[] found = new int[Block.ROWS];

    Groups(AggregatePlan plan, Budget budget) {
        this.plan = plan;
        this.budget = budget;
        this.keys = new GroupKeys(
                plan.keyTypes().stream()
                        .map(type -> new GroupKeys.Key(Repr.of(type), false))
                        .toList(),
                new StringPool(budget),
                budget);
        this.states = new GroupStates(plan.states());
        states.ensure(1, budget);
    }

    /** Keys, then the partial columns of the states. */
    static TableSchema partialSchema(AggregatePlan plan) {
        List<Column> columns = new ArrayList<>();
        plan.keyTypes().forEach(type -> columns.add(new Column("key" + columns.size(), type)));
        GroupStates.partialTypes(plan.states())
                .forEach(type -> columns.add(new Column("state" + columns.size(), type)));
        if (columns.isEmpty()) {
            columns.add(new Column("none", ColumnType.BOOLEAN));
        }
        return new TableSchema(columns);
    }

    static Slot[] partialSlots(AggregatePlan plan) {
        return partialSchema(plan).columns().stream()
                .map(column -> new Slot(Repr.of(column.type()), Block.ROWS))
                .toArray(Slot[]::new);
    }

    int size() {
        return plan.grouped() ? keys.size() : 1;
    }

    /** Merges rows of partial columns, at most a block. */
    void merge(Slot[] partial, int count) {
        if (plan.grouped()) {
            keys.find(partial, count, found);
            states.ensure(keys.size(), budget);
        }
        int column = plan.keyTypes().size();
        for (int s = 0; s < states.states.length; s++) {
            states.states[s].merge(found, count, partial, column);
            column += states.states[s].partialTypes().size();
        }
    }

    /** Puts groups as partial columns into slots. */
    static void storePartial(AggregatePlan plan, GroupKeys keys, GroupStates states, int first, int count, Slot[] out) {
        int column = 0;
        for (int k = 0; k < plan.keyTypes().size(); k++) {
            keys.store(k, first, count, out[column++]);
        }
        for (int s = 0; s < states.states.length; s++) {
            states.states[s].store(first, count, out, column);
            column += states.states[s].partialTypes().size();
        }
        if (column == 0) {
            out[0].nul[0] = true;
        }
    }

    void storePartial(int first, int count, Slot[] out) {
        storePartial(plan, keys, states, first, count, out);
    }

    /** Puts groups as the inputs of the final step into slots. */
    void storeOutputs(int first, int count, Slot[] out, Slot[] scratch) {
        int column = 0;
        for (int k = 0; k < plan.keyTypes().size(); k++) {
            keys.store(k, first, count, out[column++]);
        }
        for (AggregatePlan.Output output : plan.outputs()) {
            Slot slot = out[column++];
            if (plan.states().get(output.state()).kind() == Kind.SUM && slot.repr == Repr.DOUBLE) {
                DoubleSumState sums = (DoubleSumState) states.states[output.state()];
                for (int j = 0; j < count; j++) {
                    slot.d[j] = DoubleSumState.value(sums.hi[first + j], sums.lo[first + j]);
                    slot.nul[j] = false;
                }
            } else {
                scratch[0] = slot;
                states.states[output.state()].store(first, count, scratch, 0);
            }
            if (output.count() >= 0) {
                long[] n = ((CountState) states.states[output.count()]).n;
                for (int j = 0; j < count; j++) {
                    slot.nul[j] = n[first + j] == 0;
                    if (slot.nul[j] && slot.repr == Repr.BOOL) {
                        slot.b[j] = false;
                    }
                }
            }
        }
    }
}
