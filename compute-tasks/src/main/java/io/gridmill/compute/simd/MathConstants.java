package io.gridmill.compute.simd;

/**
 * What both forms of {@link DoubleMath} compute with. Logarithm, exponential, sine and cosine: the polynomials of fdlibm (Sun Microsystems,
 * 1993). Normal distribution: Hart's algorithm 5666 as given by West, Better Approximations to Cumulative Normal Functions, Wilmott 2005.
 */
final class MathConstants {
    /** Added to a small number, it leaves the nearest whole number in the last bits. */
    static final double ROUND = 0x1.8p52;

    static final long ROUND_BITS = Double.doubleToRawLongBits(ROUND);
    static final long ONE_BITS = Double.doubleToRawLongBits(1.0);
    static final long SQRT_HALF_BITS = Double.doubleToRawLongBits(Math.sqrt(0.5));
    static final int MANTISSA = 52;

    static final double LN2_HI = 6.93147180369123816490e-01;
    static final double LN2_LO = 1.90821492927058770002e-10;
    static final double LOG2_E = 1.44269504088896338700e+00;

    static final double L1 = 6.666666666666735130e-01;
    static final double L2 = 3.999999999940941908e-01;
    static final double L3 = 2.857142874366239149e-01;
    static final double L4 = 2.222219843214978396e-01;
    static final double L5 = 1.818357216161805012e-01;
    static final double L6 = 1.531383769920937332e-01;
    static final double L7 = 1.479819860511658591e-01;

    static final double EXP_MIN = -708;
    static final double EXP_MAX = 709;
    static final double P1 = 1.66666666666666019037e-01;
    static final double P2 = -2.77777777770155933842e-03;
    static final double P3 = 6.61375632143793436117e-05;
    static final double P4 = -1.65339022054652515390e-06;
    static final double P5 = 4.13813679705723846039e-08;

    static final double HALF_PI = Math.PI / 2;
    static final double S1 = -1.66666666666666324348e-01;
    static final double S2 = 8.33333333332248946124e-03;
    static final double S3 = -1.98412698298579493134e-04;
    static final double S4 = 2.75573137070700676789e-06;
    static final double S5 = -2.50507602534068634195e-08;
    static final double S6 = 1.58969099521155010221e-10;
    static final double C1 = 4.16666666666666019037e-02;
    static final double C2 = -1.38888888888741095749e-03;
    static final double C3 = 2.48015872894767294178e-05;
    static final double C4 = -2.75573143513906633035e-07;
    static final double C5 = 2.08757232129817482790e-09;
    static final double C6 = -1.13596475577881948265e-11;

    static final double CDF_FAR = 7.07106781186547;
    static final double CDF_ZERO = 37;
    static final double SQRT_2_PI = 2.506628274631000502415765;
    static final double A0 = 220.206867912376;
    static final double A1 = 221.213596169931;
    static final double A2 = 112.079291497871;
    static final double A3 = 33.912866078383;
    static final double A4 = 6.37396220353165;
    static final double A5 = 0.700383064443688;
    static final double A6 = 3.52624965998911E-02;
    static final double B0 = 440.413735824752;
    static final double B1 = 793.826512519948;
    static final double B2 = 637.333633378831;
    static final double B3 = 296.564248779674;
    static final double B4 = 86.7807322029461;
    static final double B5 = 16.064177579207;
    static final double B6 = 1.75566716318264;
    static final double B7 = 8.83883476483184E-02;

    static final int PHILOX_ROUNDS = 10;
    static final long PHILOX_M0 = 0xD2511F53L;
    static final long PHILOX_M1 = 0xCD9E8D57L;
    static final int PHILOX_W0 = 0x9E3779B9;
    static final int PHILOX_W1 = 0xBB67AE85;
    /** Of two rounds, modulo 2^32. */
    static final int PHILOX_2_W0 = 0x3C6EF372;

    static final int PHILOX_2_W1 = 0x76CF5D0A;
    static final long LOW = 0xFFFFFFFFL;
    /** {@code 1 - 2^-53}: what is in [1, 2) less this is in (0, 1). */
    static final double BELOW_ONE = 0x1.fffffffffffffp-1;

    private MathConstants() {}
}
