package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.AggregateFunction;
import io.gridmill.core.schema.ColumnType;
import java.util.Arrays;
import java.util.List;

/**
 * Sums of doubles as an unevaluated pair, the running sum and what rounding has lost of it (Knuth's two-sum), so that the order of
 * rows and the cut into shares hardly show.
 */
public final class DoubleSumState extends State {
    public double[] hi = {};
    public double[] lo = {};

    @Override
    public void ensure(int groups, Budget budget) {
        if (groups > hi.length) {
            int size = grown(hi.length, groups);
            budget.charge(16L * (size - hi.length), "groups");
            hi = Arrays.copyOf(hi, size);
            lo = Arrays.copyOf(lo, size);
        }
    }

    public void add(int group, double value) {
        double old = hi[group];
        double sum = old + value;
        double part = sum - old;
        lo[group] += (old - (sum - part)) + (value - part);
        hi[group] = sum;
    }

    @Override
    public List<ColumnType> partialTypes() {
        return List.of(ColumnType.DOUBLE, ColumnType.DOUBLE);
    }

    @Override
    public void store(int first, int count, Slot[] out, int column) {
        System.arraycopy(hi, first, out[column].d, 0, count);
        System.arraycopy(lo, first, out[column + 1].d, 0, count);
        Arrays.fill(out[column].nul, 0, count, false);
        Arrays.fill(out[column + 1].nul, 0, count, false);
    }

    @Override
    public void merge(int[] groups, int count, Slot[] in, int column) {
        for (int i = 0; i < count; i++) {
            add(groups[i], in[column].d[i]);
            lo[groups[i]] += in[column + 1].d[i];
        }
    }

    /** Where a sum left the finite numbers, the lost part means nothing. */
    @Override
    public void result(AggregateFunction function, int first, int count, Slot out) {
        for (int i = 0; i < count; i++) {
            double high = hi[first + i];
            out.d[i] = Double.isFinite(high) ? high + lo[first + i] : high;
            out.nul[i] = false;
        }
    }

    @Override
    public void addAll(int[] groups, Slot values, int count) {
        for (int j = 0; j < count; j++) {
            if (!values.nul[j]) {
                add(groups[j], values.d[j]);
            }
        }
    }
}
