package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Repr;
import io.gridmill.core.schema.ColumnType;
import java.math.BigInteger;

/** How many decimal digits a LONG expression can have, from its types alone: what is proven to fit is not checked while running. */
final class Digits {
    /** What a decimal holds after its check. */
    static final int DECIMAL = ColumnType.MAX_LONG_DECIMAL_PRECISION;
    /** What a long always holds. */
    private static final int LONG = 19;

    private Digits() {}

    static int of(Expr expr) {
        if (expr instanceof Expr.Constant constant) {
            Object value = constant.value();
            if (value instanceof Long number) {
                return new java.math.BigDecimal(number).precision();
            } else if (value instanceof BigInteger number) {
                return new java.math.BigDecimal(number).precision();
            }
        } else if (expr instanceof Expr.Call call && expr.repr() == Repr.LONG) {
            int digits = ofCall(call);
            if (digits > 0) {
                return Math.min(digits, ofType(call));
            }
        }
        return ofType(expr);
    }

    private static int ofType(Expr expr) {
        return switch (expr.type().kind()) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER -> 10;
            case DECIMAL -> Math.min(expr.type().precision(), DECIMAL);
            case DATE -> 7;
            default -> LONG;
        };
    }

    /** Of the exact result, before any check, or 0 when the operator says nothing. */
    static int ofCall(Expr.Call call) {
        return switch (call.op()) {
            case ADD, SUBTRACT -> Math.max(scaled(call, 0), scaled(call, 1)) + 1;
            case MULTIPLY -> of(call.args().get(0)) + of(call.args().get(1));
            case NEGATE, ABS -> of(call.args().get(0));
            default -> 0;
        };
    }

    /** Digits of an argument once it has the scale of the result. */
    static int scaled(Expr.Call call, int argument) {
        Expr expr = call.args().get(argument);
        return of(expr) + call.type().scale() - expr.type().scale();
    }

    /** Whether the result fits its type and a long without a check. */
    static boolean proven(Expr.Call call) {
        int digits = ofCall(call);
        if (digits == 0) {
            return false;
        }
        int fits = switch (call.type().kind()) {
            case TINYINT -> 2;
            case SMALLINT -> 4;
            case INTEGER -> 9;
            default -> DECIMAL;
        };
        boolean narrow = call.args().stream().allMatch(arg -> arg.repr() == Repr.LONG);
        boolean samePlace = call.op() == Op.NEGATE || call.op() == Op.ABS;
        return narrow
                && (digits <= fits || samePlace && call.type().kind() == ColumnType.Kind.DECIMAL && digits <= DECIMAL);
    }
}
