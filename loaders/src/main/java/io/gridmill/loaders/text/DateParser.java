package io.gridmill.loaders.text;

import org.jspecify.annotations.Nullable;

/** {@code yyyy-MM-dd} as days since 1970. */
final class DateParser extends FieldParser {
    @Override
    @Nullable
    String parse(char[] text, int from, int length) {
        long days = length == CalendarText.DATE_LENGTH ? CalendarText.date(text, from) : CalendarText.NONE;
        parsed = days;
        return days == CalendarText.NONE ? "is not a DATE (yyyy-MM-dd, years 0001 to 9999)" : null;
    }
}
