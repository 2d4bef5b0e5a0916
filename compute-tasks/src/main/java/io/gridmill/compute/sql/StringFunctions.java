package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Place;
import io.gridmill.core.schema.ColumnType;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.fun.SqlTrimFunction;

/** Functions of strings; positions and lengths count code points. */
final class StringFunctions {
    static final List<ScalarFunction> FUNCTIONS = List.of(
            new ScalarFunction("UPPER", 1, 1, call -> ofStrings(call, Op.UPPER, ColumnType.VARCHAR)),
            new ScalarFunction("LOWER", 1, 1, call -> ofStrings(call, Op.LOWER, ColumnType.VARCHAR)),
            new ScalarFunction("CHAR_LENGTH", 1, 1, call -> ofStrings(call, Op.CHAR_LENGTH, ColumnType.BIGINT)),
            new ScalarFunction("CHARACTER_LENGTH", 1, 1, call -> ofStrings(call, Op.CHAR_LENGTH, ColumnType.BIGINT)),
            new ScalarFunction("SUBSTRING", 2, 3, StringFunctions::substring),
            new ScalarFunction("TRIM", 3, 3, StringFunctions::trim),
            new ScalarFunction("POSITION", 2, 2, call -> ofStrings(call, Op.POSITION, ColumnType.BIGINT)),
            new ScalarFunction("REPLACE", 3, 3, call -> ofStrings(call, Op.REPLACE, ColumnType.VARCHAR)),
            new ScalarFunction("LPAD", 2, 3, call -> padded(call, Op.LPAD)),
            new ScalarFunction("RPAD", 2, 3, call -> padded(call, Op.RPAD)));

    private StringFunctions() {}

    /** Of a chain of ||, as a tree that is as deep as it must be. */
    static Expr concat(List<Expr> operands, Place place) {
        int count = operands.size();
        if (count == 1) {
            return FunctionCall.requireString(operands.get(0), place, "||");
        }
        int half = (count + 1) / 2;
        List<Expr> both =
                List.of(concat(operands.subList(0, half), place), concat(operands.subList(half, count), place));
        return new Expr.Call(Op.CONCAT, both, ColumnType.VARCHAR, place);
    }

    private static Expr ofStrings(FunctionCall call, Op op, ColumnType type) {
        return call.result(
                op, type, IntStream.range(0, call.size()).mapToObj(call::string).toArray(Expr[]::new));
    }

    private static Expr substring(FunctionCall call) {
        String rule = "start and length of SUBSTRING must be integers";
        Expr length =
                call.size() == 3 ? call.integer(2, rule) : call.constant(ColumnType.BIGINT, (long) Integer.MAX_VALUE);
        return call.result(Op.SUBSTRING, ColumnType.VARCHAR, call.string(0), call.integer(1, rule), length);
    }

    /** Calcite's parser gives three arguments whatever was typed: which ends, the characters, the string. */
    private static Expr trim(FunctionCall call) {
        Op op = switch (((SqlLiteral) call.node(0)).getValueAs(SqlTrimFunction.Flag.class)) {
            case LEADING -> Op.TRIM_LEADING;
            case TRAILING -> Op.TRIM_TRAILING;
            case BOTH -> Op.TRIM;
        };
        return call.result(op, ColumnType.VARCHAR, call.string(2), call.string(1));
    }

    private static Expr padded(FunctionCall call, Op op) {
        Expr fill = call.size() == 3 ? call.string(2) : call.constant(ColumnType.VARCHAR, " ");
        Expr length = call.integer(1, "the length in " + call.name() + " must be an integer");
        return call.result(op, ColumnType.VARCHAR, call.string(0), length, fill);
    }
}
