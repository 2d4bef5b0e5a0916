package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Constants;
import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Place;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;
import java.math.BigInteger;
import java.util.List;

/** Operators over typed numbers. */
final class Arithmetic {
    private Arithmetic() {}

    static Expr of(Op op, Expr left, Expr right, Place place) {
        Expr a = left instanceof Expr.Untyped && !(right instanceof Expr.Untyped)
                ? Coercion.resolve(left, right.type())
                : Coercion.alone(left, ColumnType.BIGINT);
        Expr b = Coercion.resolve(right, a.type());
        if (op == Op.SUBTRACT && a.type().kind() == Kind.DATE && b.type().kind() == Kind.DATE) {
            return CalendarFunctions.between(b, a, place);
        } else if (op == Op.SUBTRACT && Types.isTime(a.type()) && Types.isTime(b.type())) {
            throw SourceText.error(
                    place,
                    "- of timestamps is not supported; write TIMESTAMPDIFF(unit, "
                            + b.place().text() + ", " + a.place().text() + ")");
        } else if (op == Op.ADD && Types.isTime(a.type()) && (isNull(left) || isNull(right))) {
            return Constants.ofNull(a.type(), place);
        } else if (!Types.isNumeric(a.type()) || !Types.isNumeric(b.type())) {
            throw Coercion.mismatch(place, op.sql() + " must have numbers on both sides", List.of(a, b));
        }
        ColumnType type = Types.arithmetic(op, a.type(), b.type());
        if (type == null) {
            throw Coercion.mismatch(
                    place, op.sql() + " of decimals must have at most 38 digits behind the point", List.of(a, b));
        }
        return Folding.fold(new Expr.Call(op, List.of(a, b), type, place));
    }

    private static boolean isNull(Expr expr) {
        return expr instanceof Expr.Untyped untyped && untyped.text() == null;
    }

    static Expr negate(Expr value, Place place) {
        Expr arg = requireNumber(Coercion.alone(value, ColumnType.BIGINT), place, "-");
        Expr folded = Folding.fold(new Expr.Call(Op.NEGATE, List.of(arg), arg.type(), place));
        // -9223372036854775808 is a BIGINT, though 9223372036854775808 is none.
        return folded instanceof Expr.Constant constant
                        && constant.value() instanceof BigInteger
                        && constant.type().scale() == 0
                ? Folding.number(Folding.decimal(constant), place)
                : folded;
    }

    static Expr requireNumber(Expr arg, Place place, String operator) {
        if (!Types.isNumeric(arg.type())) {
            throw Coercion.mismatch(place, operator + " must have a number", List.of(arg));
        }
        return arg;
    }
}
