package io.gridmill.compute.run;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.CompiledKernel;
import io.gridmill.compute.kernel.Kernel;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.core.task.CancelToken;
import java.util.ArrayList;
import java.util.List;

/** Aggregates chunks in one thread. */
final class AggregateLane extends ScanLane {
    final List<LaneGroups> groupings = new ArrayList<>();

    private final BlockKeys keys;
    private final int[] stringKeys;

    AggregateLane(ScanPlan scan, AggregatePlan plan, CancelToken cancel, Budget budget) {
        super(scan, cancel, budget);
        KernelSpec spec = scan.kernels().spec();
        this.keys = new BlockKeys(spec.keys(), this::readStringKeys);
        this.stringKeys = spec.keys().stream()
                .filter(key -> isPooled(key, spec))
                .mapToInt(key -> ((Expr.Input) key).ordinal())
                .toArray();
        List<GroupKeys.Key> keyList = spec.keys().stream()
                .map(key -> new GroupKeys.Key(key.repr(), isPooled(key, spec)))
                .toList();
        for (AggregatePlan.Grouping grouping : plan.groupings()) {
            Groups groups = new Groups(plan, grouping, keyList, pool, budget);
            groupings.add(new LaneGroups(groups, groupings.size(), plan.gathered(), budget));
        }
    }

    private static boolean isPooled(Expr key, KernelSpec spec) {
        return key instanceof Expr.Input input
                && spec.inputs().get(input.ordinal()).form() == KernelSpec.Form.STRING_ID;
    }

    private void readStringKeys(int[] rows, int count) {
        for (int n : stringKeys) {
            readers[n].fill(blockStart, blockCount, rows, count);
        }
    }

    @Override
    void begin(CompiledKernel kernel) {
        groupings.forEach(grouping -> grouping.begin(kernel, readers));
    }

    @Override
    boolean consume(Kernel kernel, int count) {
        keys.of(kernel, slots);
        for (LaneGroups grouping : groupings) {
            grouping.consume(kernel, slots, selected, count, keys);
        }
        return true;
    }
}
