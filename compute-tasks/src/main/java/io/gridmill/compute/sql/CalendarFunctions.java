package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.core.schema.ColumnType;
import java.util.List;
import org.apache.calcite.sql.SqlIntervalQualifier;

/** Functions of dates and timestamps. */
final class CalendarFunctions {
    static final List<ScalarFunction> FUNCTIONS =
            List.of(new ScalarFunction("EXTRACT", 2, 2, CalendarFunctions::extract));

    private CalendarFunctions() {}

    private static Expr extract(FunctionCall call) {
        if (!(call.node(0) instanceof SqlIntervalQualifier unit)) {
            throw call.refused("EXTRACT of " + call.node(0));
        }
        Expr time = call.time(1);
        Op op = switch (unit.timeUnitRange) {
            case YEAR -> Op.YEAR;
            case QUARTER -> Op.QUARTER;
            case MONTH -> Op.MONTH;
            case DAY -> Op.DAY;
            case HOUR -> Op.HOUR;
            case MINUTE -> Op.MINUTE;
            case SECOND -> Op.SECOND;
            default -> throw call.refused("EXTRACT(" + unit.timeUnitRange + ")");
        };
        boolean ofDate = op.compareTo(Op.QUARTER) <= 0;
        Expr arg = Coercion.cast(time, ofDate ? ColumnType.DATE : ColumnType.TIMESTAMP);
        return call.result(op, ColumnType.BIGINT, arg);
    }
}
