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

/** CAST, the part that is no plain widening. Each tells a value that does not fit. Decimals round half away from zero. */
public final class Casts {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

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
        String stripped = Ops.text(text).strip();
        try {
            BigDecimal value = new BigDecimal(stripped);
            if (Math.abs((long) value.scale()) < 1000) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw failure(place, "'" + Ops.text(text) + "'", type);
        }
        throw failure(place, "'" + Ops.text(text) + "'", type);
    }

    public static long toInteger(byte[] text, int bits, int place) {
        BigDecimal value = toBigDecimal(text, integerName(bits), place).setScale(0, RoundingMode.HALF_UP);
        if (value.toBigInteger().bitLength() >= bits) {
            throw failure(place, "'" + Ops.text(text) + "'", integerName(bits));
        }
        return value.longValue();
    }

    public static double toDouble(byte[] text, int place) {
        String stripped = Ops.text(text).strip();
        try {
            char last = stripped.isEmpty() ? ' ' : stripped.charAt(stripped.length() - 1);
            if (last != 'd' && last != 'D' && last != 'f' && last != 'F') {
                return Double.parseDouble(stripped);
            }
        } catch (NumberFormatException e) {
            throw failure(place, "'" + Ops.text(text) + "'", "DOUBLE");
        }
        throw failure(place, "'" + Ops.text(text) + "'", "DOUBLE");
    }

    public static boolean toBoolean(byte[] text, int place) {
        String stripped = Ops.text(text).strip();
        if (stripped.equalsIgnoreCase("true")) {
            return true;
        } else if (stripped.equalsIgnoreCase("false")) {
            return false;
        }
        throw failure(place, "'" + Ops.text(text) + "'", "BOOLEAN");
    }

    public static long toDate(byte[] text, int place) {
        try {
            return Dates.checkDay(LocalDate.parse(Ops.text(text).strip()).toEpochDay(), place);
        } catch (DateTimeException e) {
            throw failure(place, "'" + Ops.text(text) + "'", "DATE");
        }
    }

    /** {@code yyyy-MM-dd}, or with a time {@code HH:mm:ss} and up to 6 digits of a fraction, after a space or T. */
    public static long toTimestamp(byte[] text, int place) {
        String stripped = Ops.text(text).strip();
        try {
            if (stripped.length() == 10) {
                return Dates.checkDay(LocalDate.parse(stripped).toEpochDay(), place) * Dates.MICROS_PER_DAY;
            }
            LocalDateTime time = LocalDateTime.parse(
                    stripped.length() > 10 && stripped.charAt(10) == ' '
                            ? stripped.substring(0, 10) + "T" + stripped.substring(11)
                            : stripped);
            if (time.getNano() % 1000 != 0) {
                throw failure(place, "'" + stripped + "'", "TIMESTAMP, which has microseconds");
            }
            return Dates.checkMicros(time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + time.getNano() / 1000, place);
        } catch (DateTimeException e) {
            throw failure(place, "'" + Ops.text(text) + "'", "TIMESTAMP");
        }
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

    private static KernelFailure failure(int place, String value, String type) {
        return new KernelFailure(place, "CAST must find a value of " + type + ", got " + value);
    }
}
