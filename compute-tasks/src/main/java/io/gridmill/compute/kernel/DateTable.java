package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Op;

/** A part of the date for each of some days in a row: one load instead of a division by calendar. */
public final class DateTable {
    private final long firstDay;
    private final short[] parts;

    private DateTable(long firstDay, short[] parts) {
        this.firstDay = firstDay;
        this.parts = parts;
    }

    /** @param op a part of a date */
    static DateTable of(Op op, long firstDay, int days) {
        short[] parts = new short[days];
        for (int i = 0; i < days; i++) {
            long day = firstDay + i;
            parts[i] = (short)
                    switch (op) {
                        case YEAR -> Dates.year(day);
                        case QUARTER -> Dates.quarter(day);
                        case MONTH -> Dates.month(day);
                        case DAY -> Dates.day(day);
                        case DOY -> Dates.dayOfYear(day);
                        case DOW -> Dates.dayOfWeek(day);
                        case ISODOW -> Dates.isoDayOfWeek(day);
                        case WEEK -> Dates.isoWeek(day);
                        case ISOYEAR -> Dates.isoYear(day);
                        default -> throw new IllegalArgumentException("no part of a date: " + op);
                    };
        }
        return new DateTable(firstDay, parts);
    }

    /** @param day one of the table's */
    public long at(long day) {
        return parts[(int) (day - firstDay)];
    }
}
