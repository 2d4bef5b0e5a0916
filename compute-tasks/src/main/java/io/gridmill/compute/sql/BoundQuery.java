package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query whose names and types are resolved; expressions are over the dataset's columns by ordinal.
 *
 * @param names of the result's columns, distinct
 * @param aggregated whether rows are grouped, be it into one
 * @param orderBy what the result is ordered by
 */
record BoundQuery(
        List<String> names,
        List<Expr> select,
        @Nullable Expr where,
        boolean aggregated,
        List<Expr> groupBy,
        @Nullable Expr having,
        List<Order> orderBy,
        long offset,
        long limit,
        boolean distinct) {
    record Order(Expr expr, boolean descending, boolean nullsFirst) {}
}
