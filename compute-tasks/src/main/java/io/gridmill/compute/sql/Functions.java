package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.core.error.GridmillException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** All scalar functions by name, and what to write instead of those that other systems have. */
final class Functions {
    private static final Map<String, ScalarFunction> BY_NAME = new HashMap<>();

    static {
        for (List<ScalarFunction> functions : List.of(
                Choices.FUNCTIONS,
                NumberFunctions.FUNCTIONS,
                StringFunctions.FUNCTIONS,
                CalendarFunctions.FUNCTIONS,
                List.of(
                        new ScalarFunction("FLOOR", 1, 2, Functions::floor),
                        new ScalarFunction("CEIL", 1, 2, Functions::ceiling)))) {
            functions.forEach(function -> BY_NAME.put(function.name(), function));
        }
    }

    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("CONCAT", "||"),
            Map.entry("NVL", "COALESCE"),
            Map.entry("IFNULL", "COALESCE"),
            Map.entry("IF", "CASE WHEN … THEN … ELSE … END"),
            Map.entry("DECODE", "CASE WHEN … THEN … ELSE … END"),
            Map.entry("POW", "POWER"),
            Map.entry("LOG", "LN or LOG10"),
            Map.entry("LENGTH", "CHAR_LENGTH"),
            Map.entry("SUBSTR", "SUBSTRING"),
            Map.entry("LEFT", "SUBSTRING"),
            Map.entry("RIGHT", "SUBSTRING"),
            Map.entry("STRPOS", "POSITION(… IN …)"),
            Map.entry("INSTR", "POSITION(… IN …)"),
            Map.entry("LTRIM", "TRIM(LEADING FROM …)"),
            Map.entry("RTRIM", "TRIM(TRAILING FROM …)"),
            Map.entry("NOW", "CURRENT_TIMESTAMP"),
            Map.entry("DATE_TRUNC", "FLOOR(… TO unit)"),
            Map.entry("DATE_PART", "EXTRACT(unit FROM …)"),
            Map.entry("DATEADD", "TIMESTAMPADD"),
            Map.entry("DATE_ADD", "TIMESTAMPADD"),
            Map.entry("DATEDIFF", "TIMESTAMPDIFF"),
            Map.entry("DATE_DIFF", "TIMESTAMPDIFF"),
            Map.entry("YEAR", "EXTRACT(YEAR FROM …)"),
            Map.entry("QUARTER", "EXTRACT(QUARTER FROM …)"),
            Map.entry("MONTH", "EXTRACT(MONTH FROM …)"),
            Map.entry("WEEK", "EXTRACT(WEEK FROM …)"),
            Map.entry("DAY", "EXTRACT(DAY FROM …)"),
            Map.entry("HOUR", "EXTRACT(HOUR FROM …)"),
            Map.entry("MINUTE", "EXTRACT(MINUTE FROM …)"),
            Map.entry("SECOND", "EXTRACT(SECOND FROM …)"));

    private Functions() {}

    /** With two arguments, of dates and timestamps. */
    private static Expr floor(FunctionCall call) {
        return call.size() == 1 ? NumberFunctions.whole(call, Op.FLOOR) : CalendarFunctions.floor(call);
    }

    private static Expr ceiling(FunctionCall call) {
        return call.size() == 1 ? NumberFunctions.whole(call, Op.CEIL) : CalendarFunctions.ceiling(call);
    }

    /** @param name in upper case */
    static Expr bind(String name, SqlCall call, SourceText source, Function<SqlNode, Expr> expressions) {
        ScalarFunction function = BY_NAME.get(name);
        if (function == null) {
            throw unknown(name, call, source);
        }
        int count = call.operandCount();
        if (count < function.least() || count > function.most()) {
            throw source.error(
                    call,
                    name + " must have " + function.arity()
                            + (function.most() == 1 ? " argument, got " : " arguments, got ") + count);
        }
        return function.meaning().apply(new FunctionCall(name, call, source, expressions));
    }

    private static GridmillException unknown(String name, SqlCall call, SourceText source) {
        if (call.getKind() == SqlKind.LITERAL_CHAIN) {
            throw source.error(call, "strings are joined by ||, got one after the other");
        }
        boolean word = Character.isLetter(name.charAt(0));
        String instead = ELSEWHERE.get(name);
        String hint = instead != null
                ? "; write " + instead
                : word ? Names.hint(name, BY_NAME.keySet().stream().sorted().toList()) : "";
        return source.error(call, (word ? "function " : "operator ") + name + " is not supported" + hint);
    }
}
