package io.gridmill.loaders.text;

import io.gridmill.core.schema.ColumnType;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The narrowest type that all sampled texts of a column fit: BOOLEAN, BIGINT, DECIMAL(18, s), DOUBLE, DATE, TIMESTAMP, else VARCHAR. A
 * number with a leading zero (00123) is text, because it would not come back as it was; so are whole numbers beyond BIGINT. With NaN, an infinity, or a
 * zero with a minus among numbers with a point, which no DECIMAL has, they are DOUBLE.
 */
public final class ColumnGuess {
    private static final long NEGATIVE_ZERO = Double.doubleToRawLongBits(-0.0);

    private final BooleanParser booleans = new BooleanParser();
    private final IntegerParser longs = new IntegerParser(ColumnType.BIGINT, Long.MIN_VALUE, Long.MAX_VALUE);
    private final FloatingParser doubles = new FloatingParser(ColumnType.DOUBLE);
    private final DateParser dates = new DateParser();
    private final TimestampParser timestamps = new TimestampParser();

    private boolean any;
    private boolean fitsBoolean = true;
    private boolean fitsBigint = true;
    private boolean fitsDecimal = true;
    private boolean fitsDouble = true;
    private boolean fitsDate = true;
    private boolean fitsTimestamp = true;
    private boolean anyNegativeZero;
    private boolean anyZone;
    private boolean allWhole = true;
    private int wholeDigits;
    private int scale;

    /** Takes one text; NULL says nothing. */
    public void add(String value) {
        char[] text = value.toCharArray();
        int length = text.length;
        any = true;
        fitsBoolean = fitsBoolean && booleans.parse(text, 0, length) == null;
        fitsDate = fitsDate && dates.parse(text, 0, length) == null;
        fitsTimestamp = fitsTimestamp && timestamps.parse(text, 0, length) == null;
        anyZone |= fitsTimestamp && timestamps.hadZone();
        if (hasLeadingZero(value)) {
            fitsBigint = false;
            fitsDecimal = false;
            fitsDouble = false;
        }
        if (fitsDouble) {
            fitsBigint = fitsBigint && longs.parse(text, 0, length) == null;
            addPlainDecimal(value);
            fitsDouble = doubles.parse(text, 0, length) == null;
            anyNegativeZero |= doubles.parsed == NEGATIVE_ZERO;
        }
    }

    private void addPlainDecimal(String value) {
        String digits = value.startsWith("-") || value.startsWith("+") ? value.substring(1) : value;
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.')) {
            fitsDecimal = false;
            allWhole = false;
            return;
        }
        int point = digits.indexOf('.');
        allWhole = allWhole && point < 0;
        int whole = point < 0 ? digits.length() : point;
        wholeDigits = Math.max(wholeDigits, digits.startsWith("0") ? 0 : whole);
        scale = Math.max(scale, point < 0 ? 0 : digits.length() - point - 1);
    }

    private static boolean hasLeadingZero(String value) {
        int start = value.startsWith("-") || value.startsWith("+") ? 1 : 0;
        return value.length() > start + 1 && value.charAt(start) == '0' && Character.isDigit(value.charAt(start + 1));
    }

    /** Whether there were texts, and not all of them fit another type. */
    public boolean isText() {
        return any && type().equals(ColumnType.VARCHAR);
    }

    /** Whether there were values, and all of them fit a type that is not text. */
    public boolean isTyped() {
        return any && !type().equals(ColumnType.VARCHAR);
    }

    /** Whether texts had a zone in a column that is TIMESTAMP. */
    public boolean isZoned() {
        return anyZone && type().equals(ColumnType.TIMESTAMP);
    }

    /** What is to be said of the columns whose texts had a zone; empty where none had. */
    public static String zonesInWords(Map<String, ColumnGuess> columns) {
        String zoned = columns.entrySet().stream()
                .filter(column -> column.getValue().isZoned())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        return zoned.isEmpty() ? "" : "times with a zone are in UTC now (" + zoned + ")";
    }

    public ColumnType type() {
        if (!any) {
            return ColumnType.VARCHAR;
        } else if (fitsBoolean) {
            return ColumnType.BOOLEAN;
        } else if (fitsBigint) {
            return ColumnType.BIGINT;
        } else if (fitsDouble && !allWhole) {
            boolean exact =
                    fitsDecimal && !anyNegativeZero && wholeDigits + scale <= ColumnType.MAX_LONG_DECIMAL_PRECISION;
            return exact ? ColumnType.decimal(ColumnType.MAX_LONG_DECIMAL_PRECISION, scale) : ColumnType.DOUBLE;
        } else if (fitsDate) {
            return ColumnType.DATE;
        }
        return fitsTimestamp ? ColumnType.TIMESTAMP : ColumnType.VARCHAR;
    }
}
