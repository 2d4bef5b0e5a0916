package io.gridmill.loaders.text;

import io.gridmill.core.schema.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * REAL and DOUBLE: {@code 1.5}, {@code -2e10}, and in any case {@code nan}, {@code inf}, {@code infinity}, with a sign or without; rounded to the
 * nearest. A number too large for the type is out of range, not infinite.
 */
final class FloatingParser extends FieldParser {
    /** Powers of ten that a double holds exactly. */
    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private static final int EXACT_DIGITS = 15;

    private final String type;
    private final boolean isReal;

    FloatingParser(ColumnType type) {
        this.type = type.toString();
        this.isReal = type.equals(ColumnType.REAL);
    }

    @Override
    @Nullable
    String parse(char[] text, int from, int length) {
        return !isReal && parseShort(text, from, length) ? null : parseAny(text, from, length);
    }

    /** Clinger's fast path: digits below 2^53 and one exact power of ten round once, and so correctly. False where it does not apply. */
    private boolean parseShort(char[] text, int from, int length) {
        int i = from;
        int end = from + length;
        boolean negative = length > 0 && text[i] == '-';
        if (negative) {
            i++;
        }
        long sum = 0;
        int digits = 0;
        int point = -1;
        for (; i < end; i++) {
            int digit = text[i] - '0';
            if (digit >= 0 && digit <= 9) {
                sum = sum * 10 + digit;
                digits++;
            } else if (text[i] == '.' && point < 0) {
                point = digits;
            } else {
                return false;
            }
        }
        if (digits == 0 || digits > EXACT_DIGITS) {
            return false;
        }
        double value = point < 0 ? sum : sum / POWERS[digits - point];
        parsed = Double.doubleToRawLongBits(negative ? -value : value);
        return true;
    }

    private @Nullable String parseAny(char[] text, int from, int length) {
        String word = specialWord(text, from, length);
        boolean special = word != null;
        String number = word == null ? new String(text, from, length) : word;
        // The JDK would also take hexadecimal digits, white space, and a suffix.
        if (!special
                && !number.chars()
                        .allMatch(c ->
                                c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E')) {
            return notOne();
        }
        try {
            boolean infinite;
            if (isReal) {
                float value = Float.parseFloat(number);
                parsed = Float.floatToRawIntBits(value);
                infinite = Float.isInfinite(value);
            } else {
                double value = Double.parseDouble(number);
                parsed = Double.doubleToRawLongBits(value);
                infinite = Double.isInfinite(value);
            }
            return infinite && !special ? "is out of range of " + type : null;
        } catch (NumberFormatException e) {
            return notOne();
        }
    }

    /** NaN or an infinity, as the JDK spells it; null for other texts. */
    static @Nullable String specialWord(char[] text, int from, int length) {
        int sign = length > 0 && (text[from] == '-' || text[from] == '+') ? 1 : 0;
        String word = switch (length - sign) {
            case 3 -> is("nan", text, from + sign) ? "NaN" : is("inf", text, from + sign) ? "Infinity" : null;
            case 8 -> is("infinity", text, from + sign) ? "Infinity" : null;
            default -> null;
        };
        return word != null && sign > 0 ? text[from] + word : word;
    }

    private static boolean is(String word, char[] text, int from) {
        for (int i = 0; i < word.length(); i++) {
            if ((text[from + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String notOne() {
        return "is not a " + type;
    }
}
