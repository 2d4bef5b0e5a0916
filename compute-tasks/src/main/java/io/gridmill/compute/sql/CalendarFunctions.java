package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Place;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlIntervalQualifier;

/** Functions of dates and timestamps. */
final class CalendarFunctions {
    static final List<ScalarFunction> FUNCTIONS = List.of(
            new ScalarFunction("EXTRACT", 2, 2, CalendarFunctions::extract),
            new ScalarFunction("TIMESTAMPADD", 3, 3, CalendarFunctions::add),
            new ScalarFunction("TIMESTAMPDIFF", 3, 3, CalendarFunctions::difference));

    /** What EXTRACT takes, by the name of its unit. */
    private static final Map<String, Op> PARTS = Map.ofEntries(
            Map.entry("YEAR", Op.YEAR),
            Map.entry("QUARTER", Op.QUARTER),
            Map.entry("MONTH", Op.MONTH),
            Map.entry("WEEK", Op.WEEK),
            Map.entry("DAY", Op.DAY),
            Map.entry("DOY", Op.DOY),
            Map.entry("DOW", Op.DOW),
            Map.entry("ISODOW", Op.ISODOW),
            Map.entry("ISOYEAR", Op.ISOYEAR),
            Map.entry("HOUR", Op.HOUR),
            Map.entry("MINUTE", Op.MINUTE),
            Map.entry("SECOND", Op.SECOND),
            Map.entry("MILLISECOND", Op.MILLISECOND),
            Map.entry("MICROSECOND", Op.MICROSECOND));

    private CalendarFunctions() {}

    private static Expr extract(FunctionCall call) {
        if (!(call.node(0) instanceof SqlIntervalQualifier unit)) {
            throw call.refused("EXTRACT of " + call.node(0));
        }
        Expr time = call.time(1);
        Op op = PARTS.get(CalendarUnit.nameOf(unit));
        if (op == null) {
            throw call.refused("EXTRACT(" + CalendarUnit.nameOf(unit) + ")");
        }
        Expr arg = Coercion.cast(time, op.isDatePart() ? ColumnType.DATE : ColumnType.TIMESTAMP);
        return call.result(op, ColumnType.BIGINT, arg);
    }

    private static CalendarUnit unit(FunctionCall call, int argument) {
        if (call.node(argument) instanceof SqlIntervalQualifier qualifier) {
            CalendarUnit unit = CalendarUnit.of(qualifier);
            if (unit != null) {
                return unit;
            }
            throw call.refused(call.name() + " with the unit " + CalendarUnit.nameOf(qualifier));
        }
        throw call.refused(call.name() + " with the unit " + call.node(argument));
    }

    /** A DATE that moves by less than a day becomes a TIMESTAMP. */
    private static Expr add(FunctionCall call) {
        CalendarUnit unit = unit(call, 0);
        Expr times = call.integer(1, "the number of units in " + call.name() + " must be an integer");
        Expr time = call.time(2);
        return Intervals.add(
                unit.isDays() ? time : Coercion.cast(time, ColumnType.TIMESTAMP),
                new Intervals.Interval(unit.isMonths(), unit.size(), times, call.place()),
                false,
                call.place());
    }

    /** Whole units, towards zero. */
    private static Expr difference(FunctionCall call) {
        CalendarUnit unit = unit(call, 0);
        Expr from = call.time(1);
        Expr to = call.time(2);
        boolean inDays = from.type().kind() == Kind.DATE && to.type().kind() == Kind.DATE && !unit.isMonths();
        if (inDays && unit.isDays()) {
            return divided(call, between(from, to, call.place()), unit.size() / CalendarUnit.DAY.size());
        }
        Expr first = Coercion.cast(from, ColumnType.TIMESTAMP);
        Expr second = Coercion.cast(to, ColumnType.TIMESTAMP);
        return divided(
                call,
                unit.isMonths()
                        ? call.result(Op.MONTHS_BETWEEN, ColumnType.BIGINT, first, second)
                        : between(first, second, call.place()),
                unit.size());
    }

    private static Expr divided(FunctionCall call, Expr value, long size) {
        return size == 1
                ? value
                : call.result(Op.DIVIDE, ColumnType.BIGINT, value, call.constant(ColumnType.BIGINT, size));
    }

    /** Days of two DATEs, microseconds of two TIMESTAMPs. */
    static Expr between(Expr from, Expr to, Place place) {
        return new Expr.Call(Op.TIME_BETWEEN, List.of(from, to), ColumnType.BIGINT, place);
    }

    /** FLOOR(x TO unit). */
    static Expr floor(FunctionCall call) {
        return floor(call, call.time(0), floorUnit(call));
    }

    /** CEIL(x TO unit): x where it is its own floor, else the floor and one unit. */
    static Expr ceiling(FunctionCall call) {
        Expr time = call.time(0);
        CalendarUnit unit = floorUnit(call);
        Expr floor = floor(call, time, unit);
        Expr next = Intervals.add(
                floor, new Intervals.Interval(unit.isMonths(), unit.size(), null, call.place()), false, call.place());
        return time instanceof Expr.Constant
                ? (floor.equals(time) ? time : next)
                : new Expr.Case(
                        List.of(Conditions.comparison(Op.EQ, floor, time, call.place())),
                        List.of(time),
                        next,
                        time.type(),
                        call.place());
    }

    private static CalendarUnit floorUnit(FunctionCall call) {
        CalendarUnit unit = unit(call, 1);
        if (call.time(0).type().kind() == Kind.DATE && !unit.isDays()) {
            throw call.error(1, call.name() + " of a DATE must be to DAY, WEEK, MONTH, QUARTER or YEAR, got " + unit);
        }
        return unit;
    }

    private static Expr floor(FunctionCall call, Expr time, CalendarUnit unit) {
        if (unit.isMonths() || unit == CalendarUnit.WEEK) {
            Expr day = cast(time, ColumnType.DATE);
            Expr first = Folding.fold(
                    unit.isMonths()
                            ? new Expr.Call(
                                    Op.FLOOR_MONTHS,
                                    List.of(day, call.constant(ColumnType.BIGINT, unit.size())),
                                    ColumnType.DATE,
                                    call.place())
                            : new Expr.Call(Op.FLOOR_WEEK, List.of(day), ColumnType.DATE, call.place()));
            return cast(first, time.type());
        } else if (time.type().kind() == Kind.DATE) {
            // The same day, and not the same expression: grouping sets have one without the other.
            return Intervals.add(time, new Intervals.Interval(false, 0, null, call.place()), false, call.place());
        }
        return Folding.fold(new Expr.Call(
                Op.FLOOR_MICROS,
                List.of(time, call.constant(ColumnType.BIGINT, unit.size())),
                ColumnType.TIMESTAMP,
                call.place()));
    }

    private static Expr cast(Expr time, ColumnType type) {
        return Coercion.cast(time, type);
    }
}
