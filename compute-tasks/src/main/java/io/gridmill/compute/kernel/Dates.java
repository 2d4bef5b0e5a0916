package io.gridmill.compute.kernel;

import java.time.DateTimeException;
import java.time.LocalDate;

/** Dates as days and timestamps as microseconds since 1970-01-01, proleptic Gregorian. */
public final class Dates {
    public static final long MICROS_PER_DAY = 86_400_000_000L;
    static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
    static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

    private Dates() {}

    public static long addDays(long day, long days, int place) {
        if (days > LAST_DAY - FIRST_DAY || days < FIRST_DAY - LAST_DAY) {
            throw outOfRange(place, LocalDate.ofEpochDay(day) + " plus " + days + " days");
        }
        return checkDay(day + days, place);
    }

    public static long addMonths(long day, long months, int place) {
        try {
            return checkDay(LocalDate.ofEpochDay(day).plusMonths(months).toEpochDay(), place);
        } catch (DateTimeException e) {
            throw outOfRange(place, LocalDate.ofEpochDay(day) + " plus " + months + " months");
        }
    }

    public static long addMicros(long timestamp, long micros, int place) {
        try {
            return checkMicros(Math.addExact(timestamp, micros), place);
        } catch (ArithmeticException e) {
            throw outOfRange(place, timestamp + " plus " + micros + " microseconds");
        }
    }

    public static long addMonthsToTimestamp(long timestamp, long months, int place) {
        long day = Math.floorDiv(timestamp, MICROS_PER_DAY);
        return addMonths(day, months, place) * MICROS_PER_DAY + Math.floorMod(timestamp, MICROS_PER_DAY);
    }

    static long checkDay(long day, int place) {
        if (day < FIRST_DAY || day > LAST_DAY) {
            throw outOfRange(place, "day " + day);
        }
        return day;
    }

    static long checkMicros(long micros, int place) {
        checkDay(Math.floorDiv(micros, MICROS_PER_DAY), place);
        return micros;
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
