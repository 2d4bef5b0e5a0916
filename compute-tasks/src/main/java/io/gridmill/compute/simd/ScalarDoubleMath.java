package io.gridmill.compute.simd;

import static io.gridmill.compute.simd.MathConstants.*;

/** A value at a time. */
final class ScalarDoubleMath implements DoubleMath {
    @Override
    public void exp(double[] x, double[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = exp(x[i]);
        }
    }

    @Override
    public void log(double[] x, double[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = log(x[i]);
        }
    }

    @Override
    public void normalCdf(double[] x, double[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = normalCdf(x[i]);
        }
    }

    static double exp(double value) {
        double x = Math.min(Math.max(value, EXP_MIN), EXP_MAX);
        double shifted = x * LOG2_E + ROUND;
        double k = shifted - ROUND;
        double hi = x - k * LN2_HI;
        double lo = k * LN2_LO;
        double r = hi - lo;
        double t = r * r;
        double c = r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
        double y = 1 - ((lo - r * c / (2 - c)) - hi);
        long bits = Double.doubleToRawLongBits(y) + (Double.doubleToRawLongBits(shifted) - ROUND_BITS << MANTISSA);
        return Double.longBitsToDouble(bits);
    }

    static double log(double x) {
        long bits = Double.doubleToRawLongBits(x);
        long exponent = bits - SQRT_HALF_BITS >> MANTISSA;
        double f = Double.longBitsToDouble(bits - (exponent << MANTISSA)) - 1;
        double k = Double.longBitsToDouble(exponent + ROUND_BITS) - ROUND;
        double s = f / (2 + f);
        double z = s * s;
        double r = z * (L1 + z * (L2 + z * (L3 + z * (L4 + z * (L5 + z * (L6 + z * L7))))));
        double half = f * f * 0.5;
        return k * LN2_HI - ((half - (s * (half + r) + k * LN2_LO)) - f);
    }

    static double normalCdf(double x) {
        double size = Math.abs(x);
        double e = exp(size * size * -0.5);
        double a = (((((A6 * size + A5) * size + A4) * size + A3) * size + A2) * size + A1) * size + A0;
        double b = ((((((B7 * size + B6) * size + B5) * size + B4) * size + B3) * size + B2) * size + B1) * size + B0;
        double fraction = size + 1 / (size + 2 / (size + 3 / (size + 4 / (size + 0.65))));
        double tail = size < CDF_FAR ? e * a / b : e / fraction / SQRT_2_PI;
        tail = size > CDF_ZERO ? 0 : tail;
        return x > 0 ? 1 - tail : tail;
    }

    @Override
    public void normals(long seed, long stream, int first, int count, double[] a, double[] b) {
        for (int i = 0; i < count; i++) {
            long c0 = (long) first + i;
            long c1 = stream & LOW;
            long c2 = stream >>> 32;
            long c3 = 0;
            int k0 = (int) seed;
            int k1 = (int) (seed >>> 32);
            for (int round = 0; round < PHILOX_ROUNDS; round++) {
                long p0 = PHILOX_M0 * c0;
                long p1 = PHILOX_M1 * c2;
                c0 = p1 >>> 32 ^ c1 ^ k0 & LOW;
                c1 = p1 & LOW;
                c2 = p0 >>> 32 ^ c3 ^ k1 & LOW;
                c3 = p0 & LOW;
                k0 += PHILOX_W0;
                k1 += PHILOX_W1;
            }
            double u = Double.longBitsToDouble((c1 << 32 | c0) >>> 12 | ONE_BITS) - BELOW_ONE;
            double turn = Double.longBitsToDouble((c3 << 32 | c2) >>> 12 | ONE_BITS) - 1;
            double radius = Math.sqrt(log(u) * -2);
            double shifted = turn * 4 + ROUND;
            long quarter = Double.doubleToRawLongBits(shifted) - ROUND_BITS;
            double angle = (turn * 4 - (shifted - ROUND)) * HALF_PI;
            double z = angle * angle;
            double sin = angle + angle * z * (S1 + z * (S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)))));
            double cos = 1 - (z * 0.5 - z * z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * (C5 + z * C6))))));
            boolean odd = (quarter & 1) != 0;
            a[i] = radius * negatedIf(odd ? sin : cos, quarter + 1);
            b[i] = radius * negatedIf(odd ? cos : sin, quarter);
        }
    }

    /** Negated when the second bit is set. */
    private static double negatedIf(double value, long bits) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(value) ^ (bits & 2) << 62);
    }

    @Override
    public boolean addFixed(double[] terms, int count, long[] sums, int from) {
        boolean fits = true;
        for (int i = 0; i < count; i++) {
            double term = terms[i];
            fits &= Math.abs(term) < FIXED_LIMIT;
            sums[from + i] += Double.doubleToRawLongBits(term * (1 / FIXED_UNIT) + ROUND) - ROUND_BITS;
        }
        return fits;
    }
}
