package io.gridmill.compute.run;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.kernel.KernelFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a query that reads chunks.
 *
 * @param kernels over the inputs
 * @param filterInputs inputs that the filter reads
 * @param otherInputs inputs that only selected rows need
 * @param zoneMaps what zone maps can decide
 * @param columns ordinals, ascending, of the dataset's columns that are read
 * @param text of the plan, for EXPLAIN
 */
public record ScanPlan(
        KernelFactory kernels,
        List<Integer> filterInputs,
        List<Integer> otherInputs,
        ZoneMaps zoneMaps,
        List<Integer> columns,
        String text) {
    public ScanPlan {
        filterInputs = List.copyOf(filterInputs);
        otherInputs = List.copyOf(otherInputs);
        columns = List.copyOf(columns);
    }

    /** @param filter over columns of the dataset, not over kernel inputs */
    public static ZoneMaps zoneMaps(@Nullable Expr filter) {
        return new ZoneMaps(filter);
    }

    /** The plan, and the source of the kernel for chunks without NULLs. */
    String explain() {
        return text + "\nKernel for chunks without NULLs:\n" + kernels.kernel(0).source();
    }
}
