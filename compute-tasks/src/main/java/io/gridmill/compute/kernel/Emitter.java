package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.ConstantSet;
import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Exprs;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Repr;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes the statements that compute expressions of one row {@code i}, in Java 5 style for Janino. A subexpression that was computed
 * in an enclosing block is not computed again. Three-valued logic: a BOOL that is NULL has the value false, so a filter asks for the
 * value alone. What can fail is computed only where SQL computes it: for rows that are not NULL, in CASE branches that are taken, and
 * behind AND and OR only when the left side does not decide.
 */
final class Emitter {
    /** Days of a {@link DateTable}: 179 years. */
    private static final int LARGEST_TABLE = 1 << 16;

    /**
     * A computed value as Java expressions without side effects.
     *
     * @param v the value; of WIDE the low word
     * @param h the high word of WIDE
     * @param nul whether it is NULL: "false" when it never is
     */
    record Value(String v, String h, String nul) {
        boolean neverNull() {
            return nul.equals("false");
        }
    }

    final StringBuilder out = new StringBuilder();
    /** Inputs that the statements read. */
    final TreeSet<Integer> used = new TreeSet<>();

    /** Inputs whose codes alone the statements read. */
    final TreeSet<Integer> coded = new TreeSet<>();

    /** Inputs of which the statements read whether they are NULL, beside those in {@link #used}. */
    final TreeSet<Integer> nulls = new TreeSet<>();

    /** Fields of constants that the statements read. */
    final TreeSet<String> constants = new TreeSet<>();

    private final List<KernelSpec.Input> inputs;
    private final KernelShape shape;
    private final Ranges ranges;
    private final Symbols symbols;
    private final Deque<Map<Expr, Value>> scopes = new ArrayDeque<>();
    private int next;

    Emitter(List<KernelSpec.Input> inputs, KernelShape shape, Ranges ranges, Symbols symbols) {
        this.inputs = inputs;
        this.shape = shape;
        this.ranges = ranges;
        this.symbols = symbols;
        scopes.push(new HashMap<>());
    }

    KernelSpec.Input input(int n) {
        return inputs.get(n);
    }

    boolean mayBeNull(int n) {
        return shape.mayBeNull(n);
    }

    /** Where the input's value is; a string that is a group key stands in arrays even when its codes can be read. */
    Access access(int n) {
        return inputs.get(n).form() == KernelSpec.Form.STRING_ID
                ? Access.ARRAY
                : shape.access().get(n);
    }

    /** The dictionary code of a string that is a group key, whatever NULL rows have. */
    String code(int n) {
        coded.add(n);
        return shape.access().get(n).read("a" + n, "i");
    }

    String nulOf(int n) {
        if (!shape.mayBeNull(n)) {
            return "false";
        }
        nulls.add(n);
        return "n" + n + "_[i]";
    }

    String constantField(Object value) {
        String field = symbols.constant(value);
        constants.add(field);
        return field;
    }

    Value emit(Expr expr) {
        for (Map<Expr, Value> scope : scopes) {
            Value known = scope.get(expr);
            if (known != null) {
                return known;
            }
        }
        Value value = compute(expr);
        currentScope().put(expr, value);
        return value;
    }

    private Map<Expr, Value> currentScope() {
        return scopes.element();
    }

    private Value compute(Expr expr) {
        if (expr instanceof Expr.Input input) {
            return input(input);
        } else if (expr instanceof Expr.Constant constant) {
            return constant(constant);
        } else if (expr instanceof Expr.Case choice) {
            return choice(choice);
        } else if (expr instanceof Expr.In in) {
            return in(in);
        } else if (expr instanceof Expr.Like like) {
            Value value = emit(like.value());
            String matcher = constantField(LikeMatcher.of(like));
            return guarded(Repr.BOOL, value.nul, matcher + ".matches(" + value.v + ")");
        } else if (expr instanceof Expr.Call call) {
            return call(call);
        }
        throw new IllegalStateException("no code for " + expr);
    }

    private Value input(Expr.Input input) {
        int n = input.ordinal();
        used.add(n);
        KernelSpec.Input spec = inputs.get(n);
        Access access = access(n);
        String row = "i";
        if (access.isCode()) {
            row = "q" + n;
            out.append("final int q")
                    .append(n)
                    .append(" = ")
                    .append(access.read("a" + n, "i"))
                    .append(";\n");
        }
        if (spec.canFail()) {
            out.append("if (e")
                    .append(n)
                    .append('[')
                    .append(row)
                    .append("]) throw new DerivedFailure(")
                    .append(n)
                    .append(", i);\n");
        }
        String nul = "false";
        if (mayBeNull(n)) {
            nul = "n" + next++;
            out.append("final boolean ")
                    .append(nul)
                    .append(" = n")
                    .append(n)
                    .append("_[")
                    .append(row)
                    .append("];\n");
        }
        if (access.isStored()) {
            return define(Repr.LONG, "b" + n + " + " + access.read("a" + n, "i"), "", nul);
        }
        String high = spec.repr() == Repr.WIDE ? "h" + n + "_[" + row + "]" : "";
        return define(spec.repr(), "c" + n + "[" + row + "]", high, nul);
    }

    private Value constant(Expr.Constant constant) {
        Object value = constant.value();
        if (value == null) {
            return new Value(zero(constant.repr()), "0L", "true");
        } else if (value instanceof BigInteger number) {
            if (constant.repr() == Repr.WIDE) {
                return new Value(constantField(Wide.low(number)), constantField(Wide.high(number)), "false");
            }
            return new Value(constantField(number.longValueExact()), "", "false");
        }
        return new Value(constantField(value), "", "false");
    }

    private Value choice(Expr.Case choice) {
        if (choice.repr() != Repr.WIDE
                && choice.children().stream().allMatch(this::isCheapAndSafe)
                && choice.branches().stream().map(this::emit).allMatch(Value::neverNull)) {
            return chosen(choice);
        }
        int id = next++;
        Repr repr = choice.repr();
        String v = "v" + id;
        String nul = "n" + id;
        out.append(javaType(repr))
                .append(' ')
                .append(v)
                .append(" = ")
                .append(zero(repr))
                .append(";\n");
        if (repr == Repr.WIDE) {
            out.append("long h").append(id).append(" = 0L;\n");
        }
        out.append("boolean ").append(nul).append(" = false;\n");
        boolean nullable = false;
        out.append("L").append(id).append(": {\n");
        scopes.push(new HashMap<>());
        for (int i = 0; i < choice.whens().size(); i++) {
            Value when = emit(choice.whens().get(i));
            out.append("if (").append(when.v).append(") {\n");
            nullable |= branch(choice.thens().get(i), repr, id);
            out.append("break L").append(id).append(";\n}\n");
        }
        nullable |= branch(choice.otherwise(), repr, id);
        scopes.pop();
        out.append("}\n");
        return new Value(v, "h" + id, nullable ? nul : "false");
    }

    /** All branches are computed, and one is taken without a jump. */
    private Value chosen(Expr.Case choice) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < choice.whens().size(); i++) {
            code.append(emit(choice.whens().get(i)).v)
                    .append(" ? ")
                    .append(emit(choice.thens().get(i)).v)
                    .append(" : ");
        }
        return define(choice.repr(), code + emit(choice.otherwise()).v, "", "false");
    }

    private boolean branch(Expr then, Repr repr, int id) {
        if (then instanceof Expr.Constant constant && constant.value() == null) {
            out.append("n").append(id).append(" = true;\n");
            return true;
        }
        scopes.push(new HashMap<>());
        Value value = emit(then);
        if (repr == Repr.WIDE) {
            value = widened(then, value);
            out.append("h").append(id).append(" = ").append(value.h).append(";\n");
        }
        out.append("v").append(id).append(" = ").append(value.v).append(";\n");
        if (!value.neverNull()) {
            out.append("n").append(id).append(" = ").append(value.nul).append(";\n");
        }
        scopes.pop();
        return !value.neverNull();
    }

    private Value in(Expr.In in) {
        Value value = emit(in.value());
        ConstantSet set = in.set();
        String test;
        Repr repr = in.value().repr();
        if (repr == Repr.STRING) {
            test = constantField(ObjectSet.ofStrings(set.values())) + ".contains(" + value.v + ")";
        } else if (repr == Repr.WIDE) {
            test = constantField(ObjectSet.ofNumbers(set.values())) + ".contains(" + value.h + ", " + value.v + ")";
        } else {
            long[] keys = set.values().stream()
                    .filter(Emitter::fitsLong)
                    .mapToLong(Emitter::setKey)
                    .toArray();
            String key = repr == Repr.DOUBLE ? "Ops.key(" + value.v + ")" : value.v;
            test = constantField(new LongSet(keys)) + ".contains(" + key + ")";
        }
        Value found = guarded(Repr.BOOL, value.nul, test);
        return set.hasNull() ? new Value(found.v, "", "!" + found.v) : found;
    }

    private static boolean fitsLong(Object value) {
        return !(value instanceof BigInteger number) || number.bitLength() < 64;
    }

    private static long setKey(Object value) {
        return value instanceof Double number
                ? Ops.key(number)
                : value instanceof BigInteger big ? big.longValueExact() : (Long) value;
    }

    private Value call(Expr.Call call) {
        return switch (call.op()) {
            case AND, OR -> logic(call);
            case NOT -> {
                Value a = emit(call.args().get(0));
                yield define(Repr.BOOL, a.neverNull() ? "!" + a.v : "!(" + a.v + " | " + a.nul + ")", "", a.nul);
            }
            case IS_NULL -> new Value(emit(call.args().get(0)).nul, "", "false");
            case IS_TRUE -> new Value(emit(call.args().get(0)).v, "", "false");
            case IS_FALSE -> {
                Value a = emit(call.args().get(0));
                yield define(Repr.BOOL, "!(" + a.v + " | " + a.nul + ")", "", "false");
            }
            case EQ, NE, LT, LE, GT, GE -> comparison(call);
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MOD, NEGATE, ABS -> arithmetic(call);
            case CAST -> cast(call);
            case AVERAGE -> {
                Expr sum = call.args().get(0);
                Value s = emit(sum);
                Value n = emit(call.args().get(1));
                yield guarded(
                        Repr.DOUBLE,
                        s.nul,
                        sum.repr() == Repr.DOUBLE
                                ? s.v + " / " + n.v
                                : "Ops.average(" + s.h + ", " + s.v + ", "
                                        + sum.type().scale() + ", " + n.v + ")");
            }
            default -> function(call);
        };
    }

    private Value function(Expr.Call call) {
        List<Value> args = call.args().stream().map(this::emit).toList();
        String nul = args.stream().map(Value::nul).reduce("false", Emitter::either);
        String list = String.join(", ", args.stream().map(Value::v).toList());
        String code = switch (call.op()) {
            case ADD_DAYS -> "Dates.addDays(" + list + ", " + place(call) + ")";
            case ADD_MONTHS -> "Dates.addMonths(" + list + ", " + place(call) + ")";
            case ADD_MICROS -> "Dates.addMicros(" + list + ", " + place(call) + ")";
            case TIMESTAMP_ADD_MONTHS -> "Dates.addMonthsToTimestamp(" + list + ", " + place(call) + ")";
            case YEAR, MONTH, DAY, QUARTER -> datePart(call, list);
            case HOUR -> "Dates.secondOfDay(" + list + ") / 3600L";
            case MINUTE -> "Dates.secondOfDay(" + list + ") / 60L % 60L";
            case SECOND -> "Dates.secondOfDay(" + list + ") % 60L";
            case CONCAT -> "Ops.concat(" + list + ")";
            case UPPER -> "Ops.upper(" + list + ")";
            case LOWER -> "Ops.lower(" + list + ")";
            case SUBSTRING -> "Ops.substring(" + list + ", " + place(call) + ")";
            case CHAR_LENGTH -> "Ops.length(" + list + ")";
            default -> throw new IllegalStateException("no code for " + call.op());
        };
        return guarded(call.repr(), nul, code);
    }

    /** A part of a date: looked up where few days can occur, else computed. */
    private String datePart(Expr.Call call, String day) {
        Ranges.Range days = ranges.of(call.args().get(0));
        if (days.size() <= LARGEST_TABLE) {
            long first = days.min().longValue();
            return constantField(DateTable.of(call.op(), first, days.size())) + ".at(" + day + ")";
        }
        return switch (call.op()) {
            case YEAR -> "Dates.year(" + day + ")";
            case MONTH -> "Dates.month(" + day + ")";
            case DAY -> "Dates.day(" + day + ")";
            default -> "(Dates.month(" + day + ") + 2L) / 3L";
        };
    }

    // ---- logic ----

    /** AND, and OR as its mirror: without branches where all but the first argument are cheap and cannot fail. */
    private Value logic(Expr.Call call) {
        boolean and = call.op() == Op.AND;
        List<Expr> args = call.args();
        if (args.stream().skip(1).allMatch(this::isCheapAndSafe)) {
            List<Value> values = args.stream().map(this::emit).toList();
            String v = String.join(
                    and ? " & " : " | ", values.stream().map(Value::v).toList());
            List<Value> nullable =
                    values.stream().filter(value -> !value.neverNull()).toList();
            Value result = define(Repr.BOOL, v, "", "false");
            if (nullable.isEmpty()) {
                return result;
            }
            String nul = and
                    ? String.join(
                            " & ",
                            values.stream()
                                    .map(a -> "(" + a.v + " | " + a.nul + ")")
                                    .toList())
                    : "(" + String.join(" | ", nullable.stream().map(Value::nul).toList()) + ")";
            return new Value(result.v, "", nulVariable("!" + result.v + " & " + nul));
        }
        int id = next++;
        String v = "v" + id;
        String nul = "n" + id;
        out.append("boolean ")
                .append(v)
                .append(" = ")
                .append(!and)
                .append(", ")
                .append(nul)
                .append(" = false;\n");
        out.append("L").append(id).append(": {\n");
        scopes.push(new HashMap<>());
        boolean nullable = false;
        for (Expr arg : args) {
            Value a = emit(arg);
            if (and) {
                out.append("if (!(")
                        .append(a.v)
                        .append(" | ")
                        .append(a.nul)
                        .append(")) { ")
                        .append(nul)
                        .append(" = false; break L");
            } else {
                out.append("if (").append(a.v).append(") { ").append(nul).append(" = false; break L");
            }
            out.append(id).append("; }\n");
            if (!a.neverNull()) {
                nullable = true;
                out.append(nul).append(" |= ").append(a.nul).append(";\n");
            }
        }
        out.append(v).append(" = ").append(and ? "!" + nul : "false").append(";\n");
        scopes.pop();
        out.append("}\n");
        return new Value(v, "", nullable ? nul : "false");
    }

    private boolean isCheapAndSafe(Expr expr) {
        return Fallible.isCheapAndSafe(expr, ranges)
                && Exprs.find(
                                expr,
                                e -> e instanceof Expr.Input input
                                        && inputs.get(input.ordinal()).canFail())
                        == null;
    }

    private Value comparison(Expr.Call call) {
        Expr left = call.args().get(0);
        Expr right = call.args().get(1);
        Value a = emit(left);
        Value b = emit(right);
        String nul = either(a.nul, b.nul);
        String sign = switch (call.op()) {
            case EQ -> "==";
            case NE -> "!=";
            default -> call.op().sql();
        };
        if (left.repr() == Repr.STRING) {
            boolean equality = call.op() == Op.EQ || call.op() == Op.NE;
            return guarded(
                    Repr.BOOL,
                    nul,
                    equality
                            ? (call.op() == Op.NE ? "!" : "") + "java.util.Arrays.equals(" + a.v + ", " + b.v + ")"
                            : "java.util.Arrays.compareUnsigned(" + a.v + ", " + b.v + ") " + sign + " 0");
        }
        String test;
        if (left.repr() == Repr.BOOL) {
            test = switch (call.op()) {
                case EQ, NE -> a.v + " " + sign + " " + b.v;
                case LT -> "!" + a.v + " & " + b.v;
                case LE -> "!" + a.v + " | " + b.v;
                case GT -> a.v + " & !" + b.v;
                default -> a.v + " | !" + b.v;
            };
        } else if (left.repr() == Repr.DOUBLE || right.repr() == Repr.DOUBLE) {
            test = compareDoubles(call.op(), left, asDouble(left, a), right, asDouble(right, b));
        } else {
            test = compareExact(sign, left, a, right, b);
        }
        return define(Repr.BOOL, nul.equals("false") ? test : "(" + test + ") & !" + nul, "", nul);
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
        Value x = widened(left, a);
        Value y = widened(right, b);
        String scales = left.type().scale() == right.type().scale() ? "" : ", ";
        return "Wide.compare(" + x.h + ", " + x.v
                + (scales.isEmpty() ? "" : ", " + left.type().scale()) + ", " + y.h + ", " + y.v
                + (scales.isEmpty() ? "" : ", " + right.type().scale()) + ") " + sign + " 0";
    }

    /** The value with more digits behind the point, or null when a long might not hold it. */
    private @Nullable String aligned(Expr expr, Value value, int scale) {
        int shift = scale - expr.type().scale();
        if (shift == 0) {
            return value.v;
        } else if (!ranges.fitsShifted(expr, shift)) {
            return null;
        } else if (expr instanceof Expr.Constant constant && constant.value() instanceof Number number) {
            return constantField(number.longValue() * Ops.power(shift));
        }
        return "(" + value.v + " * " + Ops.power(shift) + "L)";
    }

    // ---- numbers ----

    private Value arithmetic(Expr.Call call) {
        List<Value> args = call.args().stream().map(this::emit).toList();
        String nul = args.stream().map(Value::nul).reduce("false", Emitter::either);
        if (call.type().kind() == Kind.DOUBLE || call.type().kind() == Kind.REAL) {
            String a = asDouble(call.args().get(0), args.get(0));
            String b = args.size() < 2 ? "" : asDouble(call.args().get(1), args.get(1));
            String code = switch (call.op()) {
                case NEGATE -> "-" + a;
                case ABS -> "Math.abs(" + a + ")";
                case DIVIDE -> "Ops.divide(" + a + ", " + b + ", " + place(call) + ")";
                default -> a + " " + call.op().sql() + " " + b;
            };
            return guarded(
                    Repr.DOUBLE, nul, call.type().kind() == Kind.REAL ? "(double) (float) (" + code + ")" : code);
        }
        boolean decimal = call.type().kind() == Kind.DECIMAL;
        boolean proven = ranges.proven(call);
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
            return define(Repr.LONG, code, "", nul);
        }
        int bits = bits(call.type().kind());
        String pair = a + ", " + b + ", " + place(call) + ")";
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
            case NEGATE -> decimal ? "-" + a : fit("Ops.negate(" + a + ", " + place(call) + ")", bits, call);
            case ABS ->
                decimal
                        ? "Math.abs(" + a + ")"
                        : fit("(" + a + " < 0 ? Ops.negate(" + a + ", " + place(call) + ") : " + a + ")", bits, call);
            default -> throw new IllegalStateException("no code for " + call.op());
        };
        return guarded(Repr.LONG, nul, code);
    }

    private String fit(String code, int bits, Expr.Call call) {
        return bits == 64 ? code : "Ops.fit(" + code + ", " + bits + ", " + place(call) + ")";
    }

    /** An operand of exact arithmetic as a long; decimals of sums get the scale of the result. */
    private String operand(Expr.Call call, int argument, Value value, boolean scaling) {
        Expr expr = call.args().get(argument);
        Value narrow = value;
        if (expr.repr() == Repr.WIDE) {
            narrow = guarded(Repr.LONG, value.nul, "Ops.narrow(" + value.h + ", " + value.v + ", " + place(expr) + ")");
        }
        int shift = call.type().scale() - expr.type().scale();
        if (!scaling || shift <= 0) {
            return narrow.v;
        } else if (expr.repr() == Repr.LONG && ranges.fitsShifted(expr, shift)) {
            return expr instanceof Expr.Constant constant && constant.value() instanceof Number number
                    ? constantField(number.longValue() * Ops.power(shift))
                    : "(" + narrow.v + " * " + Ops.power(shift) + "L)";
        } else if (shift > ColumnType.MAX_LONG_DECIMAL_PRECISION) {
            return "Ops.rescale(Ops.rescale(" + narrow.v + ", " + Ops.power(18) + "L, " + place(call) + "), "
                    + Ops.power(shift - 18) + "L, " + place(call) + ")";
        }
        return guarded(
                        Repr.LONG,
                        narrow.nul,
                        "Ops.rescale(" + narrow.v + ", " + Ops.power(shift) + "L, " + place(call) + ")")
                .v;
    }

    private static String asDouble(Expr expr, Value value) {
        return switch (expr.repr()) {
            case DOUBLE -> value.v;
            case WIDE ->
                "Ops.toDouble(" + value.h + ", " + value.v + ", " + expr.type().scale() + ")";
            default ->
                expr.type().scale() == 0
                        ? "((double) " + value.v + ")"
                        : "Ops.toDouble(" + value.v + ", " + expr.type().scale() + ")";
        };
    }

    private static Value widened(Expr expr, Value value) {
        return expr.repr() == Repr.WIDE ? value : new Value(value.v, "(" + value.v + " >> 63)", value.nul);
    }

    private Value cast(Expr.Call call) {
        Expr from = call.args().get(0);
        Value a = emit(from);
        ColumnType to = call.type();
        Kind source = from.type().kind();
        int bits = bits(to.kind());
        String at = ", " + place(call) + ")";
        boolean exact = from.type().isInteger() || source == Kind.DECIMAL;
        Value wide = exact ? widened(from, a) : a;
        String decimal = exact
                ? "Wide.decimal(" + wide.h + ", " + wide.v + ", " + from.type().scale() + ")"
                : "";
        switch (to.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> {
                if (from.type().isInteger()) {
                    return bits >= bits(source)
                            ? a
                            : guarded(Repr.LONG, a.nul, "Casts.toInteger(" + a.v + ", " + bits + at);
                } else if (source == Kind.DECIMAL) {
                    return guarded(
                            Repr.LONG,
                            a.nul,
                            "Casts.decimalToInteger(" + wide.h + ", " + wide.v + ", "
                                    + from.type().scale() + ", " + bits + at);
                }
                return guarded(
                        Repr.LONG,
                        a.nul,
                        (from.repr() == Repr.DOUBLE ? "Casts.doubleToInteger(" : "Casts.toInteger(") + a.v + ", " + bits
                                + at);
            }
            case DECIMAL -> {
                String target = ", " + to.precision() + ", " + to.scale() + at;
                int shift = to.scale() - from.type().scale();
                if (exact && from.repr() == Repr.LONG && to.precision() <= ColumnType.MAX_LONG_DECIMAL_PRECISION) {
                    if (shift >= 0 && ranges.fitsDigits(from, shift, to.precision())) {
                        return shift == 0 ? a : define(Repr.LONG, a.v + " * " + Ops.power(shift) + "L", "", a.nul);
                    }
                    return guarded(
                            Repr.LONG,
                            a.nul,
                            "Casts.toDecimal(" + wide.h + ", " + wide.v + ", "
                                    + from.type().scale() + target);
                }
                if (!exact) {
                    decimal = source == Kind.VARCHAR
                            ? "Casts.toBigDecimal(" + a.v + ", \"" + to + "\"" + at
                            : "Casts.toBigDecimal(" + a.v + target;
                }
                return castToDecimal(call, a, decimal + target);
            }
            case REAL, DOUBLE -> {
                if (source == Kind.VARCHAR) {
                    String parsed = "Casts.toDouble(" + a.v + at;
                    return guarded(Repr.DOUBLE, a.nul, to.kind() == Kind.REAL ? "Casts.toReal(" + parsed + at : parsed);
                }
                String value = asDouble(from, a);
                boolean rounding = to.kind() == Kind.REAL && source != Kind.REAL;
                return guarded(Repr.DOUBLE, a.nul, rounding ? "Casts.toReal(" + value + at : value);
            }
            case VARCHAR -> {
                return guarded(Repr.STRING, a.nul, textOf(from, a));
            }
            case BOOLEAN -> {
                return source == Kind.BOOLEAN ? a : guarded(Repr.BOOL, a.nul, "Casts.toBoolean(" + a.v + at);
            }
            case DATE -> {
                return source == Kind.DATE
                        ? a
                        : guarded(
                                Repr.LONG,
                                a.nul,
                                source == Kind.TIMESTAMP ? "Dates.toDay(" + a.v + ")" : "Casts.toDate(" + a.v + at);
            }
            case TIMESTAMP -> {
                return source == Kind.TIMESTAMP
                        ? a
                        : guarded(
                                Repr.LONG,
                                a.nul,
                                source == Kind.DATE ? a.v + " * 86400000000L" : "Casts.toTimestamp(" + a.v + at);
            }
        }
        throw new IllegalStateException("no cast to " + to);
    }

    private Value castToDecimal(Expr.Call call, Value a, String arguments) {
        int id = next++;
        out.append("java.math.BigInteger d").append(id).append(" = ");
        String code = "Casts.toWideDecimal(" + arguments;
        out.append(a.neverNull() ? code : "(" + a.nul + ") ? java.math.BigInteger.ZERO : " + code)
                .append(";\n");
        return call.repr() == Repr.WIDE
                ? define(Repr.WIDE, "Wide.low(d" + id + ")", "Wide.high(d" + id + ")", a.nul)
                : define(Repr.LONG, "d" + id + ".longValue()", "", a.nul);
    }

    private static String textOf(Expr from, Value a) {
        return switch (from.type().kind()) {
            case VARCHAR -> a.v;
            case DATE -> "Casts.dateText(" + a.v + ")";
            case TIMESTAMP -> "Casts.timestampText(" + a.v + ")";
            case REAL -> "Casts.realText(" + a.v + ")";
            case DECIMAL ->
                "Casts.text(" + widened(from, a).h + ", " + a.v + ", "
                        + from.type().scale() + ")";
            default -> "Casts.text(" + a.v + ")";
        };
    }

    // ---- pieces of Java ----

    private int place(Expr expr) {
        return symbols.place(expr.place());
    }

    private Value define(Repr repr, String v, String h, String nul) {
        int id = next++;
        out.append("final ")
                .append(javaType(repr))
                .append(" v")
                .append(id)
                .append(" = ")
                .append(v)
                .append(";\n");
        if (repr == Repr.WIDE) {
            out.append("final long h").append(id).append(" = ").append(h).append(";\n");
        }
        return new Value("v" + id, "h" + id, nul);
    }

    /** Computes only where the operands are not NULL. */
    private Value guarded(Repr repr, String nul, String code) {
        if (nul.equals("false")) {
            return define(repr, code, "", nul);
        }
        int id = next++;
        out.append(javaType(repr))
                .append(" v")
                .append(id)
                .append(" = ")
                .append(zero(repr))
                .append(";\n");
        out.append("if (!(")
                .append(nul)
                .append(")) { v")
                .append(id)
                .append(" = ")
                .append(code)
                .append("; }\n");
        return new Value("v" + id, "", nul);
    }

    private String nulVariable(String code) {
        int id = next++;
        out.append("final boolean n").append(id).append(" = ").append(code).append(";\n");
        return "n" + id;
    }

    private static String either(String a, String b) {
        if (a.equals("false") || a.equals(b)) {
            return b;
        } else if (b.equals("false")) {
            return a;
        }
        return a.equals("true") || b.equals("true") ? "true" : "(" + a + " | " + b + ")";
    }

    static String javaType(Repr repr) {
        return switch (repr) {
            case BOOL -> "boolean";
            case LONG, WIDE -> "long";
            case DOUBLE -> "double";
            case STRING -> "byte[]";
        };
    }

    private static String zero(Repr repr) {
        return switch (repr) {
            case BOOL -> "false";
            case LONG, WIDE -> "0L";
            case DOUBLE -> "0.0";
            case STRING -> "null";
        };
    }

    static int bits(Kind kind) {
        return switch (kind) {
            case TINYINT -> 8;
            case SMALLINT -> 16;
            case INTEGER -> 32;
            default -> 64;
        };
    }
}
