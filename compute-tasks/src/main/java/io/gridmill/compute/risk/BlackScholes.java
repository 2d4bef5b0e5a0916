package io.gridmill.compute.risk;

import io.gridmill.compute.simd.DoubleMath;

/**
 * Values and Greeks of European options without dividends, for one unit each (Black and Scholes 1973, Merton 1973). Time is in years, so theta
 * is a year's; vega and rho are for a change of 1.
 */
final class BlackScholes {
    final double[] value = new double[Positions.MOST];
    final double[] delta = new double[Positions.MOST];
    final double[] gamma = new double[Positions.MOST];
    final double[] vega = new double[Positions.MOST];
    final double[] theta = new double[Positions.MOST];
    final double[] rho = new double[Positions.MOST];

    private static final double ROOT_2_PI = 2.506628274631000502415765;

    private final DoubleMath math;
    private final double[] spread = new double[Positions.MOST];
    private final double[] d1 = new double[Positions.MOST];
    private final double[] d2 = new double[Positions.MOST];
    private final double[] density = new double[Positions.MOST];
    private final double[] discounted = new double[Positions.MOST];

    BlackScholes(DoubleMath math) {
        this.math = math;
    }

    void price(Positions p) {
        int count = p.count;
        for (int i = 0; i < count; i++) {
            spread[i] = p.volatility[i] * Math.sqrt(p.years[i]);
            d1[i] = p.spot[i] / p.strike[i];
            discounted[i] = -p.rate[i] * p.years[i];
        }
        math.log(d1, d1, count);
        math.exp(discounted, discounted, count);
        for (int i = 0; i < count; i++) {
            d1[i] = (d1[i] + p.rate[i] * p.years[i]) / spread[i] + 0.5 * spread[i];
            d2[i] = d1[i] - spread[i];
            density[i] = -0.5 * d1[i] * d1[i];
            discounted[i] = discounted[i] * p.strike[i];
        }
        math.exp(density, density, count);
        for (int i = 0; i < count; i++) {
            density[i] = density[i] / ROOT_2_PI;
            d1[i] = p.sign[i] * d1[i];
            d2[i] = p.sign[i] * d2[i];
        }
        math.normalCdf(d1, d1, count);
        math.normalCdf(d2, d2, count);
        for (int i = 0; i < count; i++) {
            double sign = p.sign[i];
            double spot = p.spot[i];
            double paid = discounted[i] * d2[i];
            double root = spread[i] / p.volatility[i];
            value[i] = sign * (spot * d1[i] - paid);
            delta[i] = sign * d1[i];
            gamma[i] = density[i] / (spot * spread[i]);
            vega[i] = spot * density[i] * root;
            theta[i] = -0.5 * spot * density[i] * p.volatility[i] / root - sign * p.rate[i] * paid;
            rho[i] = sign * p.years[i] * paid;
        }
    }
}
