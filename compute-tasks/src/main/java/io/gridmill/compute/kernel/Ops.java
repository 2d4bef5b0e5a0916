package io.gridmill.compute.kernel;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * What generated code calls: small static methods, inlined by the JVM. Those that can fail take the place of their expression
 * and throw {@link KernelFailure}.
 */
public final class Ops {
    /** Least unscaled decimal that has more than 18 digits. */
    public static final long DECIMAL_LIMIT = 1_000_000_000_000_000_000L;

    private static final long[] POWERS = new long[19];
    private static final double[] DOUBLE_POWERS = new double[39];
    private static final long EXACT_DOUBLE = 1L << 53;

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
        for (int i = 0; i < DOUBLE_POWERS.length; i++) {
            DOUBLE_POWERS[i] = Double.parseDouble("1e" + i);
        }
    }

    private Ops() {}

    /** 10 to the power of {@code digits}, 0 to 18. */
    public static long power(int digits) {
        return POWERS[digits];
    }

    // ---- integers ----

    public static long add(long a, long b, int place) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            throw overflow(place, a + " + " + b, "BIGINT");
        }
        return sum;
    }

    public static long subtract(long a, long b, int place) {
        long difference = a - b;
        if (((a ^ b) & (a ^ difference)) < 0) {
            throw overflow(place, a + " - " + b, "BIGINT");
        }
        return difference;
    }

    public static long multiply(long a, long b, int place) {
        long product = a * b;
        if (Math.multiplyHigh(a, b) != product >> 63) {
            throw overflow(place, a + " * " + b, "BIGINT");
        }
        return product;
    }

    public static long divide(long a, long b, int place) {
        if (b == 0) {
            throw divisionByZero(place, Long.toString(a));
        }
        if (b == -1 && a == Long.MIN_VALUE) {
            throw overflow(place, a + " / -1", "BIGINT");
        }
        return a / b;
    }

    public static long remainder(long a, long b, int place) {
        if (b == 0) {
            throw divisionByZero(place, Long.toString(a));
        }
        return a % b;
    }

    /** Checks the result of an integer type of the given width. */
    public static long fit(long value, int bits, int place) {
        if (value != value << (64 - bits) >> (64 - bits)) {
            throw overflow(place, Long.toString(value), bits == 8 ? "TINYINT" : bits == 16 ? "SMALLINT" : "INTEGER");
        }
        return value;
    }

    public static long negate(long a, int place) {
        if (a == Long.MIN_VALUE) {
            throw overflow(place, "-(" + a + ")", "BIGINT");
        }
        return -a;
    }

    // ---- decimals in a long ----

    public static long fitDecimal(long value, int place) {
        if (value >= DECIMAL_LIMIT || value <= -DECIMAL_LIMIT) {
            throw overflow(place, "unscaled " + value, "18 decimal digits");
        }
        return value;
    }

    public static long addDecimal(long a, long b, int place) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            throw overflow(place, "unscaled " + a + " + " + b, "18 decimal digits");
        }
        return fitDecimal(sum, place);
    }

    public static long subtractDecimal(long a, long b, int place) {
        long difference = a - b;
        if (((a ^ b) & (a ^ difference)) < 0) {
            throw overflow(place, "unscaled " + a + " - " + b, "18 decimal digits");
        }
        return fitDecimal(difference, place);
    }

    public static long multiplyDecimal(long a, long b, int place) {
        long product = a * b;
        if (Math.multiplyHigh(a, b) != product >> 63 || product >= DECIMAL_LIMIT || product <= -DECIMAL_LIMIT) {
            throw overflow(place, "unscaled " + a + " * " + b, "18 decimal digits");
        }
        return product;
    }

    /** Gives a value more digits behind the point. */
    public static long rescale(long value, long power, int place) {
        long scaled = value * power;
        if (Math.multiplyHigh(value, power) != scaled >> 63) {
            throw overflow(place, "unscaled " + value + " * " + power, "18 decimal digits");
        }
        return scaled;
    }

    /** A 128-bit operand of arithmetic, which must fit 18 digits. */
    public static long narrow(long high, long low, int place) {
        if (!Wide.fitsLong(high, low)) {
            throw overflow(place, "unscaled " + Wide.toBigInteger(high, low), "18 decimal digits");
        }
        return fitDecimal(low, place);
    }

    // ---- doubles ----

    /** {@code a < b} where NaN equals itself and is greater than all numbers. */
    public static boolean lt(double a, double b) {
        return a < b || Double.isNaN(b) && !Double.isNaN(a);
    }

    public static boolean le(double a, double b) {
        return a <= b || Double.isNaN(b);
    }

    public static boolean eq(double a, double b) {
        return a == b || Double.isNaN(a) && Double.isNaN(b);
    }

    /** Bits that are equal exactly when the values are. */
    public static long key(double value) {
        return Double.doubleToLongBits(value + 0.0);
    }

    public static double divide(double a, double b, int place) {
        if (b == 0) {
            throw divisionByZero(place, Double.toString(a));
        }
        return a / b;
    }

    public static double remainder(double a, double b, int place) {
        if (b == 0) {
            throw divisionByZero(place, Double.toString(a));
        }
        return a % b;
    }

    public static double toDouble(long unscaled, int scale) {
        return unscaled / DOUBLE_POWERS[scale];
    }

    public static double toDouble(long high, long low, int scale) {
        if (Wide.fitsLong(high, low) && Math.abs(low) < EXACT_DOUBLE) {
            return toDouble(low, scale);
        }
        return Wide.decimal(high, low, scale).doubleValue();
    }

    /** A sum over a count, correctly rounded. */
    public static double average(long high, long low, int scale, long count) {
        double divisor = count * DOUBLE_POWERS[scale];
        if (Wide.fitsLong(high, low) && low < EXACT_DOUBLE && low > -EXACT_DOUBLE && divisor < EXACT_DOUBLE) {
            return low / divisor;
        }
        return Wide.decimal(high, low, scale)
                .divide(BigDecimal.valueOf(count), new MathContext(40, RoundingMode.HALF_EVEN))
                .doubleValue();
    }

    // ---- strings ----

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    // ---- failures ----

    private static KernelFailure overflow(int place, String got, String type) {
        return new KernelFailure(place, "overflow: the result must fit " + type + ", got " + got);
    }

    private static KernelFailure divisionByZero(int place, String dividend) {
        return new KernelFailure(place, "division by zero: the divisor must not be 0, dividend is " + dividend);
    }
}
