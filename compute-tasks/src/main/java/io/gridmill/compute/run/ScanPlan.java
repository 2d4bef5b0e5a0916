package io.gridmill.compute.run;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.KernelFactory;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.compute.kernel.Ranges;
import io.gridmill.core.chunk.ChunkHeader;
import io.gridmill.core.chunk.ColumnHeader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a query that reads chunks.
 *
 * @param kernels over the inputs
 * @param columnFilters parts of the filter that come before the kernels'
 * @param filterInputs inputs that the kernels' filter reads
 * @param otherInputs inputs that only selected rows need
 * @param zoneMaps what zone maps can decide
 * @param columns ordinals, ascending, of the dataset's columns that are read
 * @param text of the plan, for EXPLAIN
 */
public record ScanPlan(
        KernelFactory kernels,
        List<ColumnFilter> columnFilters,
        List<Integer> filterInputs,
        List<Integer> otherInputs,
        ZoneMaps zoneMaps,
        List<Integer> columns,
        String text) {
    public ScanPlan {
        columnFilters = List.copyOf(columnFilters);
        filterInputs = List.copyOf(filterInputs);
        otherInputs = List.copyOf(otherInputs);
        columns = List.copyOf(columns);
    }

    /** @param filter over columns of the dataset, not over kernel inputs */
    public static ZoneMaps zoneMaps(@Nullable Expr filter) {
        return new ZoneMaps(filter);
    }

    /** The same for a share whose chunks are known: what their zone maps tell makes kernels shorter. */
    ScanPlan over(List<ChunkHeader> headers) {
        List<KernelSpec.Input> inputs = kernels.spec().inputs();
        Map<Integer, Ranges.Range> known = new HashMap<>();
        for (int n = 0; n < inputs.size(); n++) {
            KernelSpec.Input input = inputs.get(n);
            if (input.form() == KernelSpec.Form.VALUE && input.repr() == Repr.LONG) {
                Ranges.Range range = range(headers, input.source());
                if (range != null) {
                    known.put(n, range);
                }
            }
        }
        long rows = headers.stream().mapToLong(ChunkHeader::rows).sum();
        return new ScanPlan(
                kernels.over(Ranges.of(known, rows)),
                columnFilters,
                filterInputs,
                otherInputs,
                zoneMaps,
                columns,
                text);
    }

    private static Ranges.@Nullable Range range(List<ChunkHeader> headers, int column) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (ChunkHeader header : headers) {
            ColumnHeader of = header.columns().get(column);
            if (of.min() instanceof Long least && of.max() instanceof Long greatest) {
                min = Math.min(min, least);
                max = Math.max(max, greatest);
            } else if (of.nullCount() < header.rows()) {
                return null;
            }
        }
        return min > max ? null : Ranges.range(min, max);
    }
}
