package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Repr;

/** Which expressions can be computed for rows that do not need them, and which can fail. */
public final class Fallible {
    private Fallible() {}

    /** True when computing it for every row costs less than a branch and cannot fail. */
    static boolean isCheapAndSafe(Expr expr, Ranges ranges) {
        if (expr instanceof Expr.Input) {
            return expr.repr() != Repr.STRING && expr.repr() != Repr.WIDE;
        } else if (expr instanceof Expr.Constant constant) {
            return constant.value() != null && expr.repr() != Repr.STRING;
        } else if (expr instanceof Expr.Call call) {
            boolean self = switch (call.op()) {
                case AND, OR, NOT, IS_NULL, IS_TRUE, IS_FALSE, EQ, NE, LT, LE, GT, GE -> true;
                case ADD, SUBTRACT, MULTIPLY, NEGATE -> expr.repr() == Repr.DOUBLE || ranges.proven(call);
                default -> false;
            };
            return self && call.args().stream().allMatch(arg -> isCheapAndSafe(arg, ranges));
        }
        return false;
    }

    /** True when some row can make it fail, for all that its types tell. */
    public static boolean canFail(Expr expr) {
        boolean self = false;
        if (expr instanceof Expr.Call call) {
            self = switch (call.op()) {
                case ADD, SUBTRACT, MULTIPLY, NEGATE, ABS ->
                    expr.repr() != Repr.DOUBLE && !Ranges.OF_TYPES.proven(call);
                case DIVIDE, MOD, CAST -> true;
                case ROUND, TRUNCATE -> expr.repr() != Repr.DOUBLE;
                case FLOOR, CEIL -> call.args().get(0).repr() == Repr.WIDE;
                default -> FunctionSource.canFail(call.op());
            };
        }
        return self || expr.children().stream().anyMatch(Fallible::canFail);
    }
}
