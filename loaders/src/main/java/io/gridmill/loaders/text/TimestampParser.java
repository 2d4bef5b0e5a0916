package io.gridmill.loaders.text;

import org.jspecify.annotations.Nullable;

/**
 * {@code yyyy-MM-dd[( |T)hh:mm[:ss[.ffffff]][zone]]} as microseconds since 1970; with a zone ({@code Z}, {@code +hh}, {@code +hhmm}, {@code +hh:mm}, or
 * with a minus), the time in UTC.
 */
final class TimestampParser extends FieldParser {
    private static final long MICROS_OF_SECOND = 1_000_000;
    private static final long SECONDS_OF_DAY = 86_400;
    private static final int MAX_FRACTION_DIGITS = 6;
    private static final String NOT_ONE = "is not a TIMESTAMP (yyyy-MM-dd hh:mm:ss.ffffff, years 0001 to 9999)";

    /** Where the parts end: date, minutes, seconds; a fraction follows a point. */
    private static final int MINUTES_END = 16;

    private static final int SECONDS_END = 19;

    private static final int MAX_OFFSET_HOURS = 18;
    /** The years 0001 to 9999 of UTC. */
    private static final long FIRST_SECOND = -62_135_596_800L;

    private static final long LAST_SECOND = 253_402_300_799L;

    private boolean zoned;
    private int offsetSeconds;

    @Override
    @Nullable
    String parse(char[] text, int from, int textLength) {
        int length = withoutZone(text, from, textLength);
        if (length < CalendarText.DATE_LENGTH) {
            return NOT_ONE;
        }
        long days = CalendarText.date(text, from);
        if (days == CalendarText.NONE) {
            return NOT_ONE;
        }
        long seconds = 0;
        long micros = 0;
        if (length > CalendarText.DATE_LENGTH) {
            char separator = text[from + CalendarText.DATE_LENGTH];
            if (length < MINUTES_END || separator != ' ' && separator != 'T') {
                return NOT_ONE;
            }
            seconds = CalendarText.minutes(text, from + CalendarText.DATE_LENGTH + 1);
            if (seconds == CalendarText.NONE) {
                return NOT_ONE;
            }
        }
        if (length > MINUTES_END) {
            int second = length < SECONDS_END || text[from + MINUTES_END] != ':'
                    ? -1
                    : CalendarText.twoDigits(text, from + MINUTES_END + 1);
            if (second < 0 || second > 59) {
                return NOT_ONE;
            }
            seconds += second;
        }
        if (length > SECONDS_END) {
            int digits = length - SECONDS_END - 1;
            if (text[from + SECONDS_END] != '.' || digits == 0) {
                return NOT_ONE;
            }
            for (int i = 0; i < digits; i++) {
                int digit = text[from + SECONDS_END + 1 + i] - '0';
                if (digit < 0 || digit > 9) {
                    return NOT_ONE;
                }
                micros = micros * 10 + digit;
            }
            if (digits > MAX_FRACTION_DIGITS) {
                return "has more than " + MAX_FRACTION_DIGITS + " digits of a second, which TIMESTAMP does not hold";
            }
            for (int i = digits; i < MAX_FRACTION_DIGITS; i++) {
                micros *= 10;
            }
        }
        long utc = days * SECONDS_OF_DAY + seconds - offsetSeconds;
        if (utc < FIRST_SECOND || utc > LAST_SECOND) {
            return NOT_ONE;
        }
        parsed = utc * MICROS_OF_SECOND + micros;
        return null;
    }

    /** Whether the last text that was one had a zone. */
    boolean hadZone() {
        return zoned;
    }

    /** The length of the text before its zone, which is taken apart here; that of all of it when it has none. */
    private int withoutZone(char[] text, int from, int length) {
        zoned = false;
        offsetSeconds = 0;
        if (length <= MINUTES_END) {
            return length;
        }
        int last = from + length - 1;
        if (text[last] == 'Z') {
            zoned = true;
            return length - 1;
        }
        // +hh, +hhmm and +hh:mm; a sign stands nowhere else behind the minutes.
        for (int size : new int[] {3, 5, 6}) {
            int sign = last - size + 1;
            if (sign >= from + MINUTES_END && (text[sign] == '+' || text[sign] == '-')) {
                int hours = CalendarText.twoDigits(text, sign + 1);
                int minutes = size == 3 ? 0 : CalendarText.twoDigits(text, last - 1);
                boolean shaped = size < 6 || text[sign + 3] == ':';
                if (shaped && hours >= 0 && hours <= MAX_OFFSET_HOURS && minutes >= 0 && minutes <= 59) {
                    zoned = true;
                    offsetSeconds = (text[sign] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
                    return length - size;
                }
            }
        }
        return length;
    }
}
