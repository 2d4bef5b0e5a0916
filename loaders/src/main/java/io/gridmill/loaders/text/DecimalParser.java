package io.gridmill.loaders.text;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.ColumnType;
import org.jspecify.annotations.Nullable;

/** Plain decimals, exactly: parsed to a long scaled by the column's scale, and never rounded. */
final class DecimalParser extends FieldParser {
    private final ColumnType type;
    private final int scale;
    private final int maxWholeDigits;

    DecimalParser(ColumnType type) {
        if (type.precision() > ColumnType.MAX_LONG_DECIMAL_PRECISION) {
            throw GridmillException.user("a column of text can have at most " + ColumnType.MAX_LONG_DECIMAL_PRECISION
                    + " digits, got " + type);
        }
        this.type = type;
        this.scale = type.scale();
        this.maxWholeDigits = type.precision() - type.scale();
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
        int first = i;
        while (i < end && text[i] == '0') {
            i++;
        }
        int significant = i;
        // May wrap when there are too many digits, which is refused below.
        long sum = 0;
        for (; i < end && text[i] != '.'; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return notOne();
            }
            sum = sum * 10 + digit;
        }
        int whole = i - significant;
        boolean digits = i > first;
        int fraction = 0;
        boolean tooFine = false;
        if (i < end) {
            for (i++; i < end; i++) {
                int digit = text[i] - '0';
                if (digit < 0 || digit > 9) {
                    return notOne();
                }
                digits = true;
                if (fraction < scale) {
                    sum = sum * 10 + digit;
                    fraction++;
                } else {
                    tooFine |= digit != 0;
                }
            }
        }
        if (!digits) {
            return notOne();
        }
        if (whole > maxWholeDigits) {
            return "has " + whole + " digits before the point, " + type + " holds " + maxWholeDigits;
        }
        if (tooFine) {
            return "has more than " + scale + " digits behind the point, which " + type + " does not hold";
        }
        for (; fraction < scale; fraction++) {
            sum *= 10;
        }
        parsed = negative ? -sum : sum;
        return null;
    }

    private String notOne() {
        return "is not a " + type;
    }
}
