package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Place;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.jspecify.annotations.Nullable;

/** Interval literals of one unit, exact to the microsecond (Calcite's own value has milliseconds). */
final class Intervals {
    /**
     * An interval.
     *
     * @param months of YEAR, QUARTER and MONTH intervals
     * @param micros of others
     */
    record Interval(boolean isMonths, long months, long micros) {
        boolean isDays() {
            return !isMonths && micros % 86_400_000_000L == 0;
        }
    }

    private Intervals() {}

    static Interval read(SqlIntervalLiteral literal, SourceText source) {
        SqlIntervalLiteral.IntervalValue value = (SqlIntervalLiteral.IntervalValue) literal.getValue();
        if (value == null) {
            throw source.error(literal, "an interval must have a value");
        }
        TimeUnitRange range = value.getIntervalQualifier().timeUnitRange;
        BigDecimal amount = amount(value.getIntervalLiteral());
        Long unit = months(range);
        boolean isMonths = unit != null;
        if (unit == null) {
            unit = micros(range);
        }
        if (unit == null) {
            throw SqlQuery.refused(source, literal, "INTERVAL " + value.getIntervalQualifier());
        }
        if (amount == null) {
            throw bad(literal, source, value);
        }
        try {
            long total = amount.multiply(BigDecimal.valueOf(unit))
                    .multiply(BigDecimal.valueOf(value.getSign()))
                    .longValueExact();
            return new Interval(isMonths, isMonths ? total : 0, isMonths ? 0 : total);
        } catch (ArithmeticException e) {
            throw bad(literal, source, value);
        }
    }

    /** A date or timestamp moved by an interval. */
    static Expr add(Expr left, SqlIntervalLiteral literal, boolean negative, SourceText source, Place place) {
        Interval interval = read(literal, source);
        Expr time = Coercion.alone(left);
        boolean date = time.type().kind() == Kind.DATE;
        if (!date && time.type().kind() != Kind.TIMESTAMP) {
            throw Coercion.mismatch(place, "an interval must be added to a DATE or TIMESTAMP", List.of(time));
        }
        if (date && !interval.isMonths() && !interval.isDays()) {
            throw source.error(
                    literal, "a DATE can move by whole days, months or years; CAST it to TIMESTAMP to move it by less");
        }
        long amount = interval.isMonths()
                ? interval.months()
                : date ? interval.micros() / 86_400_000_000L : interval.micros();
        Op op = interval.isMonths()
                ? (date ? Op.ADD_MONTHS : Op.TIMESTAMP_ADD_MONTHS)
                : date ? Op.ADD_DAYS : Op.ADD_MICROS;
        Expr constant = new Expr.Constant(ColumnType.BIGINT, negative ? -amount : amount, source.place(literal));
        return Folding.fold(new Expr.Call(op, List.of(time, constant), time.type(), place));
    }

    private static GridmillException bad(
            SqlIntervalLiteral literal, SourceText source, SqlIntervalLiteral.IntervalValue value) {
        return source.error(
                literal,
                "an interval must be a number of " + value.getIntervalQualifier()
                        + ", exact to the month or microsecond, got '" + value.getIntervalLiteral() + "'");
    }

    private static @Nullable BigDecimal amount(String text) {
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Long months(TimeUnitRange range) {
        return switch (range) {
            case YEAR -> 12L;
            case QUARTER -> 3L;
            case MONTH -> 1L;
            default -> null;
        };
    }

    private static @Nullable Long micros(TimeUnitRange range) {
        return switch (range) {
            case WEEK -> 604_800_000_000L;
            case DAY -> 86_400_000_000L;
            case HOUR -> 3_600_000_000L;
            case MINUTE -> 60_000_000L;
            case SECOND -> 1_000_000L;
            default -> null;
        };
    }
}
