package io.gridmill.compute.sql;

import java.util.Locale;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.jspecify.annotations.Nullable;

/** A unit of time: so many months, or so many microseconds. */
enum CalendarUnit {
    YEAR(12, 0),
    QUARTER(3, 0),
    MONTH(1, 0),
    WEEK(0, 604_800_000_000L),
    DAY(0, 86_400_000_000L),
    HOUR(0, 3_600_000_000L),
    MINUTE(0, 60_000_000L),
    SECOND(0, 1_000_000L),
    MILLISECOND(0, 1_000L),
    MICROSECOND(0, 1L);

    private final long months;
    private final long micros;

    CalendarUnit(long months, long micros) {
        this.months = months;
        this.micros = micros;
    }

    boolean isMonths() {
        return months > 0;
    }

    /** Whether a DATE can move by it. */
    boolean isDays() {
        return compareTo(DAY) <= 0;
    }

    /** In months or microseconds. */
    long size() {
        return isMonths() ? months : micros;
    }

    /** How many make one of the next larger unit that intervals combine it with; YEAR and DAY are the largest. */
    long most() {
        return switch (this) {
            case MONTH -> 12;
            case HOUR -> 24;
            case MINUTE, SECOND -> 60;
            default -> Long.MAX_VALUE;
        };
    }

    /** The one unit that a qualifier names, also in the way of JDBC ({@code SQL_TSI_DAY}), or null. */
    static @Nullable CalendarUnit of(SqlIntervalQualifier qualifier) {
        String name = nameOf(qualifier);
        String plain = name.startsWith("SQL_TSI_") ? name.substring("SQL_TSI_".length()) : name;
        for (CalendarUnit unit : values()) {
            if (unit.name().equals(plain)) {
                return unit;
            }
        }
        return null;
    }

    /** As it was typed, in upper case. */
    static String nameOf(SqlIntervalQualifier qualifier) {
        return (qualifier.timeFrameName == null ? qualifier.timeUnitRange.name() : qualifier.timeFrameName)
                .toUpperCase(Locale.ROOT);
    }
}
