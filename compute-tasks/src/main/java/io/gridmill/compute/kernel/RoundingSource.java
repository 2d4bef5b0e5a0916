package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Emitter.Value;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;

/** Writes what takes digits from numbers: SIGN, FLOOR, CEIL, ROUND and TRUNCATE. */
final class RoundingSource {
    private final Emitter emitter;

    RoundingSource(Emitter emitter) {
        this.emitter = emitter;
    }

    Value rounded(Expr.Call call) {
        Expr expr = call.args().get(0);
        Value value = emitter.emit(expr);
        if (call.op() == Op.SIGN) {
            return emitter.guarded(Repr.LONG, value.nul(), sign(expr, value));
        } else if (expr.repr() == Repr.DOUBLE) {
            return ofDouble(call, value);
        }
        Value narrow = NumberForms.narrow(expr, value, emitter);
        if (call.op() == Op.FLOOR || call.op() == Op.CEIL) {
            String unit = unit(expr.type().scale());
            return emitter.guarded(
                    Repr.LONG,
                    narrow.nul(),
                    call.op() == Op.FLOOR
                            ? "Math.floorDiv(" + narrow.v() + ", " + unit + ")"
                            : "-Math.floorDiv(-" + narrow.v() + ", " + unit + ")");
        }
        Value digits = emitter.emit(call.args().get(1));
        String method = call.op() == Op.ROUND ? "Numbers.round(" : "Numbers.truncate(";
        String rounded = method + narrow.v() + ", " + expr.type().scale() + ", " + digits.v() + ", "
                + call.type().scale() + ", " + emitter.place(call) + ")";
        int bits = Emitter.bits(call.type().kind());
        return emitter.guarded(
                Repr.LONG,
                Emitter.either(narrow.nul(), digits.nul()),
                call.type().kind() == Kind.DECIMAL
                        ? "Ops.fitDecimal(" + rounded + ", " + emitter.place(call) + ")"
                        : bits == 64 ? rounded : "Ops.fit(" + rounded + ", " + bits + ", " + emitter.place(call) + ")");
    }

    private static String sign(Expr expr, Value value) {
        return switch (expr.repr()) {
            case DOUBLE -> "Numbers.sign(" + value.v() + ")";
            case WIDE -> "Numbers.sign(" + value.h() + ", " + value.v() + ")";
            default -> "(long) Long.signum(" + value.v() + ")";
        };
    }

    /** One in the last place of whole numbers; values of more digits behind the point are less than one tenth, whatever it is. */
    private static String unit(int scale) {
        return (scale <= ColumnType.MAX_LONG_DECIMAL_PRECISION ? Ops.power(scale) : Long.MAX_VALUE) + "L";
    }

    private Value ofDouble(Expr.Call call, Value value) {
        String nul = value.nul();
        String code;
        if (call.op() == Op.FLOOR || call.op() == Op.CEIL) {
            code = (call.op() == Op.FLOOR ? "Math.floor(" : "Math.ceil(") + value.v() + ")";
        } else {
            Value digits = emitter.emit(call.args().get(1));
            nul = Emitter.either(nul, digits.nul());
            code = (call.op() == Op.ROUND ? "Numbers.round(" : "Numbers.truncate(") + value.v() + ", " + digits.v()
                    + ")";
        }
        return emitter.guarded(
                Repr.DOUBLE, nul, call.type().kind() == Kind.REAL ? "(double) (float) (" + code + ")" : code);
    }
}
