package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Emitter.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes comparisons, and what chooses by them: GREATEST and LEAST. */
final class ComparisonSource {
    private final Emitter emitter;

    ComparisonSource(Emitter emitter) {
        this.emitter = emitter;
    }

    Value comparison(Expr.Call call) {
        Expr left = call.args().get(0);
        Expr right = call.args().get(1);
        Value a = emitter.emit(left);
        Value b = emitter.emit(right);
        String nul = Emitter.either(a.nul(), b.nul());
        String sign = switch (call.op()) {
            case EQ -> "==";
            case NE -> "!=";
            default -> call.op().sql();
        };
        if (nul.equals("true")) {
            return new Value("false", "", nul);
        }
        if (left.repr() == Repr.STRING) {
            boolean equality = call.op() == Op.EQ || call.op() == Op.NE;
            return emitter.guarded(
                    Repr.BOOL,
                    nul,
                    equality
                            ? (call.op() == Op.NE ? "!" : "") + "java.util.Arrays.equals(" + a.v() + ", " + b.v() + ")"
                            : "java.util.Arrays.compareUnsigned(" + a.v() + ", " + b.v() + ") " + sign + " 0");
        }
        String test;
        if (left.repr() == Repr.BOOL) {
            test = switch (call.op()) {
                case EQ, NE -> a.v() + " " + sign + " " + b.v();
                case LT -> "!" + a.v() + " & " + b.v();
                case LE -> "!" + a.v() + " | " + b.v();
                case GT -> a.v() + " & !" + b.v();
                default -> a.v() + " | !" + b.v();
            };
        } else if (left.repr() == Repr.DOUBLE || right.repr() == Repr.DOUBLE) {
            test = compareDoubles(
                    call.op(), left, NumberForms.asDouble(left, a), right, NumberForms.asDouble(right, b));
        } else {
            test = compareExact(sign, left, a, right, b);
        }
        return emitter.define(Repr.BOOL, nul.equals("false") ? test : "(" + test + ") & !" + nul, "", nul);
    }

    /** The greatest or least of those that are not NULL. */
    Value extreme(Expr.Call call) {
        List<Value> args = call.args().stream().map(emitter::emit).toList();
        Repr repr = call.repr();
        int id = emitter.nextId();
        String v = "v" + id;
        String h = "h" + id;
        String nul = "n" + id;
        boolean wide = repr == Repr.WIDE;
        Value first = wide ? NumberForms.widened(call.args().get(0), args.get(0)) : args.get(0);
        emitter.out
                .append(Emitter.javaType(repr) + " " + v + " = " + first.v() + ";\n")
                .append(wide ? "long " + h + " = " + first.h() + ";\n" : "")
                .append("boolean " + nul + " = " + first.nul() + ";\n");
        for (int i = 1; i < args.size(); i++) {
            Value next = wide ? NumberForms.widened(call.args().get(i), args.get(i)) : args.get(i);
            String better = better(call.op() == Op.GREATEST, repr, next, new Value(v, h, nul));
            emitter.out
                    .append("if (" + (next.neverNull() ? "" : "!" + next.nul() + " && ") + "(" + nul + " || " + better)
                    .append(")) { " + v + " = " + next.v() + "; ")
                    .append(wide ? h + " = " + next.h() + "; " : "")
                    .append(nul + " = false; }\n");
        }
        return new Value(v, h, args.stream().anyMatch(Value::neverNull) ? "false" : nul);
    }

    private static String better(boolean greater, Repr repr, Value next, Value best) {
        Value a = greater ? best : next;
        Value b = greater ? next : best;
        return switch (repr) {
            case BOOL -> "!" + a.v() + " & " + b.v();
            case LONG -> a.v() + " < " + b.v();
            case WIDE -> "Wide.compare(" + a.h() + ", " + a.v() + ", " + b.h() + ", " + b.v() + ") < 0";
            case DOUBLE -> "Ops.lt(" + a.v() + ", " + b.v() + ")";
            case STRING -> "java.util.Arrays.compareUnsigned(" + a.v() + ", " + b.v() + ") < 0";
        };
    }

    private static String compareDoubles(Op op, Expr left, String a, Expr right, String b) {
        if (isNumber(right)) {
            return switch (op) {
                case EQ -> a + " == " + b;
                case NE -> a + " != " + b;
                case LT -> a + " < " + b;
                case LE -> a + " <= " + b;
                case GT -> "!(" + a + " <= " + b + ")";
                default -> "!(" + a + " < " + b + ")";
            };
        } else if (isNumber(left)) {
            return compareDoubles(op.mirrored(), right, b, left, a);
        }
        return switch (op) {
            case EQ -> "Ops.eq(" + a + ", " + b + ")";
            case NE -> "!Ops.eq(" + a + ", " + b + ")";
            case LT -> "Ops.lt(" + a + ", " + b + ")";
            case LE -> "Ops.le(" + a + ", " + b + ")";
            case GT -> "Ops.lt(" + b + ", " + a + ")";
            default -> "Ops.le(" + b + ", " + a + ")";
        };
    }

    private static boolean isNumber(Expr expr) {
        return expr instanceof Expr.Constant constant
                && !(constant.value() instanceof Double number && Double.isNaN(number))
                && constant.value() != null;
    }

    private String compareExact(String sign, Expr left, Value a, Expr right, Value b) {
        int scale = Math.max(left.type().scale(), right.type().scale());
        if (left.repr() == Repr.LONG && right.repr() == Repr.LONG) {
            String x = aligned(left, a, scale);
            String y = aligned(right, b, scale);
            if (x != null && y != null) {
                return x + " " + sign + " " + y;
            }
        }
        Value x = NumberForms.widened(left, a);
        Value y = NumberForms.widened(right, b);
        String scales = left.type().scale() == right.type().scale() ? "" : ", ";
        return "Wide.compare(" + x.h() + ", " + x.v()
                + (scales.isEmpty() ? "" : ", " + left.type().scale()) + ", " + y.h() + ", " + y.v()
                + (scales.isEmpty() ? "" : ", " + right.type().scale()) + ") " + sign + " 0";
    }

    /** The value with more digits behind the point, or null when a long might not hold it. */
    private @Nullable String aligned(Expr expr, Value value, int scale) {
        int shift = scale - expr.type().scale();
        if (shift == 0) {
            return value.v();
        } else if (!emitter.ranges.fitsShifted(expr, shift)) {
            return null;
        } else if (expr instanceof Expr.Constant constant && constant.value() instanceof Number number) {
            return emitter.constantField(number.longValue() * Ops.power(shift));
        }
        return "(" + value.v() + " * " + Ops.power(shift) + "L)";
    }
}
