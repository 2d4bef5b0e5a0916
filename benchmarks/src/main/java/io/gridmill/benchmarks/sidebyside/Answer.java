package io.gridmill.benchmarks.sidebyside;

import io.gridmill.core.error.GridmillException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;

/** Rows in one form for all contenders, so that answers can be compared: exact numbers exactly, doubles to 12 digits, any order. */
final class Answer {
    private static final MathContext TWELVE_DIGITS = new MathContext(12);

    private Answer() {}

    /** @throws GridmillException INTERNAL when they differ, with the first rows of each */
    static void check(String work, List<String> expected, List<String> actual) {
        if (!expected.equals(actual)) {
            throw GridmillException.internal(
                    work + " must have the peer's answer before it is timed: must be " + expected.size() + " rows like "
                            + first(expected) + ", got " + actual.size() + " like " + first(actual));
        }
    }

    private static List<String> first(List<String> rows) {
        return rows.subList(0, Math.min(3, rows.size()));
    }

    static String row(List<?> values) {
        StringBuilder text = new StringBuilder();
        for (Object value : values) {
            text.append(text.isEmpty() ? "" : "|").append(cell(value));
        }
        return text.toString();
    }

    private static String cell(Object value) {
        if (value instanceof Double number) {
            return plain(new BigDecimal(number, TWELVE_DIGITS));
        } else if (value instanceof BigDecimal number) {
            return plain(number);
        } else if (value instanceof BigInteger || value instanceof Long || value instanceof Integer) {
            return value.toString();
        }
        return String.valueOf(value);
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
