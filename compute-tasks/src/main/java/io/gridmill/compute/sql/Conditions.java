package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Place;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;
import java.util.List;

/** Conditions over typed expressions: comparisons and negation. */
final class Conditions {
    private Conditions() {}

    static Expr require(Expr condition) {
        Expr expr = Coercion.resolve(condition, ColumnType.BOOLEAN);
        if (expr.type().kind() != Kind.BOOLEAN) {
            throw Coercion.mismatch(expr.place(), "a condition must be a BOOLEAN", List.of(expr));
        }
        return expr;
    }

    static Expr not(Expr expr, Place place) {
        return new Expr.Call(Op.NOT, List.of(expr), ColumnType.BOOLEAN, place);
    }

    static Expr isNull(Expr expr, Place place) {
        return new Expr.Call(Op.IS_NULL, List.of(expr), ColumnType.BOOLEAN, place);
    }

    static Expr comparison(Op op, Expr left, Expr right, Place place) {
        if (left instanceof Expr.Untyped && right instanceof Expr.Untyped) {
            Coercion.alone(left);
            Coercion.alone(right);
        }
        Expr a = left instanceof Expr.Untyped && !(right instanceof Expr.Untyped)
                ? Coercion.resolve(left, right.type())
                : Coercion.alone(left);
        Expr b = Coercion.resolve(right, a.type());
        ColumnType common = Types.common(a.type(), b.type());
        if (common == null) {
            throw Coercion.mismatch(
                    place, op.sql() + " must compare values of one type" + dateHint(a, b), List.of(a, b));
        }
        if (common.kind() == Kind.TIMESTAMP) {
            a = Coercion.cast(a, common);
            b = Coercion.cast(b, common);
        }
        return new Expr.Call(op, List.of(a, b), ColumnType.BOOLEAN, place);
    }

    private static String dateHint(Expr a, Expr b) {
        boolean string = a.type().kind() == Kind.VARCHAR || b.type().kind() == Kind.VARCHAR;
        for (Expr expr : List.of(a, b)) {
            if (string && (expr.type().kind() == Kind.DATE || expr.type().kind() == Kind.TIMESTAMP)) {
                return " (write " + expr.type() + " '…' or a CAST)";
            }
        }
        return "";
    }

    static Expr between(Expr value, Expr low, Expr high, Place place) {
        return new Expr.Call(
                Op.AND,
                List.of(comparison(Op.GE, value, low, place), comparison(Op.LE, value, high, place)),
                ColumnType.BOOLEAN,
                place);
    }
}
