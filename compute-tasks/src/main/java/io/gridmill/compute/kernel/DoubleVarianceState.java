package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.AggregateFunction;
import io.gridmill.core.schema.ColumnType;
import java.util.ArrayList;
import java.util.List;

/**
 * Variances of doubles, from their number, sum and sum of squares, both sums unevaluated pairs of about 106 bits: squares are taken without loss
 * (fused multiply-add), so that the difference of the sums is good to a double's digits even where it is 10^-14 of them, and
 * the cut into shares hardly shows. Squares that leave the range of a double give NaN.
 */
public final class DoubleVarianceState extends State {
    private final CountState counts = new CountState();
    private final DoubleSumState sums = new DoubleSumState();
    private final DoubleSumState squares = new DoubleSumState();

    @Override
    public void ensure(int groups, Budget budget) {
        counts.ensure(groups, budget);
        sums.ensure(groups, budget);
        squares.ensure(groups, budget);
    }

    public void add(int group, double value) {
        counts.n[group]++;
        sums.add(group, value);
        double square = value * value;
        squares.add(group, square);
        squares.lo[group] += Math.fma(value, value, -square);
    }

    @Override
    public List<ColumnType> partialTypes() {
        List<ColumnType> types = new ArrayList<>(counts.partialTypes());
        types.addAll(sums.partialTypes());
        types.addAll(squares.partialTypes());
        return types;
    }

    @Override
    public void store(int first, int count, Slot[] out, int column) {
        counts.store(first, count, out, column);
        sums.store(first, count, out, column + 1);
        squares.store(first, count, out, column + 3);
    }

    @Override
    public void merge(int[] groups, int count, Slot[] in, int column) {
        counts.merge(groups, count, in, column);
        sums.merge(groups, count, in, column + 1);
        squares.merge(groups, count, in, column + 3);
    }

    @Override
    public void addAll(int[] groups, Slot values, int count) {
        for (int j = 0; j < count; j++) {
            if (!values.nul[j]) {
                add(groups[j], values.d[j]);
            }
        }
    }

    @Override
    public void result(AggregateFunction function, int first, int count, Slot out) {
        for (int i = 0; i < count; i++) {
            long n = counts.n[first + i];
            long divisor = divisor(function, n);
            out.nul[i] = divisor == 0;
            out.d[i] = divisor == 0 ? 0 : finish(function, deviations(first + i, n) / divisor);
        }
    }

    /** Σx² - (Σx)² / n. */
    private double deviations(int group, long n) {
        double sumHigh = sums.hi[group] + sums.lo[group];
        double sumLow = sums.lo[group] - (sumHigh - sums.hi[group]);
        double product = sumHigh * sumHigh;
        double productLow = Math.fma(sumHigh, sumHigh, -product) + 2 * sumHigh * sumLow;
        double quotient = product / n;
        double quotientLow = (Math.fma(-quotient, n, product) + productLow) / n;
        double high = squares.hi[group];
        double difference = high - quotient;
        double part = difference - high;
        double lost = (high - (difference - part)) - (quotient + part);
        double result = difference + (lost + squares.lo[group] - quotientLow);
        return Double.isNaN(result) ? Double.NaN : Math.max(0, result);
    }

    /** By what the sum of squared deviations is divided; 0 where the result is NULL. */
    static long divisor(AggregateFunction function, long n) {
        boolean sample = function == AggregateFunction.VAR_SAMP || function == AggregateFunction.STDDEV_SAMP;
        return sample ? Math.max(0, n - 1) : n;
    }

    static double finish(AggregateFunction function, double variance) {
        boolean root = function == AggregateFunction.STDDEV_POP || function == AggregateFunction.STDDEV_SAMP;
        return root ? Math.sqrt(variance) : variance;
    }
}
