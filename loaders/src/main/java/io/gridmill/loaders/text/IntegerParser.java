package io.gridmill.loaders.text;

import io.gridmill.core.schema.ColumnType;
import org.jspecify.annotations.Nullable;

/** Whole numbers with an optional sign. */
final class IntegerParser extends FieldParser {
    private final String type;
    private final long min;
    private final long max;

    IntegerParser(ColumnType type, long min, long max) {
        this.type = type.toString();
        this.min = min;
        this.max = max;
    }

    @Override
    @Nullable
    String parse(char[] text, int from, int length) {
        int i = from;
        int end = from + length;
        boolean negative = length > 0 && text[i] == '-';
        if (negative || length > 0 && text[i] == '+') {
            i++;
        }
        if (i == end) {
            return notOne();
        }
        // Summed up negatively, because the least long has no positive counterpart; 18 digits cannot overflow.
        long sum = 0;
        int safeEnd = Math.min(end, i + 18);
        for (; i < safeEnd; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return notOne();
            }
            sum = sum * 10 - digit;
        }
        boolean beyond = false;
        for (; i < end; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return notOne();
            }
            beyond |= sum < Long.MIN_VALUE / 10 || sum * 10 < Long.MIN_VALUE + digit;
            sum = sum * 10 - digit;
        }
        beyond |= !negative && sum == Long.MIN_VALUE;
        parsed = negative ? sum : -sum;
        return beyond || parsed < min || parsed > max
                ? "is out of range of " + type + " (" + min + " to " + max + ")"
                : null;
    }

    private String notOne() {
        return "is not a" + ("INTEGER".equals(type) ? "n " : " ") + type;
    }
}
