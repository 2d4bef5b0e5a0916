package io.gridmill.compute.risk;

import io.gridmill.compute.simd.DoubleMath;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.task.CancelToken;

/**
 * Gains and losses of positions in simulated markets. Each underlying moves as a geometric Brownian motion without drift, driven by a number
 * that all share in a market and one of its own; a position's gain is the second-order approximation from its delta, gamma and theta. Sums
 * by market are exact over gains rounded to {@link DoubleMath#FIXED_UNIT}.
 */
final class Scenarios {
    private static final int BLOCK = 512;
    /** The stream of what all share; a position with this id would move with the market. */
    private static final long MARKET = Long.MIN_VALUE;

    private final RiskParameters parameters;
    private final DoubleMath math;
    private final double[] market;
    private final ExactSums sums;
    private final double[] first = new double[BLOCK];
    private final double[] second = new double[BLOCK];
    private int terms;

    Scenarios(RiskParameters parameters, DoubleMath math) {
        this.parameters = parameters;
        this.math = math;
        this.sums = new ExactSums(parameters.paths());
        this.market = new double[parameters.paths()];
        int half = parameters.paths() / 2;
        double weight = Math.sqrt(parameters.correlation());
        for (int from = 0; from < half; from += BLOCK) {
            int count = Math.min(BLOCK, half - from);
            math.normals(parameters.seed(), MARKET, from, count, first, second);
            for (int i = 0; i < count; i++) {
                market[from + i] = weight * first[i];
                market[half + from + i] = weight * second[i];
            }
        }
    }

    void add(Positions positions, BlackScholes prices, CancelToken cancel) {
        for (int row = 0; row < positions.count; row++) {
            cancel.check();
            if (terms == ExactSums.MOST_TERMS) {
                settle();
            }
            terms++;
            add(positions, prices, row);
        }
    }

    private void add(Positions positions, BlackScholes prices, int row) {
        int half = parameters.paths() / 2;
        double years = parameters.horizonYears();
        double own = Math.sqrt(1 - parameters.correlation());
        double spread = positions.volatility[row] * Math.sqrt(years);
        double drift = -0.5 * spread * spread;
        double spot = positions.spot[row];
        double quantity = positions.quantity[row];
        double byMove = quantity * prices.delta[row] * spot;
        double bySquare = 0.5 * quantity * prices.gamma[row] * spot * spot;
        double byTime = quantity * prices.theta[row] * years;
        boolean fits = true;
        for (int from = 0; from < half; from += BLOCK) {
            int count = Math.min(BLOCK, half - from);
            math.normals(parameters.seed(), positions.id[row], from, count, first, second);
            gains(first, from, count, own, spread, drift, byMove, bySquare, byTime);
            gains(second, half + from, count, own, spread, drift, byMove, bySquare, byTime);
            fits &= math.addFixed(first, count, sums.recent, from);
            fits &= math.addFixed(second, count, sums.recent, half + from);
        }
        if (!fits) {
            throw GridmillException.data("a position's gain must be below " + DoubleMath.FIXED_LIMIT
                    + " in every market, it is not [position=" + positions.id[row] + "]");
        }
    }

    /** Turns a position's own normal numbers into its gains in the markets from {@code from}. */
    private void gains(
            double[] numbers,
            int from,
            int count,
            double own,
            double spread,
            double drift,
            double byMove,
            double bySquare,
            double byTime) {
        for (int i = 0; i < count; i++) {
            numbers[i] = drift + spread * (market[from + i] + own * numbers[i]);
        }
        math.exp(numbers, numbers, count);
        for (int i = 0; i < count; i++) {
            double move = numbers[i] - 1;
            numbers[i] = byMove * move + bySquare * move * move + byTime;
        }
    }

    /** The sum of each market, settled. */
    ExactSums settle() {
        sums.settle();
        terms = 0;
        return sums;
    }
}
