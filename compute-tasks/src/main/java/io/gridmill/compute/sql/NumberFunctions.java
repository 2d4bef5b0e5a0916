package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;
import java.util.List;

/** Functions of numbers. */
final class NumberFunctions {
    static final List<ScalarFunction> FUNCTIONS = List.of(
            new ScalarFunction(
                    "MOD", 2, 2, call -> Arithmetic.of(Op.MOD, call.argument(0), call.argument(1), call.place())),
            new ScalarFunction("ABS", 1, 1, call -> {
                Expr arg = call.number(0);
                return call.result(Op.ABS, arg.type(), arg);
            }),
            new ScalarFunction("SIGN", 1, 1, call -> call.result(Op.SIGN, ColumnType.INTEGER, call.number(0))),
            new ScalarFunction("ROUND", 1, 2, call -> rounded(call, Op.ROUND)),
            new ScalarFunction("TRUNCATE", 1, 2, call -> rounded(call, Op.TRUNCATE)),
            new ScalarFunction("TRUNC", 1, 2, call -> rounded(call, Op.TRUNCATE)),
            new ScalarFunction("SQRT", 1, 1, call -> ofDouble(call, Op.SQRT)),
            new ScalarFunction("LN", 1, 1, call -> ofDouble(call, Op.LN)),
            new ScalarFunction("LOG10", 1, 1, call -> ofDouble(call, Op.LOG10)),
            new ScalarFunction("EXP", 1, 1, call -> ofDouble(call, Op.EXP)),
            new ScalarFunction(
                    "POWER",
                    2,
                    2,
                    call -> call.result(Op.POWER, ColumnType.DOUBLE, call.asDouble(0), call.asDouble(1))));

    private NumberFunctions() {}

    private static Expr ofDouble(FunctionCall call, Op op) {
        return call.result(op, ColumnType.DOUBLE, call.asDouble(0));
    }

    /** FLOOR and CEIL of a number. */
    static Expr whole(FunctionCall call, Op op) {
        Expr value = call.number(0);
        return isWhole(value.type())
                ? unchanged(call, value)
                : call.result(
                        op, value.type().kind() == Kind.DECIMAL ? withScale(value.type(), 0) : value.type(), value);
    }

    /** ROUND and TRUNCATE: to a constant number of digits, a decimal loses those behind; else it keeps its scale. */
    private static Expr rounded(FunctionCall call, Op op) {
        Expr value = call.number(0);
        ColumnType type = value.type();
        Expr digits = call.size() == 1
                ? call.constant(ColumnType.BIGINT, 0L)
                : call.integer(1, "the number of digits in " + call.name() + " must be an integer");
        if (Types.isExact(type) && digits instanceof Expr.Constant constant && constant.value() instanceof Long kept) {
            if (kept >= type.scale()) {
                return unchanged(call, value);
            } else if (type.kind() == Kind.DECIMAL) {
                type = withScale(type, (int) Math.max(kept, 0));
            }
        }
        return call.result(op, type, value, digits);
    }

    /** The value, but not the same expression: as a key of a grouping set it is one of its own. */
    private static Expr unchanged(FunctionCall call, Expr value) {
        return call.result(Op.CAST, value.type(), value);
    }

    private static boolean isWhole(ColumnType type) {
        return Types.isExact(type) && type.scale() == 0;
    }

    /** With fewer digits behind the point, and one more in front, since 9.9 becomes 10. */
    private static ColumnType withScale(ColumnType type, int scale) {
        int precision = type.precision() - type.scale() + scale + 1;
        return ColumnType.decimal(Math.min(ColumnType.MAX_DECIMAL_PRECISION, precision), scale);
    }
}
