package io.gridmill.compute.kernel;

import io.gridmill.core.schema.ColumnType;

/**
 * Functions of numbers, called by generated code. Logarithms and powers are {@link StrictMath}'s: the same on every machine, so that an
 * attempt on another node gives the same.
 */
public final class Numbers {
    private static final int MOST_DIGITS = ColumnType.MAX_LONG_DECIMAL_PRECISION;
    /** No double has so many digits in front of or behind the point. */
    private static final int MOST_DOUBLE_DIGITS = 330;

    private Numbers() {}

    public static long sign(double value) {
        return value > 0 ? 1 : value < 0 ? -1 : 0;
    }

    public static long sign(long high, long low) {
        return high != 0 ? Long.signum(high) : low == 0 ? 0 : 1;
    }

    /**
     * To {@code digits} behind the point, half away from zero.
     *
     * @param value unscaled, of {@code scale} digits behind the point
     * @param toScale digits behind the point of the result, at least {@code digits}
     */
    public static long round(long value, int scale, long digits, int toScale, int place) {
        if (digits >= scale) {
            return value;
        } else if (digits < scale - MOST_DIGITS) {
            return 0;
        }
        int cut = (int) (scale - digits);
        long unit = Ops.power(cut);
        long kept = value / unit;
        long rest = Math.abs(value % unit);
        if (rest >= unit - rest) {
            kept += value < 0 ? -1 : 1;
        }
        return Ops.rescale(kept, Ops.power((int) (toScale - digits)), place);
    }

    /** As {@link #round(long, int, long, int, int)}, towards zero. */
    public static long truncate(long value, int scale, long digits, int toScale, int place) {
        if (digits >= scale) {
            return value;
        } else if (digits < scale - MOST_DIGITS) {
            return 0;
        }
        return Ops.rescale(value / Ops.power((int) (scale - digits)), Ops.power((int) (toScale - digits)), place);
    }

    /** To so many digits behind the point, half away from zero. */
    public static double round(double value, long digits) {
        if (digits == 0 || !Double.isFinite(value)) {
            return round(value);
        }
        double power = power(digits);
        double scaled = digits > 0 ? value * power : value / power;
        if (!isUsable(scaled, power)) {
            return digits > 0 ? value : 0 * value;
        }
        double rounded = round(scaled);
        return digits > 0 ? rounded / power : rounded * power;
    }

    public static double truncate(double value, long digits) {
        if (digits == 0 || !Double.isFinite(value)) {
            return truncate(value);
        }
        double power = power(digits);
        double scaled = digits > 0 ? value * power : value / power;
        if (!isUsable(scaled, power)) {
            return digits > 0 ? value : 0 * value;
        }
        return digits > 0 ? truncate(scaled) / power : truncate(scaled) * power;
    }

    private static double power(long digits) {
        return StrictMath.pow(10, Math.min(Math.abs(digits), MOST_DOUBLE_DIGITS));
    }

    private static boolean isUsable(double scaled, double power) {
        return Double.isFinite(scaled) && Double.isFinite(power);
    }

    private static double round(double value) {
        double whole = truncate(value);
        return Math.abs(value - whole) >= 0.5 ? whole + Math.copySign(1, value) : whole;
    }

    private static double truncate(double value) {
        return Math.copySign(Math.floor(Math.abs(value)), value);
    }

    public static double sqrt(double value, int place) {
        if (value < 0) {
            throw new KernelFailure(place, "SQRT must have a number >= 0, got " + value);
        }
        return Math.sqrt(value);
    }

    public static double ln(double value, int place) {
        if (value <= 0) {
            throw new KernelFailure(place, "LN must have a number > 0, got " + value);
        }
        return StrictMath.log(value);
    }

    public static double log10(double value, int place) {
        if (value <= 0) {
            throw new KernelFailure(place, "LOG10 must have a number > 0, got " + value);
        }
        return StrictMath.log10(value);
    }

    public static double power(double base, double exponent, int place) {
        if (base == 0 && exponent < 0) {
            throw new KernelFailure(place, "POWER of 0 must have an exponent >= 0, got " + exponent);
        } else if (base < 0 && !Double.isInfinite(base) && exponent != Math.rint(exponent)) {
            throw new KernelFailure(
                    place, "POWER of a negative number must have a whole exponent, got " + base + " and " + exponent);
        }
        return StrictMath.pow(base, exponent);
    }
}
