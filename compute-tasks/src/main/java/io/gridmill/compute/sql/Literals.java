package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Constants;
import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Place;
import io.gridmill.compute.kernel.KernelFailure;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;
import java.math.BigDecimal;
import java.util.Locale;
import org.apache.calcite.sql.SqlAbstractDateTimeLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.type.SqlTypeName;

/** Literals as constants of the narrowest type that holds them. */
final class Literals {
    private Literals() {}

    static Expr bind(SqlLiteral literal, SourceText source) {
        Place place = source.place(literal);
        SqlTypeName type = literal.getTypeName();
        if (type == SqlTypeName.UNKNOWN) {
            String tag = literal.toString().split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
            String text = String.valueOf(literal.getValue());
            if (tag.equals("DATE") || tag.equals("TIMESTAMP")) {
                return parsed(text, ColumnType.parse(tag), place);
            }
            throw SqlQuery.refused(source, literal, "a literal of " + tag);
        }
        return switch (type) {
            case NULL -> new Expr.Untyped(null, place);
            case BOOLEAN -> Constants.ofBoolean(literal.booleanValue(), place);
            case DECIMAL -> {
                BigDecimal value = literal.bigDecimalValue();
                if (value.precision() > 38 || value.scale() > 38) {
                    throw source.error(literal, "a number must have at most 38 digits, got " + place.text());
                }
                yield Folding.number(value, place);
            }
            case DOUBLE -> {
                double value = literal.bigDecimalValue().doubleValue();
                if (Double.isInfinite(value)) {
                    throw source.error(literal, "a number must fit DOUBLE, got " + place.text());
                }
                yield new Expr.Constant(ColumnType.DOUBLE, value, place);
            }
            case CHAR -> new Expr.Constant(ColumnType.VARCHAR, literal.getValueAs(String.class), place);
            case DATE -> parsed(((SqlAbstractDateTimeLiteral) literal).toFormattedString(), ColumnType.DATE, place);
            case TIMESTAMP ->
                parsed(((SqlAbstractDateTimeLiteral) literal).toFormattedString(), ColumnType.TIMESTAMP, place);
            default -> throw SqlQuery.refused(source, literal, "a literal of " + type);
        };
    }

    private static Expr parsed(String text, ColumnType type, Place place) {
        try {
            return new Expr.Constant(type, Folding.parse(text, type), place);
        } catch (KernelFailure e) {
            throw SourceText.error(
                    place,
                    "a " + type + " literal must be a date between 0001-01-01 and 9999-12-31"
                            + (type.kind() == Kind.TIMESTAMP ? " and a time of up to microseconds" : "") + ", got '"
                            + text + "'");
        }
    }
}
