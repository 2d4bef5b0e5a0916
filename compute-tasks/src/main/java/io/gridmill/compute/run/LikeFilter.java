package io.gridmill.compute.run;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.kernel.LikeMatcher;
import org.jspecify.annotations.Nullable;

/**
 * A LIKE or NOT LIKE of a string column.
 *
 * @param column ordinal in the dataset's schema
 * @param negated whether the strings that do not match pass
 */
public record LikeFilter(int column, LikeMatcher matcher, boolean negated) implements ColumnFilter {
    static @Nullable LikeFilter of(Expr conjunct) {
        if (conjunct instanceof Expr.Call call && call.op() == Op.NOT) {
            LikeFilter positive = of(call.args().get(0));
            return positive == null ? null : new LikeFilter(positive.column, positive.matcher, !positive.negated);
        }
        return conjunct instanceof Expr.Like like && like.value() instanceof Expr.Input input
                ? new LikeFilter(input.ordinal(), LikeMatcher.of(like), false)
                : null;
    }
}
