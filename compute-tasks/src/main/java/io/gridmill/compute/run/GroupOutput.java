package io.gridmill.compute.run;

import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.CompiledKernel;
import io.gridmill.compute.kernel.Kernel;
import io.gridmill.compute.kernel.KernelFailure;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.task.CancelToken;
import java.util.List;

/** Turns groups that saw all their rows into the rows of a step. */
final class GroupOutput {
    private final AggregatePlan plan;
    private final ResultRows rows;
    private final CancelToken cancel;
    private final CompiledKernel compiled;
    private final Kernel kernel;

    GroupOutput(AggregatePlan plan, Ending ending, int visible, Budget budget, CancelToken cancel, RowSink out) {
        this.plan = plan;
        this.cancel = cancel;
        this.compiled = plan.finish().general();
        this.kernel = compiled.open();
        this.rows = new ResultRows(
                plan.finish().spec().project().stream().map(expr -> expr.repr()).toList(),
                visible,
                ending,
                out,
                budget);
    }

    /** @param groupings as in the plan */
    void write(List<Groups> groupings) {
        int most = 1;
        for (Groups values : groupings) {
            if (!values.grouping.givesRows()) {
                groupings.get(values.grouping.belongsTo()).addDistinct(values, new int[Block.ROWS]);
            } else {
                most = Math.max(most, values.size());
            }
        }
        int rowsAtOnce = Math.min(most, Block.ROWS);
        KernelSpec spec = plan.finish().spec();
        Slot[] in = spec.inputs().stream()
                .map(input -> new Slot(input.repr(), rowsAtOnce))
                .toArray(Slot[]::new);
        Slot[] out = spec.project().stream()
                .map(expr -> new Slot(expr.repr(), rowsAtOnce))
                .toArray(Slot[]::new);
        int[] selected = new int[rowsAtOnce + 1];
        boolean wanted = true;
        for (Groups groups : groupings) {
            for (int first = 0; groups.grouping.givesRows() && wanted && first < groups.size(); first += Block.ROWS) {
                cancel.check();
                int count = Math.min(Block.ROWS, groups.size() - first);
                groups.storeOutputs(first, count, in);
                wanted = rows.add(out, project(in, count, selected, out));
            }
        }
        rows.finish();
    }

    private int project(Slot[] in, int count, int[] selected, Slot[] out) {
        for (int j = 0; j < count; j++) {
            selected[j] = j;
        }
        try {
            int kept = count;
            for (int pass = 0; pass < plan.finish().spec().filter().size() && kept > 0; pass++) {
                kept = kernel.filter(pass, in, selected, kept);
            }
            kernel.project(in, selected, kept, out);
            return kept;
        } catch (KernelFailure e) {
            throw Failures.of(e, compiled);
        }
    }
}
