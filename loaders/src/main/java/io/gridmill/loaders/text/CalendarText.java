package io.gridmill.loaders.text;

/** ISO 8601 dates and times by digit arithmetic, for the years 0001 to 9999 of the proleptic Gregorian calendar. */
final class CalendarText {
    /** What a text that is none gives: no date or time of day has this number. */
    static final long NONE = Long.MIN_VALUE;

    static final int DATE_LENGTH = 10;
    private static final int[] DAYS_OF_MONTH = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private CalendarText() {}

    /** Days since 1970-01-01 of the ten characters {@code yyyy-MM-dd}, or {@link #NONE}. */
    static long date(char[] text, int at) {
        int year = twoDigits(text, at) * 100 + twoDigits(text, at + 2);
        int month = twoDigits(text, at + 5);
        int day = twoDigits(text, at + 8);
        boolean shaped =
                text[at + 4] == '-' && text[at + 7] == '-' && twoDigits(text, at) >= 0 && twoDigits(text, at + 2) >= 0;
        if (!shaped || year < 1 || month < 1 || month > 12 || day < 1 || day > DAYS_OF_MONTH[month - 1]) {
            return NONE;
        }
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        if (month == 2 && day == 29 && !leap) {
            return NONE;
        }
        // Years that begin in March put the leap day last: days before month m are (153 m + 2) / 5.
        int y = month <= 2 ? year - 1 : year;
        int m = month <= 2 ? month + 9 : month - 3;
        return 365L * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468;
    }

    /** Seconds of the day of the five characters {@code hh:mm}, or {@link #NONE}. */
    static long minutes(char[] text, int at) {
        int hour = twoDigits(text, at);
        int minute = twoDigits(text, at + 3);
        return hour < 0 || hour > 23 || minute < 0 || minute > 59 || text[at + 2] != ':'
                ? NONE
                : (hour * 60L + minute) * 60;
    }

    /** The number of two digits, or a negative one. */
    static int twoDigits(char[] text, int at) {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -10_000 : tens * 10 + ones;
    }
}
