package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Place;
import io.gridmill.core.schema.ColumnType;
import java.math.BigInteger;
import java.util.List;

/** Operators over typed numbers. */
final class Arithmetic {
    private Arithmetic() {}

    static Expr of(Op op, Expr left, Expr right, Place place) {
        Expr a = left instanceof Expr.Untyped && !(right instanceof Expr.Untyped)
                ? Coercion.resolve(left, right.type())
                : Coercion.alone(left);
        Expr b = Coercion.resolve(right, a.type());
        if (!Types.isNumeric(a.type()) || !Types.isNumeric(b.type())) {
            throw Coercion.mismatch(place, op.sql() + " must have numbers on both sides", List.of(a, b));
        }
        ColumnType type = Types.arithmetic(op, a.type(), b.type());
        if (type == null) {
            throw Coercion.mismatch(
                    place, op.sql() + " of decimals must have at most 38 digits behind the point", List.of(a, b));
        }
        return Folding.fold(new Expr.Call(op, List.of(a, b), type, place));
    }

    static Expr negate(Expr value, Place place) {
        Expr arg = requireNumber(Coercion.alone(value), place, "-");
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
