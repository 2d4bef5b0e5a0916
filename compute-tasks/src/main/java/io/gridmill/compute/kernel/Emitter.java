package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Repr;
import io.gridmill.core.schema.ColumnType.Kind;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Writes the statements that compute expressions of one row {@code i}, in Java 5 style for Janino. A subexpression that was computed
 * in an enclosing block is not computed again. Three-valued logic: a BOOL that is NULL has the value false, so a filter asks for the
 * value alone. What can fail is computed only for rows that are not NULL. How each kind of expression is written is a class of its own.
 */
final class Emitter {
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
    final Ranges ranges;
    private final Symbols symbols;
    private final LogicSource logic = new LogicSource(this);
    private final ComparisonSource comparisons = new ComparisonSource(this);
    private final ArithmeticSource arithmetic = new ArithmeticSource(this);
    private final RoundingSource rounding = new RoundingSource(this);
    private final CastSource casts = new CastSource(this);
    private final FunctionSource functions = new FunctionSource(this);
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
            return logic.choice(choice);
        } else if (expr instanceof Expr.In in) {
            return logic.in(in);
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

    private Value call(Expr.Call call) {
        return switch (call.op()) {
            case AND, OR -> logic.logic(call);
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
            case EQ, NE, LT, LE, GT, GE -> comparisons.comparison(call);
            case GREATEST, LEAST -> comparisons.extreme(call);
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MOD, NEGATE, ABS -> arithmetic.arithmetic(call);
            case CAST -> casts.cast(call);
            case SIGN, FLOOR, CEIL, ROUND, TRUNCATE -> rounding.rounded(call);
            case AVERAGE -> arithmetic.average(call);
            default -> functions.function(call);
        };
    }

    /** What is computed from here on is known until the scope is closed. */
    void openScope() {
        scopes.push(new HashMap<>());
    }

    void closeScope() {
        scopes.pop();
    }

    int nextId() {
        return next++;
    }

    int place(Expr expr) {
        return symbols.place(expr.place());
    }

    Value define(Repr repr, String v, String h, String nul) {
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
    Value guarded(Repr repr, String nul, String code) {
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

    String nulVariable(String code) {
        int id = next++;
        out.append("final boolean n").append(id).append(" = ").append(code).append(";\n");
        return "n" + id;
    }

    static String either(String a, String b) {
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

    static String zero(Repr repr) {
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
