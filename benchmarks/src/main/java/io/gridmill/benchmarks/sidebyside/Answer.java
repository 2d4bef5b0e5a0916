package io.gridmill.benchmarks.sidebyside;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;

/** Rows in one form for all contenders, so that answers can be compared: exact numbers exactly, doubles to 12 digits, any order. */
final class Answer {
    private static final MathContext TWELVE_DIGITS = new MathContext(12);

    private Answer() {}

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
