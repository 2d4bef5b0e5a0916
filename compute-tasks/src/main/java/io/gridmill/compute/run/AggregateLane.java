package io.gridmill.compute.run;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.CompiledKernel;
import io.gridmill.compute.kernel.CountState;
import io.gridmill.compute.kernel.Kernel;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.compute.kernel.State;
import io.gridmill.core.task.CancelToken;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates in one thread. Where the keys of a chunk are few small numbers (dictionary codes, narrow integers), a row finds its group in an
 * array by these; the array is filled through the table when a combination is first seen in the chunk.
 */
final class AggregateLane extends ScanLane {
    private static final int LARGEST_DOMAIN = 1 << 16;

    final GroupKeys keys;
    final GroupStates groupStates;

    private final AggregatePlan plan;
    private final Budget budget;
    private final Slot[] keySlots;
    private final int[] groups = new int[Block.ROWS];
    private final int[] codes = new int[Block.ROWS];
    private final int[] keyInputs;
    private final State[] states;
    private final Map<CompiledKernel, CountState> rowCounts = new HashMap<>();
    private int[] direct = {};
    private int directSize;
    private @Nullable CountState rows;

    AggregateLane(AggregatePlan plan, CancelToken cancel, Budget budget) {
        super(plan.scan(), cancel, budget);
        this.plan = plan;
        this.budget = budget;
        KernelSpec spec = plan.scan().kernels().spec();
        this.keySlots = spec.keys().stream()
                .map(key -> new Slot(key.repr(), Block.ROWS))
                .toArray(Slot[]::new);
        List<GroupKeys.Key> keyList = spec.keys().stream()
                .map(key -> new GroupKeys.Key(key.repr(), isPooled(key, spec)))
                .toList();
        this.keys = new GroupKeys(keyList, pool, budget);
        this.keyInputs = spec.keys().stream().allMatch(key -> key instanceof Expr.Input)
                ? spec.keys().stream()
                        .mapToInt(key -> ((Expr.Input) key).ordinal())
                        .toArray()
                : new int[0];
        this.groupStates = new GroupStates(plan.states());
        this.states = Arrays.copyOf(groupStates.states, groupStates.states.length + 1);
        groupStates.ensure(1, budget);
    }

    static boolean isPooled(Expr key, KernelSpec spec) {
        return key instanceof Expr.Input input
                && spec.inputs().get(input.ordinal()).form() == KernelSpec.Form.STRING_ID;
    }

    @Override
    void begin(CompiledKernel kernel) {
        rows = rowCounts.computeIfAbsent(kernel, k -> new CountState());
        rows.ensure(1, budget);
        states[states.length - 1] = rows;
        long domain = keyInputs.length == 0 ? 0 : 1;
        for (int n : keyInputs) {
            domain = Math.min(domain * readers[n].domain(), LARGEST_DOMAIN + 1);
        }
        directSize = domain > LARGEST_DOMAIN ? 0 : (int) domain;
        if (direct.length < directSize) {
            direct = new int[directSize];
        }
        Arrays.fill(direct, 0, directSize, -1);
    }

    @Override
    boolean consume(Kernel kernel, int count) {
        if (plan.grouped()) {
            if (directSize > 0) {
                findDirect(kernel, count);
            } else {
                find(kernel, count);
            }
        }
        if (plan.scan().kernels().spec().states().isEmpty()) {
            return true;
        }
        kernel.update(slots, selected, count, groups, states);
        return true;
    }

    private void find(Kernel kernel, int count) {
        kernel.keys(slots, selected, count, keySlots);
        keys.find(keySlots, count, groups);
        groupStates.ensure(keys.size(), budget);
        Objects.requireNonNull(rows).ensure(keys.size(), budget);
    }

    private void findDirect(Kernel kernel, int count) {
        Arrays.fill(codes, 0, count, 0);
        int stride = 1;
        for (int n : keyInputs) {
            readers[n].addCodes(selected, count, stride, codes);
            stride *= readers[n].domain();
        }
        int missing = 0;
        for (int j = 0; j < count; j++) {
            int group = direct[codes[j]];
            groups[j] = group;
            missing |= group;
        }
        if (missing < 0) {
            find(kernel, count);
            for (int j = 0; j < count; j++) {
                direct[codes[j]] = groups[j];
            }
        } else {
            Objects.requireNonNull(rows).ensure(keys.size(), budget);
        }
    }

    /** Adds the rows that kernels counted to the counts that they left out; after the last chunk. */
    void settle() {
        rowCounts.forEach((kernel, counted) -> {
            for (int s : kernel.rowCounts()) {
                CountState state = (CountState) groupStates.states[s];
                for (int group = 0; group < Math.min(counted.n.length, state.n.length); group++) {
                    state.n[group] += counted.n[group];
                }
            }
        });
        rowCounts.clear();
    }
}
