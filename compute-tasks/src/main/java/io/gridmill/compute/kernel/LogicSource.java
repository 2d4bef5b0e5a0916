package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.ConstantSet;
import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Exprs;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Emitter.Value;
import java.math.BigInteger;
import java.util.List;

/**
 * Writes what decides: AND, OR, CASE and IN. What can fail is computed only where SQL computes it: in CASE branches that are taken, and
 * behind AND and OR only when the left side does not decide.
 */
final class LogicSource {
    private final Emitter emitter;

    LogicSource(Emitter emitter) {
        this.emitter = emitter;
    }

    /** AND, and OR as its mirror: without branches where all but the first argument are cheap and cannot fail. */
    Value logic(Expr.Call call) {
        boolean and = call.op() == Op.AND;
        List<Expr> args = call.args();
        if (args.stream().skip(1).allMatch(this::isCheapAndSafe)) {
            List<Value> values = args.stream().map(emitter::emit).toList();
            String v = String.join(
                    and ? " & " : " | ", values.stream().map(Value::v).toList());
            List<Value> nullable =
                    values.stream().filter(value -> !value.neverNull()).toList();
            Value result = emitter.define(Repr.BOOL, v, "", "false");
            if (nullable.isEmpty()) {
                return result;
            }
            String nul = and
                    ? String.join(
                            " & ",
                            values.stream()
                                    .map(a -> "(" + a.v() + " | " + a.nul() + ")")
                                    .toList())
                    : "(" + String.join(" | ", nullable.stream().map(Value::nul).toList()) + ")";
            return new Value(result.v(), "", emitter.nulVariable("!" + result.v() + " & " + nul));
        }
        int id = emitter.nextId();
        String v = "v" + id;
        String nul = "n" + id;
        emitter.out
                .append("boolean ")
                .append(v)
                .append(" = ")
                .append(!and)
                .append(", ")
                .append(nul)
                .append(" = false;\n");
        emitter.out.append("L").append(id).append(": {\n");
        emitter.openScope();
        boolean nullable = false;
        for (Expr arg : args) {
            Value a = emitter.emit(arg);
            if (and) {
                emitter.out
                        .append("if (!(")
                        .append(a.v())
                        .append(" | ")
                        .append(a.nul())
                        .append(")) { ")
                        .append(nul)
                        .append(" = false; break L");
            } else {
                emitter.out
                        .append("if (")
                        .append(a.v())
                        .append(") { ")
                        .append(nul)
                        .append(" = false; break L");
            }
            emitter.out.append(id).append("; }\n");
            if (!a.neverNull()) {
                nullable = true;
                emitter.out.append(nul).append(" |= ").append(a.nul()).append(";\n");
            }
        }
        emitter.out.append(v).append(" = ").append(and ? "!" + nul : "false").append(";\n");
        emitter.closeScope();
        emitter.out.append("}\n");
        return new Value(v, "", nullable ? nul : "false");
    }

    Value choice(Expr.Case choice) {
        if (choice.repr() != Repr.WIDE
                && choice.children().stream().allMatch(this::isCheapAndSafe)
                && choice.branches().stream().map(emitter::emit).allMatch(Value::neverNull)) {
            return chosen(choice);
        }
        int id = emitter.nextId();
        Repr repr = choice.repr();
        String v = "v" + id;
        String nul = "n" + id;
        emitter.out
                .append(Emitter.javaType(repr))
                .append(' ')
                .append(v)
                .append(" = ")
                .append(Emitter.zero(repr))
                .append(";\n");
        if (repr == Repr.WIDE) {
            emitter.out.append("long h").append(id).append(" = 0L;\n");
        }
        emitter.out.append("boolean ").append(nul).append(" = false;\n");
        boolean nullable = false;
        emitter.out.append("L").append(id).append(": {\n");
        emitter.openScope();
        for (int i = 0; i < choice.whens().size(); i++) {
            Value when = emitter.emit(choice.whens().get(i));
            emitter.out.append("if (").append(when.v()).append(") {\n");
            nullable |= branch(choice.thens().get(i), repr, id);
            emitter.out.append("break L").append(id).append(";\n}\n");
        }
        nullable |= branch(choice.otherwise(), repr, id);
        emitter.closeScope();
        emitter.out.append("}\n");
        return new Value(v, "h" + id, nullable ? nul : "false");
    }

    /** All branches are computed, and one is taken without a jump. */
    private Value chosen(Expr.Case choice) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < choice.whens().size(); i++) {
            code.append(emitter.emit(choice.whens().get(i)).v())
                    .append(" ? ")
                    .append(emitter.emit(choice.thens().get(i)).v())
                    .append(" : ");
        }
        return emitter.define(
                choice.repr(), code + emitter.emit(choice.otherwise()).v(), "", "false");
    }

    private boolean branch(Expr then, Repr repr, int id) {
        if (then instanceof Expr.Constant constant && constant.value() == null) {
            emitter.out.append("n").append(id).append(" = true;\n");
            return true;
        }
        emitter.openScope();
        Value value = emitter.emit(then);
        if (repr == Repr.WIDE) {
            value = NumberForms.widened(then, value);
            emitter.out.append("h").append(id).append(" = ").append(value.h()).append(";\n");
        }
        emitter.out.append("v").append(id).append(" = ").append(value.v()).append(";\n");
        if (!value.neverNull()) {
            emitter.out.append("n").append(id).append(" = ").append(value.nul()).append(";\n");
        }
        emitter.closeScope();
        return !value.neverNull();
    }

    Value in(Expr.In in) {
        Value value = emitter.emit(in.value());
        ConstantSet set = in.set();
        String test;
        Repr repr = in.value().repr();
        if (repr == Repr.STRING) {
            test = emitter.constantField(ObjectSet.ofStrings(set.values())) + ".contains(" + value.v() + ")";
        } else if (repr == Repr.WIDE) {
            test = emitter.constantField(ObjectSet.ofNumbers(set.values())) + ".contains(" + value.h() + ", "
                    + value.v() + ")";
        } else {
            long[] keys = set.values().stream()
                    .filter(LogicSource::fitsLong)
                    .mapToLong(LogicSource::setKey)
                    .toArray();
            String key = repr == Repr.DOUBLE ? "Ops.key(" + value.v() + ")" : value.v();
            test = emitter.constantField(new LongSet(keys)) + ".contains(" + key + ")";
        }
        Value found = emitter.guarded(Repr.BOOL, value.nul(), test);
        return set.hasNull() ? new Value(found.v(), "", "!" + found.v()) : found;
    }

    private static boolean fitsLong(Object value) {
        return !(value instanceof BigInteger number) || number.bitLength() < 64;
    }

    private static long setKey(Object value) {
        return value instanceof Double number
                ? Ops.key(number)
                : value instanceof BigInteger big ? big.longValueExact() : (Long) value;
    }

    private boolean isCheapAndSafe(Expr expr) {
        return Fallible.isCheapAndSafe(expr, emitter.ranges)
                && Exprs.find(
                                expr,
                                e -> e instanceof Expr.Input input
                                        && emitter.input(input.ordinal()).canFail())
                        == null;
    }
}
