package io.gridmill.compute.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;

/** 128-bit two's complement integers as a high and a low word. */
public final class Wide {
    private static final BigInteger LIMIT = BigInteger.TEN.pow(38);
    private static final long LIMIT_HIGH = LIMIT.shiftRight(64).longValue();
    private static final long LIMIT_LOW = LIMIT.longValue();

    private Wide() {}

    public static int compare(long aHigh, long aLow, long bHigh, long bLow) {
        return aHigh != bHigh ? Long.compare(aHigh, bHigh) : Long.compareUnsigned(aLow, bLow);
    }

    /** Compares decimals of different scales. */
    public static int compare(long aHigh, long aLow, int aScale, long bHigh, long bLow, int bScale) {
        if (aScale == bScale) {
            return compare(aHigh, aLow, bHigh, bLow);
        }
        return decimal(aHigh, aLow, aScale).compareTo(decimal(bHigh, bLow, bScale));
    }

    /** Whether at most 38 decimal digits hold it. */
    public static boolean fits38(long high, long low) {
        if (high < 0) {
            low = -low;
            high = ~high + (low == 0 ? 1 : 0);
        }
        return high >= 0 && compare(high, low, LIMIT_HIGH, LIMIT_LOW) < 0;
    }

    public static boolean fitsLong(long high, long low) {
        return high == low >> 63;
    }

    public static BigInteger toBigInteger(long high, long low) {
        return BigInteger.valueOf(high).shiftLeft(64).or(BigInteger.valueOf(low).and(MASK));
    }

    private static final BigInteger MASK = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    public static long high(BigInteger value) {
        return value.shiftRight(64).longValue();
    }

    public static long low(BigInteger value) {
        return value.longValue();
    }

    public static BigDecimal decimal(long high, long low, int scale) {
        return fitsLong(high, low) ? BigDecimal.valueOf(low, scale) : new BigDecimal(toBigInteger(high, low), scale);
    }
}
