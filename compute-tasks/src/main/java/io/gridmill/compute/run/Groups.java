package io.gridmill.compute.run;

import io.gridmill.compute.expr.AggregateFunction;
import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.CountState;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.compute.kernel.State;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The groups of one grouping with their states. One thread. */
final class Groups {
    final AggregatePlan.Grouping grouping;
    final GroupStates states;

    private final AggregatePlan plan;
    private final Budget budget;
    private final GroupKeys keys;
    private final Slot[] found;

    /** @param allKeys of the plan, as the slots hold them that are looked up */
    Groups(
            AggregatePlan plan,
            AggregatePlan.Grouping grouping,
            List<GroupKeys.Key> allKeys,
            StringPool pool,
            Budget budget) {
        this.plan = plan;
        this.grouping = grouping;
        this.budget = budget;
        this.keys = new GroupKeys(grouping.keys().stream().map(allKeys::get).toList(), pool, budget);
        this.states = new GroupStates(grouping.givesRows() ? plan.states() : List.of());
        this.found = new Slot[grouping.keys().size()];
        states.ensure(1, budget);
    }

    int size() {
        return found.length == 0 ? 1 : keys.size();
    }

    /** Finds or adds the groups of {@code count} rows, at most a block; {@code slots} are of all keys of the plan. */
    void find(@Nullable Slot[] slots, int count, int[] groups) {
        if (found.length == 0) {
            Arrays.fill(groups, 0, count, 0);
            return;
        }
        for (int k = 0; k < found.length; k++) {
            found[k] = Objects.requireNonNull(slots[grouping.keys().get(k)]);
        }
        keys.find(found, count, groups);
        states.ensure(keys.size(), budget);
    }

    /** Adds the groups of {@code count} rows, each of which is new and comes once, numbered from {@link #size()}; not without keys. */
    void add(Slot[] slots, int count) {
        for (int k = 0; k < found.length; k++) {
            found[k] = slots[grouping.keys().get(k)];
        }
        keys.add(found, count);
        states.ensure(keys.size(), budget);
    }

    /** Merges rows of partial columns, at most a block. */
    void merge(Slot[] partial, int count, int[] groups) {
        find(partial, count, groups);
        int column = plan.keyTypes().size();
        for (int s = 0; grouping.givesRows() && s < plan.gathered(); s++) {
            State state = states.states[s];
            state.merge(groups, count, partial, column);
            column += state.partialTypes().size();
        }
    }

    /** Which partial columns are written: the others are NULL in all rows of this grouping. */
    boolean writes(int column) {
        return column < plan.keyTypes().size() ? grouping.keys().contains(column) : grouping.givesRows();
    }

    /** Puts groups as partial columns into slots; what is not of this grouping is left as it is. */
    void storePartial(int first, int count, Slot[] out) {
        storeKeys(first, count, out);
        int column = plan.keyTypes().size();
        for (int s = 0; grouping.givesRows() && s < plan.gathered(); s++) {
            states.states[s].store(first, count, out, column);
            column += states.states[s].partialTypes().size();
        }
    }

    private void storeKeys(int first, int count, Slot[] out) {
        for (int k = 0; k < found.length; k++) {
            keys.store(k, first, count, out[grouping.keys().get(k)]);
        }
    }

    /** Adds the distinct values that the groups of another grouping are to the states that they feed. */
    void addDistinct(Groups values, int[] groups) {
        int key = values.grouping.distinct();
        Slot[] slots = plan.keyTypes().stream()
                .map(type -> new Slot(Repr.of(type), Block.ROWS))
                .toArray(Slot[]::new);
        for (int first = 0; first < values.size(); first += Block.ROWS) {
            int count = Math.min(Block.ROWS, values.size() - first);
            values.storeKeys(first, count, slots);
            find(slots, count, groups);
            for (int s = plan.gathered(); s < plan.states().size(); s++) {
                if (plan.states().get(s).distinct() == key) {
                    states.states[s].addAll(groups, slots[key], count);
                }
            }
        }
    }

    /** Puts groups as the inputs of the final step into slots. */
    void storeOutputs(int first, int count, Slot[] out) {
        for (int k = 0; k < plan.groupKeys(); k++) {
            Slot slot = out[k];
            if (!grouping.keys().contains(k)) {
                Arrays.fill(slot.nul, 0, count, true);
                Arrays.fill(slot.b, false);
            }
        }
        storeKeys(first, count, out);
        int column = plan.groupKeys();
        for (AggregatePlan.Output output : plan.outputs()) {
            Slot slot = out[column++];
            if (output.function() == AggregateFunction.GROUPING) {
                Arrays.fill(slot.l, 0, count, grouping.keys().contains(output.source()) ? 0 : 1);
                Arrays.fill(slot.nul, 0, count, false);
                continue;
            }
            states.states[output.source()].result(output.function(), first, count, slot);
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
