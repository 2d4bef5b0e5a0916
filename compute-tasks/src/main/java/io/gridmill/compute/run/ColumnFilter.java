package io.gridmill.compute.run;

import io.gridmill.compute.expr.Expr;
import org.jspecify.annotations.Nullable;

/** A part of a filter that looks at one column as it is stored, a block at a time, before anything is computed. */
public sealed interface ColumnFilter permits RangeFilter, LikeFilter {
    /** Ordinal in the dataset's schema. */
    int column();

    /** What the conjunct, over columns of the dataset, says of one column, or null when it says something else. */
    static @Nullable ColumnFilter of(Expr conjunct) {
        RangeFilter range = RangeFilter.of(conjunct);
        return range == null ? LikeFilter.of(conjunct) : range;
    }
}
