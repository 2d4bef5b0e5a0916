package io.gridmill.compute.risk;

import io.gridmill.core.error.GridmillException;
import java.math.BigInteger;

/** Sums of values and Greeks over positions, exact over terms rounded to 2^-{@value #FRACTION_BITS}. */
final class Totals {
    static final int POSITIONS = 0;
    static final int VALUE = 1;
    static final int RHO = 6;
    static final int COUNT = 7;
    static final int FRACTION_BITS = 40;
    private static final double FRACTIONS = 0x1p40;

    private final ExactSums wholes = new ExactSums(COUNT);
    private final ExactSums fractions = new ExactSums(COUNT);
    private int terms;

    void add(Positions positions, BlackScholes prices) {
        double[][] measures = {prices.value, prices.delta, prices.gamma, prices.vega, prices.theta, prices.rho};
        for (int row = 0; row < positions.count; row++) {
            if (terms == ExactSums.MOST_TERMS) {
                settle();
            }
            terms++;
            wholes.recent[POSITIONS]++;
            for (int n = 0; n < measures.length; n++) {
                add(VALUE + n, positions.quantity[row] * measures[n][row], positions.id[row]);
            }
        }
    }

    private void add(int item, double term, long position) {
        if (!(Math.abs(term) < ExactSums.ROOM)) {
            throw GridmillException.data("a position's value and Greeks must be below " + (double) ExactSums.ROOM
                    + " in size, got " + term + " [position=" + position + "]");
        }
        double whole = Math.rint(term);
        wholes.recent[item] += (long) whole;
        fractions.recent[item] += (long) Math.rint((term - whole) * FRACTIONS);
    }

    private void settle() {
        wholes.settle();
        fractions.settle();
        terms = 0;
    }

    /** In units of 2^-40. */
    BigInteger sum(int item) {
        settle();
        return wholes.sum(item).shiftLeft(FRACTION_BITS).add(fractions.sum(item));
    }
}
