package io.gridmill.loaders.columns;

import io.gridmill.core.batch.CellText;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Locale;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is done to each value of a file's column, held as a long, before it is a value of the load's: exact, or the value is bad.
 * Floating point is held as raw bits. Not thread-safe, for its bad values.
 */
public final class Conversion {
    /** One step: the new value, or a marker when the value is bad. */
    private interface Step {
        long apply(long value);
    }

    private static final long NANOS_OF_MICRO = 1000;
    private static final long MICROS_OF_DAY = 86_400_000_000L;
    private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
    private static final long[] TENS = new long[ColumnType.MAX_LONG_DECIMAL_PRECISION + 1];

    static {
        TENS[0] = 1;
        for (int i = 1; i < TENS.length; i++) {
            TENS[i] = 10 * TENS[i - 1];
        }
    }

    private final BadValues bad;
    private final @Nullable Step step;

    private Conversion(BadValues bad, @Nullable Step step) {
        this.bad = bad;
        this.step = step;
    }

    /** Changes values in place. */
    public void apply(long[] values, int from, int count) {
        Step each = step;
        if (each == null) {
            return;
        }
        for (int i = from; i < from + count; i++) {
            if (!bad.isMarker(values[i])) {
                values[i] = each.apply(values[i]);
            }
        }
    }

    /** This, and then what the load's type asks of the values of the file's. */
    public Conversion then(ColumnType from, ColumnType to) {
        Step second = between(from, to, bad);
        Step first = step;
        if (first == null || second == null) {
            return new Conversion(bad, first == null ? second : first);
        }
        return new Conversion(bad, value -> {
            long once = first.apply(value);
            return bad.isMarker(once) ? once : second.apply(once);
        });
    }

    public static Conversion none(BadValues bad) {
        return new Conversion(bad, null);
    }

    /** Unsigned whole numbers of so many bits; those of 64 are bad beyond the greatest long. */
    public static Conversion unsigned(int bits, BadValues bad) {
        if (bits < Long.SIZE) {
            long mask = (1L << bits) - 1;
            return new Conversion(bad, value -> value & mask);
        }
        return new Conversion(
                bad,
                value -> value >= 0
                        ? value
                        : bad.remember(Long.toUnsignedString(value), "is out of range of BIGINT (up to 2^63 - 1)"));
    }

    /** A number of so many microseconds, as microseconds. */
    public static Conversion microsTimes(long factor, BadValues bad) {
        return new Conversion(bad, value -> {
            long micros = value * factor;
            return Math.multiplyHigh(value, factor) == micros >> 63 && micros > BadValues.LAST_MARKER
                    ? micros
                    : bad.remember(
                            value + (factor == 1000 ? " milliseconds" : " seconds"),
                            "is out of range of TIMESTAMP (64 bits of microseconds)");
        });
    }

    /** Nanoseconds, as microseconds; bad when they are not whole. */
    public static Conversion nanos(BadValues bad) {
        return new Conversion(bad, value -> {
            long micros = Math.floorDiv(value, NANOS_OF_MICRO);
            return micros * NANOS_OF_MICRO == value ? micros : notWholeMicros(value, bad);
        });
    }

    private static long notWholeMicros(long nanos, BadValues bad) {
        long second = Math.floorDiv(nanos, 1_000_000_000L);
        String text = CellText.timestamp(second * 1_000_000)
                + String.format(Locale.ROOT, ".%09d", Math.floorMod(nanos, 1_000_000_000L));
        return bad.remember(text, "has nanoseconds, which TIMESTAMP does not hold: it has microseconds");
    }

    /** Whether a column of one type can be loaded as another, value by value. */
    public static boolean exists(ColumnType from, ColumnType to) {
        return from.equals(to)
                || from.isInteger() && (to.isInteger() || isLongDecimal(to))
                || isLongDecimal(from) && isLongDecimal(to) && to.scale() >= from.scale()
                || from.kind() == Kind.REAL && to.kind() == Kind.DOUBLE;
    }

    private static boolean isLongDecimal(ColumnType type) {
        return type.kind() == Kind.DECIMAL && type.precision() <= ColumnType.MAX_LONG_DECIMAL_PRECISION;
    }

    private static @Nullable Step between(ColumnType from, ColumnType to, BadValues bad) {
        if (to.kind() == Kind.DATE) {
            return day -> day >= FIRST_DAY && day <= LAST_DAY
                    ? day
                    : bad.remember("day " + day + " from 1970", "is out of range of DATE (0001-01-01 to 9999-12-31)");
        } else if (to.kind() == Kind.TIMESTAMP) {
            return micros -> micros >= FIRST_DAY * MICROS_OF_DAY && micros < (LAST_DAY + 1) * MICROS_OF_DAY
                    ? micros
                    : bad.remember(
                            "microsecond " + micros + " from 1970",
                            "is out of range of TIMESTAMP (the days from 0001-01-01 to 9999-12-31)");
        } else if (from.equals(to)) {
            return null;
        } else if (to.kind() == Kind.DOUBLE) {
            return bits -> Double.doubleToRawLongBits(Float.intBitsToFloat((int) bits));
        } else if (to.isInteger()) {
            return bits(from) <= bits(to) ? null : within(-1L << bits(to) - 1, ~(-1L << bits(to) - 1), to, bad);
        }
        int shift = to.scale() - from.scale();
        long factor = TENS[shift];
        long most = TENS[to.precision() - shift] - 1;
        LongFunction<String> text = value -> CellText.decimal(value, from.scale());
        return value -> value >= -most && value <= most
                ? value * factor
                : bad.remember(text.apply(value), "is out of range of " + to);
    }

    private static Step within(long least, long most, ColumnType type, BadValues bad) {
        return value -> value >= least && value <= most
                ? value
                : bad.remember(Long.toString(value), "is out of range of " + type + " (" + least + " to " + most + ")");
    }

    private static int bits(ColumnType integer) {
        return 8 * FixedValues.width(integer);
    }

    /** An unscaled decimal that comes as 16 bytes or fewer; bad when it has more digits than its type. */
    public static long decimal(long high, long low, ColumnType type, BadValues bad) {
        long most = TENS[type.precision()] - 1;
        if (high == low >> 63 && low >= -most && low <= most) {
            return low;
        }
        String text = new BigDecimal(
                        BigInteger.valueOf(high).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low))),
                        type.scale())
                .toPlainString();
        return bad.remember(text, "has more digits than " + type + " holds");
    }
}
