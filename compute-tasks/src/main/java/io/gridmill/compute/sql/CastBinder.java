package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Constants;
import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Place;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlNode;

/** CAST, and the names of types in it. */
final class CastBinder {
    private static final int NO_LENGTH = -1;

    private final SourceText source;
    private final Function<SqlNode, Expr> expressions;

    /** @param expressions binds what is cast */
    CastBinder(SourceText source, Function<SqlNode, Expr> expressions) {
        this.source = source;
        this.expressions = expressions;
    }

    /** @param length of VARCHAR(length), or {@link #NO_LENGTH} */
    private record Target(ColumnType type, int length) {}

    Expr bind(SqlCall call) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        if (!name.equals("CAST") && !name.equals("::")) {
            throw SqlQuery.refused(source, call, name);
        } else if (call.operandCount() > 2) {
            throw SqlQuery.refused(source, call.operand(2), "CAST with FORMAT");
        } else if (!(call.operand(1) instanceof SqlDataTypeSpec spec)) {
            throw SqlQuery.refused(source, call.operand(1), "CAST to an interval");
        } else {
            Place place = name.equals("::")
                    ? source.place(
                            ((SqlNode) call.operand(0)).getParserPosition().plus(spec.getParserPosition()))
                    : source.place(call);
            Target target = target(spec);
            Expr result = cast(expressions.apply(call.operand(0)), target.type(), place);
            if (target.length() == NO_LENGTH) {
                return result;
            }
            Expr one = new Expr.Constant(ColumnType.BIGINT, 1L, place);
            Expr end = new Expr.Constant(ColumnType.BIGINT, (long) target.length(), place);
            return new Expr.Call(Op.SUBSTRING, List.of(result, one, end), ColumnType.VARCHAR, place);
        }
    }

    private static Expr cast(Expr value, ColumnType to, Place place) {
        Expr from = value;
        if (from instanceof Expr.Untyped untyped) {
            from = untyped.text() == null
                    ? Constants.ofNull(to, place)
                    : new Expr.Constant(ColumnType.VARCHAR, untyped.text(), untyped.place());
        }
        if (!Types.canCast(from.type(), to)) {
            throw Coercion.mismatch(place, "CAST to " + to + " must have a type that it can read", List.of(from));
        }
        if (from.type().kind() == Kind.BOOLEAN && Types.isNumeric(to)) {
            return number(from, to, place);
        } else if (to.kind() == Kind.BOOLEAN && Types.isNumeric(from.type())) {
            return Conditions.comparison(Op.NE, from, Folding.number(BigDecimal.ZERO, place), place);
        }
        return from.type().equals(to) && !(from instanceof Expr.Call && Types.isExact(to))
                ? from
                : Folding.fold(new Expr.Call(Op.CAST, List.of(from), to, place));
    }

    /** FALSE as 0 and TRUE as 1. */
    private static Expr number(Expr from, ColumnType to, Place place) {
        Expr digit = new Expr.Case(
                List.of(from, Conditions.not(from, place)),
                List.of(Folding.number(BigDecimal.ONE, place), Folding.number(BigDecimal.ZERO, place)),
                Constants.ofNull(ColumnType.INTEGER, place),
                ColumnType.INTEGER,
                place);
        return to.equals(ColumnType.INTEGER) ? digit : new Expr.Call(Op.CAST, List.of(digit), to, place);
    }

    private Target target(SqlDataTypeSpec spec) {
        if (!(spec.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic)) {
            return new Target(named(spec, spec.getTypeName().toString()), NO_LENGTH);
        }
        String name = basic.getTypeName().getSimple().toUpperCase(Locale.ROOT);
        int precision = basic.getPrecision();
        return switch (name) {
            case "DECIMAL", "NUMERIC", "DEC" -> {
                int digits = precision < 0 ? ColumnType.MAX_LONG_DECIMAL_PRECISION : precision;
                yield new Target(
                        named(spec, "DECIMAL(" + digits + ", " + Math.max(0, basic.getScale()) + ")"), NO_LENGTH);
            }
            case "VARCHAR" -> new Target(ColumnType.VARCHAR, precision);
            case "FLOAT" -> new Target(ColumnType.DOUBLE, NO_LENGTH);
            case "CHAR" -> throw source.error(spec, "CHAR is not supported, since it pads; write VARCHAR");
            default -> {
                if (name.equals("TIMESTAMP") && precision >= 0 && precision != 6) {
                    throw source.error(
                            spec, "TIMESTAMP(" + precision + ") is not supported; a TIMESTAMP has microseconds");
                }
                yield new Target(named(spec, name), NO_LENGTH);
            }
        };
    }

    private ColumnType named(SqlDataTypeSpec spec, String name) {
        try {
            return ColumnType.parse(name);
        } catch (GridmillException e) {
            throw source.error(spec, String.valueOf(e.getMessage()));
        }
    }
}
