package io.gridmill.compute.kernel;

import io.gridmill.core.schema.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** CAST, the part that is no plain widening. Each tells a value that does not fit. Decimals round half away from zero. */
public final class Casts {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private static final Pattern DECIMAL_NUMBER =
            Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    /** Characters of a text in a message. */
    private static final int LONGEST_SHOWN = 80;

    private Casts() {}

    public static long toInteger(long value, int bits, int place) {
        if (bits < 64 && value != value << (64 - bits) >> (64 - bits)) {
            throw failure(place, Long.toString(value), integerName(bits));
        }
        return value;
    }

    public static long decimalToInteger(long high, long low, int scale, int bits, int place) {
        BigDecimal rounded = Wide.decimal(high, low, scale).setScale(0, RoundingMode.HALF_UP);
        if (rounded.toBigInteger().bitLength() >= bits) {
            throw failure(place, Wide.decimal(high, low, scale).toPlainString(), integerName(bits));
        }
        return rounded.longValue();
    }

    /** To the nearest, ties to even. */
    public static long doubleToInteger(double value, int bits, int place) {
        double rounded = Math.rint(value);
        double limit = Math.scalb(1.0, bits - 1);
        if (!(rounded >= -limit && rounded < limit)) {
            throw failure(place, Double.toString(value), integerName(bits));
        }
        return (long) rounded;
    }

    public static double toReal(double value, int place) {
        double single = (float) value;
        if (Double.isInfinite(single) && !Double.isInfinite(value)) {
            throw failure(place, Double.toString(value), "REAL");
        }
        return single;
    }

    /** Between decimals of up to 18 digits and from integers. */
    public static long toDecimal(long high, long low, int fromScale, int precision, int scale, int place) {
        return toWideDecimal(Wide.decimal(high, low, fromScale), precision, scale, place)
                .longValue();
    }

    public static BigInteger toWideDecimal(BigDecimal value, int precision, int scale, int place) {
        BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_UP);
        if (rounded.precision() > precision) {
            throw failure(
                    place,
                    value.toPlainString(),
                    ColumnType.decimal(precision, scale).toString());
        }
        return rounded.unscaledValue();
    }

    public static BigDecimal toBigDecimal(double value, int precision, int scale, int place) {
        if (!Double.isFinite(value)) {
            throw failure(
                    place,
                    Double.toString(value),
                    ColumnType.decimal(precision, scale).toString());
        }
        return BigDecimal.valueOf(value);
    }

    public static BigDecimal toBigDecimal(byte[] text, String type, int place) {
        try {
            BigDecimal value = new BigDecimal(Ops.text(text).strip());
            if (Math.abs((long) value.scale()) < 1000) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw failure(place, text, type);
        }
        throw failure(place, text, type);
    }

    public static long toInteger(byte[] text, int bits, int place) {
        BigDecimal value = toBigDecimal(text, integerName(bits), place).setScale(0, RoundingMode.HALF_UP);
        if (value.toBigInteger().bitLength() >= bits) {
            throw failure(place, text, integerName(bits));
        }
        return value.longValue();
    }

    /** A decimal number, or {@code NaN} or {@code Infinity} with or without a sign, in any case. */
    public static double toDouble(byte[] text, int place) {
        String stripped = Ops.text(text).strip();
        if (DECIMAL_NUMBER.matcher(stripped).matches()) {
            return Double.parseDouble(stripped);
        }
        boolean negative = stripped.startsWith("-");
        String word =
                (negative || stripped.startsWith("+") ? stripped.substring(1) : stripped).toLowerCase(Locale.ROOT);
        return switch (word) {
            case "nan" -> Double.NaN;
            case "inf", "infinity" -> negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            default -> throw failure(place, text, "DOUBLE");
        };
    }

    public static boolean toBoolean(byte[] text, int place) {
        String stripped = Ops.text(text).strip();
        if (stripped.equalsIgnoreCase("true")) {
            return true;
        } else if (stripped.equalsIgnoreCase("false")) {
            return false;
        }
        throw failure(place, text, "BOOLEAN");
    }

    public static long toDate(byte[] text, int place) {
        try {
            long day = LocalDate.parse(Ops.text(text).strip()).toEpochDay();
            if (Dates.isDay(day)) {
                return day;
            }
        } catch (DateTimeException e) {
            throw failure(place, text, "DATE");
        }
        throw failure(place, text, "DATE");
    }

    /** {@code yyyy-MM-dd}, or with a time {@code HH:mm:ss} and up to 6 digits of a fraction, after a space or T. */
    public static long toTimestamp(byte[] text, int place) {
        String stripped = Ops.text(text).strip();
        try {
            LocalDateTime time = stripped.length() == 10
                    ? LocalDate.parse(stripped).atStartOfDay()
                    : LocalDateTime.parse(
                            stripped.length() > 10 && stripped.charAt(10) == ' '
                                    ? stripped.substring(0, 10) + "T" + stripped.substring(11)
                                    : stripped);
            if (time.getNano() % 1000 != 0) {
                throw failure(place, text, "TIMESTAMP, which has microseconds");
            } else if (Dates.isDay(time.toLocalDate().toEpochDay())) {
                return time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + time.getNano() / 1000;
            }
        } catch (DateTimeException e) {
            throw failure(place, text, "TIMESTAMP");
        }
        throw failure(place, text, "TIMESTAMP");
    }

    public static byte[] text(long value) {
        return Ops.utf8(Long.toString(value));
    }

    public static byte[] text(long high, long low, int scale) {
        return Ops.utf8(Wide.decimal(high, low, scale).toPlainString());
    }

    public static byte[] text(double value) {
        return Ops.utf8(Double.toString(value));
    }

    public static byte[] realText(double value) {
        return Ops.utf8(Float.toString((float) value));
    }

    public static byte[] text(boolean value) {
        return Ops.utf8(value ? "true" : "false");
    }

    public static byte[] dateText(long day) {
        return Ops.utf8(LocalDate.ofEpochDay(day).toString());
    }

    /** A fraction only where there is one, without trailing zeros. */
    public static byte[] timestampText(long micros) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), 0, ZoneOffset.UTC);
        long fraction = Math.floorMod(micros, 1_000_000L);
        String seconds = SECONDS.format(time);
        return Ops.utf8(
                fraction == 0
                        ? seconds
                        : seconds + "."
                                + String.format(Locale.ROOT, "%06d", fraction).replaceAll("0+$", ""));
    }

    private static String integerName(int bits) {
        return switch (bits) {
            case 8 -> "TINYINT";
            case 16 -> "SMALLINT";
            case 32 -> "INTEGER";
            default -> "BIGINT";
        };
    }

    private static KernelFailure failure(int place, byte[] text, String type) {
        String value = Ops.text(text);
        return failure(
                place,
                "'" + (value.length() > LONGEST_SHOWN ? value.substring(0, LONGEST_SHOWN) + "…" : value) + "'",
                type);
    }

    private static KernelFailure failure(int place, String value, String type) {
        return new KernelFailure(place, "CAST must find a value of " + type + ", got " + value);
    }
}
