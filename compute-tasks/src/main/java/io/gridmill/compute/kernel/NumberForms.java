package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Emitter.Value;

/** Java of a number in another representation than its own. */
final class NumberForms {
    private NumberForms() {}

    static String asDouble(Expr expr, Value value) {
        return switch (expr.repr()) {
            case DOUBLE -> value.v();
            case WIDE ->
                "Ops.toDouble(" + value.h() + ", " + value.v() + ", "
                        + expr.type().scale() + ")";
            default ->
                expr.type().scale() == 0
                        ? "((double) " + value.v() + ")"
                        : "Ops.toDouble(" + value.v() + ", " + expr.type().scale() + ")";
        };
    }

    /** With a high word. */
    static Value widened(Expr expr, Value value) {
        return expr.repr() == Repr.WIDE ? value : new Value(value.v(), "(" + value.v() + " >> 63)", value.nul());
    }

    /** Exact numbers as longs: what has two words must fit 18 digits. */
    static Value narrow(Expr expr, Value value, Emitter emitter) {
        return expr.repr() == Repr.WIDE
                ? emitter.guarded(
                        Repr.LONG,
                        value.nul(),
                        "Ops.narrow(" + value.h() + ", " + value.v() + ", " + emitter.place(expr) + ")")
                : value;
    }
}
