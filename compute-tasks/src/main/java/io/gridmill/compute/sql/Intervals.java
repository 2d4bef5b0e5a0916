package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Place;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Intervals, which exist only to move a date or timestamp; exact to the microsecond (Calcite's own value has milliseconds). */
final class Intervals {
    private static final long MICROS_PER_DAY = CalendarUnit.DAY.size();

    private final SourceText source;
    private final Function<SqlNode, Expr> expressions;

    /** @param expressions binds how often an interval is taken */
    Intervals(SourceText source, Function<SqlNode, Expr> expressions) {
        this.source = source;
        this.expressions = expressions;
    }

    /**
     * An interval, taken so often.
     *
     * @param isMonths whether the size is in months, else in microseconds
     * @param times an integer, or null for once
     */
    record Interval(boolean isMonths, long size, @Nullable Expr times, Place place) {
        private boolean isDays() {
            return isMonths || size % MICROS_PER_DAY == 0;
        }
    }

    /** {@code INTERVAL '1' DAY}, {@code n * INTERVAL '1' DAY} or {@code INTERVAL n DAY}; null for what is no interval. */
    @Nullable
    Interval read(SqlNode node) {
        if (node instanceof SqlIntervalLiteral literal) {
            return literal(literal, null, source.place(node));
        } else if (!(node instanceof SqlCall call) || call.operandCount() != 2) {
            return null;
        } else if (call.getKind() == SqlKind.INTERVAL && call.operand(1) instanceof SqlIntervalQualifier qualifier) {
            CalendarUnit unit = CalendarUnit.of(qualifier);
            if (unit == null) {
                throw SqlQuery.refused(source, call, "INTERVAL of " + qualifier);
            }
            return new Interval(unit.isMonths(), unit.size(), times(call.operand(0)), source.place(node));
        } else if (call.getKind() == SqlKind.TIMES && call.operand(1) instanceof SqlIntervalLiteral literal) {
            return literal(literal, times(call.operand(0)), source.place(node));
        } else if (call.getKind() == SqlKind.TIMES && call.operand(0) instanceof SqlIntervalLiteral literal) {
            return literal(literal, times(call.operand(1)), source.place(node));
        }
        return null;
    }

    private Expr times(SqlNode node) {
        Expr times = Coercion.resolve(expressions.apply(node), ColumnType.BIGINT);
        if (!times.type().isInteger()) {
            throw Coercion.mismatch(times.place(), "an interval must be taken an integer of times", List.of(times));
        }
        return times;
    }

    private Interval literal(SqlIntervalLiteral literal, @Nullable Expr times, Place place) {
        SqlIntervalLiteral.IntervalValue value = (SqlIntervalLiteral.IntervalValue) literal.getValue();
        if (value == null) {
            throw source.error(literal, "an interval must have a value");
        }
        SqlIntervalQualifier qualifier = value.getIntervalQualifier();
        List<CalendarUnit> units = units(qualifier);
        if (units.isEmpty()) {
            throw SqlQuery.refused(source, literal, "INTERVAL " + qualifier);
        }
        try {
            long size = size(value.getIntervalLiteral().strip(), units)
                    .multiply(BigDecimal.valueOf(value.getSign()))
                    .longValueExact();
            return new Interval(units.get(0).isMonths(), size, times, place);
        } catch (ArithmeticException | NumberFormatException e) {
            throw bad(literal, value);
        }
    }

    /** From the largest to the smallest; none when the qualifier names something else. */
    private static List<CalendarUnit> units(SqlIntervalQualifier qualifier) {
        CalendarUnit one = CalendarUnit.of(qualifier);
        return one != null
                ? List.of(one)
                : switch (qualifier.timeUnitRange) {
                    case YEAR_TO_MONTH -> List.of(CalendarUnit.YEAR, CalendarUnit.MONTH);
                    case DAY_TO_HOUR -> List.of(CalendarUnit.DAY, CalendarUnit.HOUR);
                    case DAY_TO_MINUTE -> List.of(CalendarUnit.DAY, CalendarUnit.HOUR, CalendarUnit.MINUTE);
                    case DAY_TO_SECOND ->
                        List.of(CalendarUnit.DAY, CalendarUnit.HOUR, CalendarUnit.MINUTE, CalendarUnit.SECOND);
                    case HOUR_TO_MINUTE -> List.of(CalendarUnit.HOUR, CalendarUnit.MINUTE);
                    case HOUR_TO_SECOND -> List.of(CalendarUnit.HOUR, CalendarUnit.MINUTE, CalendarUnit.SECOND);
                    case MINUTE_TO_SECOND -> List.of(CalendarUnit.MINUTE, CalendarUnit.SECOND);
                    default -> List.of();
                };
    }

    private static BigDecimal size(String text, List<CalendarUnit> units) {
        boolean negative = text.startsWith("-");
        String[] parts = units.size() == 1
                ? new String[] {text.substring(negative ? 1 : 0)}
                : text.substring(negative ? 1 : 0).split("[-: ]", -1);
        if (parts.length != units.size()) {
            throw new NumberFormatException(text);
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < parts.length; i++) {
            BigDecimal part = new BigDecimal(parts[i]);
            boolean whole = i == parts.length - 1 || part.scale() <= 0;
            boolean fits =
                    i == 0 || part.compareTo(BigDecimal.valueOf(units.get(i).most())) < 0;
            if (!whole || !fits || part.signum() < 0) {
                throw new NumberFormatException(text);
            }
            sum = sum.add(part.multiply(BigDecimal.valueOf(units.get(i).size())));
        }
        return negative ? sum.negate() : sum;
    }

    private GridmillException bad(SqlIntervalLiteral literal, SqlIntervalLiteral.IntervalValue value) {
        return source.error(
                literal,
                "an interval must be a number of " + value.getIntervalQualifier()
                        + ", exact to the month or microsecond, got '" + value.getIntervalLiteral() + "'");
    }

    /** A date or timestamp moved by an interval. */
    static Expr add(Expr moved, Interval interval, boolean negative, Place place) {
        Expr time = Coercion.alone(moved, ColumnType.TIMESTAMP);
        boolean date = time.type().kind() == Kind.DATE;
        if (!date && time.type().kind() != Kind.TIMESTAMP) {
            throw Coercion.mismatch(place, "an interval must be added to a DATE or TIMESTAMP", List.of(time));
        }
        if (date && !interval.isDays()) {
            throw SourceText.error(
                    interval.place(),
                    "a DATE can move by whole days, months or years; CAST it to TIMESTAMP to move it by less");
        }
        long size = date && !interval.isMonths() ? interval.size() / MICROS_PER_DAY : interval.size();
        Expr amount = new Expr.Constant(ColumnType.BIGINT, negative ? -size : size, interval.place());
        if (interval.times() != null) {
            Expr times = Coercion.cast(interval.times(), ColumnType.BIGINT);
            amount = Folding.fold(
                    new Expr.Call(Op.MULTIPLY, List.of(times, amount), ColumnType.BIGINT, interval.place()));
        }
        Op op = interval.isMonths()
                ? (date ? Op.ADD_MONTHS : Op.TIMESTAMP_ADD_MONTHS)
                : date ? Op.ADD_DAYS : Op.ADD_MICROS;
        return Folding.fold(new Expr.Call(op, List.of(time, amount), time.type(), place));
    }
}
