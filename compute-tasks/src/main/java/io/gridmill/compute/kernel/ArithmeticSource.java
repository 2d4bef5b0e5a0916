package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Emitter.Value;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;
import java.util.List;

/** Writes arithmetic: unchecked where the ranges prove that it fits, else as calls of {@link Ops}. */
final class ArithmeticSource {
    private final Emitter emitter;

    ArithmeticSource(Emitter emitter) {
        this.emitter = emitter;
    }

    Value arithmetic(Expr.Call call) {
        List<Value> args = call.args().stream().map(emitter::emit).toList();
        String nul = args.stream().map(Value::nul).reduce("false", Emitter::either);
        if (call.type().kind() == Kind.DOUBLE || call.type().kind() == Kind.REAL) {
            String a = NumberForms.asDouble(call.args().get(0), args.get(0));
            String b = args.size() < 2 ? "" : NumberForms.asDouble(call.args().get(1), args.get(1));
            String code = switch (call.op()) {
                case NEGATE -> "-" + a;
                case ABS -> "Math.abs(" + a + ")";
                case DIVIDE -> "Ops.divide(" + a + ", " + b + ", " + emitter.place(call) + ")";
                case MOD -> "Ops.remainder(" + a + ", " + b + ", " + emitter.place(call) + ")";
                default -> a + " " + call.op().sql() + " " + b;
            };
            return emitter.guarded(
                    Repr.DOUBLE, nul, call.type().kind() == Kind.REAL ? "(double) (float) (" + code + ")" : code);
        }
        boolean decimal = call.type().kind() == Kind.DECIMAL;
        boolean proven = emitter.ranges.proven(call);
        boolean scaling = decimal && call.op() != Op.MULTIPLY;
        String a = operand(call, 0, args.get(0), scaling);
        String b = args.size() < 2 ? "" : operand(call, 1, args.get(1), scaling);
        String code;
        if (proven) {
            code = switch (call.op()) {
                case NEGATE -> "-" + a;
                case ABS -> "Math.abs(" + a + ")";
                default -> a + " " + call.op().sql() + " " + b;
            };
            return emitter.define(Repr.LONG, code, "", nul);
        }
        int bits = Emitter.bits(call.type().kind());
        String pair = a + ", " + b + ", " + emitter.place(call) + ")";
        code = switch (call.op()) {
            case ADD ->
                decimal ? "Ops.addDecimal(" + pair : bits < 64 ? fit(a + " + " + b, bits, call) : "Ops.add(" + pair;
            case SUBTRACT ->
                decimal
                        ? "Ops.subtractDecimal(" + pair
                        : bits < 64 ? fit(a + " - " + b, bits, call) : "Ops.subtract(" + pair;
            case MULTIPLY ->
                decimal
                        ? "Ops.multiplyDecimal(" + pair
                        : bits < 64 ? fit(a + " * " + b, bits, call) : "Ops.multiply(" + pair;
            case DIVIDE -> bits < 64 ? fit("Ops.divide(" + pair, bits, call) : "Ops.divide(" + pair;
            case MOD -> "Ops.remainder(" + pair;
            case NEGATE -> decimal ? "-" + a : fit("Ops.negate(" + a + ", " + emitter.place(call) + ")", bits, call);
            case ABS ->
                decimal
                        ? "Math.abs(" + a + ")"
                        : fit(
                                "(" + a + " < 0 ? Ops.negate(" + a + ", " + emitter.place(call) + ") : " + a + ")",
                                bits,
                                call);
            default -> throw new IllegalStateException("no code for " + call.op());
        };
        return emitter.guarded(Repr.LONG, nul, code);
    }

    private String fit(String code, int bits, Expr.Call call) {
        return bits == 64 ? code : "Ops.fit(" + code + ", " + bits + ", " + emitter.place(call) + ")";
    }

    /** An operand of exact arithmetic as a long; decimals of sums get the scale of the result. */
    private String operand(Expr.Call call, int argument, Value value, boolean scaling) {
        Expr expr = call.args().get(argument);
        Value narrow = NumberForms.narrow(expr, value, emitter);
        int shift = call.type().scale() - expr.type().scale();
        if (!scaling || shift <= 0) {
            return narrow.v();
        } else if (expr.repr() == Repr.LONG && emitter.ranges.fitsShifted(expr, shift)) {
            return expr instanceof Expr.Constant constant && constant.value() instanceof Number number
                    ? emitter.constantField(number.longValue() * Ops.power(shift))
                    : "(" + narrow.v() + " * " + Ops.power(shift) + "L)";
        } else if (shift > ColumnType.MAX_LONG_DECIMAL_PRECISION) {
            return "Ops.rescale(Ops.rescale(" + narrow.v() + ", " + Ops.power(18) + "L, " + emitter.place(call) + "), "
                    + Ops.power(shift - 18) + "L, " + emitter.place(call) + ")";
        }
        return emitter.guarded(
                        Repr.LONG,
                        narrow.nul(),
                        "Ops.rescale(" + narrow.v() + ", " + Ops.power(shift) + "L, " + emitter.place(call) + ")")
                .v();
    }

    /** A sum over a count. */
    Value average(Expr.Call call) {
        Expr sum = call.args().get(0);
        Value s = emitter.emit(sum);
        Value n = emitter.emit(call.args().get(1));
        return emitter.guarded(
                Repr.DOUBLE,
                s.nul(),
                sum.repr() == Repr.DOUBLE
                        ? s.v() + " / " + n.v()
                        : "Ops.average(" + s.h() + ", " + s.v() + ", "
                                + sum.type().scale() + ", " + n.v() + ")");
    }
}
