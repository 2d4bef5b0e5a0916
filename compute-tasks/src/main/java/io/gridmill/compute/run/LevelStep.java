package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.CompiledKernel;
import io.gridmill.compute.kernel.Kernel;
import io.gridmill.compute.kernel.KernelFailure;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.task.CancelToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gathers the rows of the step below into blocks, which run through kernels as blocks of chunks do. One thread. */
final class LevelStep implements RowSink {
    private final QueryPlan.Level plan;
    private final CancelToken cancel;
    private final CompiledKernel compiled;
    private final Kernel kernel;
    private final Slot[] in;
    private final int[] selected = new int[Block.ROWS + 1];
    private final BlockKeys keys;
    private final Slot[] projected;
    private final List<LaneGroups> groupings = new ArrayList<>();
    private final @Nullable GroupOutput output;
    private final @Nullable ResultRows rows;
    private int filled;

    LevelStep(QueryPlan.Level plan, Budget budget, CancelToken cancel, RowSink out) {
        this.plan = plan;
        this.cancel = cancel;
        this.compiled = plan.kernels().general();
        this.kernel = compiled.open();
        KernelSpec spec = plan.kernels().spec();
        this.in = spec.inputs().stream()
                .map(input -> new Slot(input.repr(), Block.ROWS))
                .toArray(Slot[]::new);
        this.keys = new BlockKeys(spec.keys(), (rows, count) -> {});
        List<Repr> reprs = spec.project().stream().map(expr -> expr.repr()).toList();
        this.projected = reprs.stream().map(repr -> new Slot(repr, Block.ROWS)).toArray(Slot[]::new);
        AggregatePlan aggregate = plan.aggregate();
        if (aggregate == null) {
            this.rows = new ResultRows(reprs, plan.visible(), plan.ending(), out, budget);
            this.output = null;
        } else {
            this.rows = null;
            this.output = new GroupOutput(aggregate, plan.ending(), plan.visible(), budget, cancel, out);
            List<GroupKeys.Key> keyList = spec.keys().stream()
                    .map(key -> new GroupKeys.Key(key.repr(), false))
                    .toList();
            StringPool pool = new StringPool(budget);
            for (AggregatePlan.Grouping grouping : aggregate.groupings()) {
                LaneGroups groups = new LaneGroups(
                        new Groups(aggregate, grouping, keyList, pool, budget),
                        groupings.size(),
                        aggregate.gathered(),
                        budget);
                groups.begin(compiled, new InputReader[0]);
                groupings.add(groups);
            }
        }
    }

    @Override
    public void append(@Nullable Slot[] slots, int @Nullable [] order, int from, int to) {
        List<KernelSpec.Input> inputs = plan.kernels().spec().inputs();
        int next = from;
        while (next < to) {
            int count = Math.min(to - next, Block.ROWS - filled);
            for (int n = 0; n < in.length; n++) {
                Slot source = Objects.requireNonNull(slots[inputs.get(n).source()]);
                for (int j = 0; j < count; j++) {
                    in[n].copy(filled + j, source, order == null ? next + j : order[next + j]);
                }
            }
            filled += count;
            next += count;
            if (filled == Block.ROWS) {
                block();
            }
        }
    }

    private void block() {
        cancel.check();
        int kept;
        try {
            kept = filled;
            for (int j = 0; j < kept; j++) {
                selected[j] = j;
            }
            for (int pass = 0; pass < plan.kernels().spec().filter().size() && kept > 0; pass++) {
                kept = kernel.filter(pass, in, selected, kept);
            }
            filled = 0;
            if (kept > 0) {
                keys.of(kernel, in);
                for (LaneGroups grouping : groupings) {
                    grouping.consume(kernel, in, selected, kept, keys);
                }
                if (rows != null) {
                    kernel.project(in, selected, kept, projected);
                }
            }
        } catch (KernelFailure e) {
            throw Failures.of(e, compiled);
        }
        if (rows != null && kept > 0) {
            rows.add(projected, kept);
        }
    }

    @Override
    public void finish() {
        if (filled > 0) {
            block();
        }
        groupings.forEach(LaneGroups::settle);
        if (rows != null) {
            rows.finish();
        }
        if (output != null) {
            output.write(groupings.stream().map(lane -> lane.groups).toList());
        }
    }
}
