package io.gridmill.compute.kernel;

import java.time.LocalDate;

/** Dates as days and timestamps as microseconds since 1970-01-01, proleptic Gregorian. */
public final class Dates {
    public static final long MICROS_PER_DAY = 86_400_000_000L;
    static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
    static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

    private static final long MOST_MONTHS = 12 * 10_000;

    private Dates() {}

    public static long addDays(long day, long days, int place) {
        if (days > LAST_DAY - day || days < FIRST_DAY - day) {
            throw outOfRange(place, LocalDate.ofEpochDay(day) + " plus " + days + " days");
        }
        return day + days;
    }

    public static long addMonths(long day, long months, int place) {
        if (Math.abs(months) <= MOST_MONTHS) {
            long moved = LocalDate.ofEpochDay(day).plusMonths(months).toEpochDay();
            if (isDay(moved)) {
                return moved;
            }
        }
        throw outOfRange(place, LocalDate.ofEpochDay(day) + " plus " + months + " months");
    }

    public static long addMicros(long timestamp, long micros, int place) {
        long moved = timestamp + micros;
        if (((timestamp ^ moved) & (micros ^ moved)) < 0 || !isDay(toDay(moved))) {
            throw outOfRange(place, Ops.text(Casts.timestampText(timestamp)) + " plus " + micros + " microseconds");
        }
        return moved;
    }

    public static long addMonthsToTimestamp(long timestamp, long months, int place) {
        return addMonths(toDay(timestamp), months, place) * MICROS_PER_DAY + Math.floorMod(timestamp, MICROS_PER_DAY);
    }

    static boolean isDay(long day) {
        return day >= FIRST_DAY && day <= LAST_DAY;
    }

    public static long toDay(long timestamp) {
        return Math.floorDiv(timestamp, MICROS_PER_DAY);
    }

    public static long hour(long timestamp) {
        return secondOfDay(timestamp) / 3600;
    }

    public static long minute(long timestamp) {
        return secondOfDay(timestamp) / 60 % 60;
    }

    public static long second(long timestamp) {
        return secondOfDay(timestamp) % 60;
    }

    /** Of the minute, with its seconds. */
    public static long millisecond(long timestamp) {
        return microsecond(timestamp) / 1000;
    }

    public static long microsecond(long timestamp) {
        return Math.floorMod(timestamp, 60_000_000L);
    }

    private static long secondOfDay(long timestamp) {
        return Math.floorMod(timestamp, MICROS_PER_DAY) / 1_000_000;
    }

    public static long year(long day) {
        return yearMonthDay(day) >> 16;
    }

    public static long quarter(long day) {
        return (month(day) + 2) / 3;
    }

    public static long month(long day) {
        return yearMonthDay(day) >> 8 & 0xFF;
    }

    public static long day(long day) {
        return yearMonthDay(day) & 0xFF;
    }

    public static long dayOfYear(long day) {
        return day - firstDay(year(day), 1) + 1;
    }

    /** Sunday is 0. */
    public static long dayOfWeek(long day) {
        return Math.floorMod(day + 4, 7L);
    }

    /** Monday is 1. */
    public static long isoDayOfWeek(long day) {
        return Math.floorMod(day + 3, 7L) + 1;
    }

    public static long isoWeek(long day) {
        return (dayOfYear(thursday(day)) - 1) / 7 + 1;
    }

    public static long isoYear(long day) {
        return year(thursday(day));
    }

    /** The Thursday of the ISO week. */
    private static long thursday(long day) {
        return day + 4 - isoDayOfWeek(day);
    }

    private static long firstDay(long year, int month) {
        return LocalDate.of((int) year, month, 1).toEpochDay();
    }

    /** The Monday on or before the day; the first day of all is one. */
    public static long floorToWeek(long day) {
        return day + 1 - isoDayOfWeek(day);
    }

    /** @param months 1, 3 or 12 */
    public static long floorToMonths(long day, long months) {
        long month = month(day) - 1;
        return firstDay(year(day), (int) (month - month % months + 1));
    }

    /** @param micros a part of a day */
    public static long floorToMicros(long timestamp, long micros) {
        return timestamp - Math.floorMod(timestamp, micros);
    }

    public static long between(long from, long to) {
        return to - from;
    }

    /** The most months that {@code from} can move without passing {@code to}; negative when it lies before. */
    public static long monthsBetween(long from, long to) {
        if (from > to) {
            return -monthsBetween(to, from);
        }
        long a = toDay(from);
        long b = toDay(to);
        long months = (year(b) - year(a)) * 12 + month(b) - month(a);
        return months > 0 && addMonthsToTimestamp(from, months, 0) > to ? months - 1 : months;
    }

    /** Howard Hinnant's civil_from_days: years that begin in March, in eras of 400 years; packed as {@code year << 16 | month << 8 | day}. */
    private static long yearMonthDay(long day) {
        long z = day + 719_468;
        long era = Math.floorDiv(z, 146_097L);
        int dayOfEra = (int) (z - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shifted = (5 * dayOfYear + 2) / 153;
        int dayOfMonth = dayOfYear - (153 * shifted + 2) / 5 + 1;
        int month = shifted < 10 ? shifted + 3 : shifted - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return year << 16 | (long) month << 8 | dayOfMonth;
    }

    private static KernelFailure outOfRange(int place, String got) {
        return new KernelFailure(place, "a date must lie between 0001-01-01 and 9999-12-31, got " + got);
    }
}
