package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Constants;
import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Place;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** LIKE and NOT LIKE with a constant pattern. */
final class Patterns {
    private Patterns() {}

    static Expr like(SqlCall call, SourceText source, Function<SqlNode, Expr> bind) {
        Place place = source.place(call);
        Expr value = Coercion.resolve(bind.apply(call.operand(0)), ColumnType.VARCHAR);
        if (value.type().kind() != Kind.VARCHAR) {
            throw Coercion.mismatch(place, "LIKE must have a VARCHAR", List.of(value));
        }
        Expr pattern = Coercion.resolve(bind.apply(call.operand(1)), ColumnType.VARCHAR);
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        if (!name.equals("LIKE") && !name.equals("NOT LIKE")) {
            throw SqlQuery.refused(source, call, name);
        } else if (!(pattern instanceof Expr.Constant constant)
                || pattern.type().kind() != Kind.VARCHAR) {
            throw source.error(
                    call.operand(1),
                    "the pattern of LIKE must be a string literal, got "
                            + pattern.place().text());
        } else {
            String escape = null;
            if (call.operandCount() > 2) {
                Expr given = Coercion.resolve(bind.apply(call.operand(2)), ColumnType.VARCHAR);
                escape = given instanceof Expr.Constant e && e.value() instanceof String text ? text : "";
                if (escape.codePointCount(0, escape.length()) != 1) {
                    throw source.error(
                            call.operand(2),
                            "ESCAPE must be one character, got " + given.place().text());
                }
            }
            if (constant.value() == null) {
                return Constants.ofNull(ColumnType.BOOLEAN, place);
            }
            String text = (String) constant.value();
            checkEscapes(call.operand(1), text, escape, source);
            Expr test = new Expr.Like(value, text, escape, place);
            return name.equals("LIKE") ? test : Conditions.not(test, place);
        }
    }

    private static void checkEscapes(SqlNode node, String pattern, @Nullable String escape, SourceText source) {
        if (escape == null) {
            return;
        }
        int[] points = pattern.codePoints().toArray();
        int mark = escape.codePointAt(0);
        for (int i = 0; i < points.length; i++) {
            if (points[i] == mark) {
                i++;
                if (i == points.length || points[i] != '%' && points[i] != '_' && points[i] != mark) {
                    throw source.error(
                            node, "after the escape character of LIKE must come %, _ or itself, got '" + pattern + "'");
                }
            }
        }
    }
}
