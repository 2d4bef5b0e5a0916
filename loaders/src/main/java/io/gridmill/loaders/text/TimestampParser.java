package io.gridmill.loaders.text;

import org.jspecify.annotations.Nullable;

/** {@code yyyy-MM-dd[( |T)hh:mm[:ss[.ffffff]]]} without zone, as microseconds since 1970. */
final class TimestampParser extends FieldParser {
    private static final long MICROS_OF_SECOND = 1_000_000;
    private static final long SECONDS_OF_DAY = 86_400;
    private static final int MAX_FRACTION_DIGITS = 6;
    private static final String NOT_ONE =
            "is not a TIMESTAMP (yyyy-MM-dd hh:mm:ss.ffffff without zone, years 0001 to 9999)";

    /** Where the parts end: date, minutes, seconds; a fraction follows a point. */
    private static final int MINUTES_END = 16;

    private static final int SECONDS_END = 19;

    @Override
    @Nullable
    String parse(char[] text, int from, int length) {
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
        parsed = (days * SECONDS_OF_DAY + seconds) * MICROS_OF_SECOND + micros;
        return null;
    }
}
