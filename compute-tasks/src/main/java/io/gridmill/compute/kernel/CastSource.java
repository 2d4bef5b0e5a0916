package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Emitter.Value;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;

/** Writes casts: widenings as plain Java, the others as calls of {@link Casts}. */
final class CastSource {
    private final Emitter emitter;

    CastSource(Emitter emitter) {
        this.emitter = emitter;
    }

    Value cast(Expr.Call call) {
        Expr from = call.args().get(0);
        Value a = emitter.emit(from);
        ColumnType to = call.type();
        Kind source = from.type().kind();
        int bits = Emitter.bits(to.kind());
        String at = ", " + emitter.place(call) + ")";
        boolean exact = from.type().isInteger() || source == Kind.DECIMAL;
        Value wide = exact ? NumberForms.widened(from, a) : a;
        String decimal = exact
                ? "Wide.decimal(" + wide.h() + ", " + wide.v() + ", "
                        + from.type().scale() + ")"
                : "";
        switch (to.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> {
                if (from.type().isInteger()) {
                    return bits >= Emitter.bits(source)
                            ? a
                            : emitter.guarded(Repr.LONG, a.nul(), "Casts.toInteger(" + a.v() + ", " + bits + at);
                } else if (source == Kind.DECIMAL) {
                    return emitter.guarded(
                            Repr.LONG,
                            a.nul(),
                            "Casts.decimalToInteger(" + wide.h() + ", " + wide.v() + ", "
                                    + from.type().scale() + ", " + bits + at);
                }
                return emitter.guarded(
                        Repr.LONG,
                        a.nul(),
                        (from.repr() == Repr.DOUBLE ? "Casts.doubleToInteger(" : "Casts.toInteger(") + a.v() + ", "
                                + bits + at);
            }
            case DECIMAL -> {
                String target = ", " + to.precision() + ", " + to.scale() + at;
                int shift = to.scale() - from.type().scale();
                if (exact && from.repr() == Repr.LONG && to.precision() <= ColumnType.MAX_LONG_DECIMAL_PRECISION) {
                    if (shift >= 0 && emitter.ranges.fitsDigits(from, shift, to.precision())) {
                        return shift == 0
                                ? a
                                : emitter.define(Repr.LONG, a.v() + " * " + Ops.power(shift) + "L", "", a.nul());
                    }
                    return emitter.guarded(
                            Repr.LONG,
                            a.nul(),
                            "Casts.toDecimal(" + wide.h() + ", " + wide.v() + ", "
                                    + from.type().scale() + target);
                }
                if (!exact) {
                    decimal = source == Kind.VARCHAR
                            ? "Casts.toBigDecimal(" + a.v() + ", \"" + to + "\"" + at
                            : "Casts.toBigDecimal(" + a.v() + target;
                }
                return castToDecimal(call, a, decimal + target);
            }
            case REAL, DOUBLE -> {
                if (source == Kind.VARCHAR) {
                    String parsed = "Casts.toDouble(" + a.v() + at;
                    return emitter.guarded(
                            Repr.DOUBLE, a.nul(), to.kind() == Kind.REAL ? "Casts.toReal(" + parsed + at : parsed);
                }
                String value = NumberForms.asDouble(from, a);
                boolean rounding = to.kind() == Kind.REAL && source != Kind.REAL;
                return emitter.guarded(Repr.DOUBLE, a.nul(), rounding ? "Casts.toReal(" + value + at : value);
            }
            case VARCHAR -> {
                return emitter.guarded(Repr.STRING, a.nul(), textOf(from, a));
            }
            case BOOLEAN -> {
                return source == Kind.BOOLEAN
                        ? a
                        : emitter.guarded(Repr.BOOL, a.nul(), "Casts.toBoolean(" + a.v() + at);
            }
            case DATE -> {
                return source == Kind.DATE
                        ? a
                        : emitter.guarded(
                                Repr.LONG,
                                a.nul(),
                                source == Kind.TIMESTAMP ? "Dates.toDay(" + a.v() + ")" : "Casts.toDate(" + a.v() + at);
            }
            case TIMESTAMP -> {
                return source == Kind.TIMESTAMP
                        ? a
                        : emitter.guarded(
                                Repr.LONG,
                                a.nul(),
                                source == Kind.DATE ? a.v() + " * 86400000000L" : "Casts.toTimestamp(" + a.v() + at);
            }
        }
        throw new IllegalStateException("no cast to " + to);
    }

    private Value castToDecimal(Expr.Call call, Value a, String arguments) {
        int id = emitter.nextId();
        emitter.out.append("java.math.BigInteger d").append(id).append(" = ");
        String code = "Casts.toWideDecimal(" + arguments;
        emitter.out
                .append(a.neverNull() ? code : "(" + a.nul() + ") ? java.math.BigInteger.ZERO : " + code)
                .append(";\n");
        return call.repr() == Repr.WIDE
                ? emitter.define(Repr.WIDE, "Wide.low(d" + id + ")", "Wide.high(d" + id + ")", a.nul())
                : emitter.define(Repr.LONG, "d" + id + ".longValue()", "", a.nul());
    }

    private static String textOf(Expr from, Value a) {
        return switch (from.type().kind()) {
            case VARCHAR -> a.v();
            case DATE -> "Casts.dateText(" + a.v() + ")";
            case TIMESTAMP -> "Casts.timestampText(" + a.v() + ")";
            case REAL -> "Casts.realText(" + a.v() + ")";
            case DECIMAL ->
                "Casts.text(" + NumberForms.widened(from, a).h() + ", " + a.v() + ", "
                        + from.type().scale() + ")";
            default -> "Casts.text(" + a.v() + ")";
        };
    }
}
