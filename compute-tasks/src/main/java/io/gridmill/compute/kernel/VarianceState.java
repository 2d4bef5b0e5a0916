package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.AggregateFunction;
import io.gridmill.core.schema.ColumnType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Variances of integers and unscaled decimals, from their number, exact sum and exact sum of squares (192 bits), so that the answer is the
 * same to the last bit however rows are cut into shares.
 */
public final class VarianceState extends State {
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);

    private final BigInteger unit;
    private final CountState counts = new CountState();
    private final SumState sums = new SumState(0);
    /** Words of the squares' sums, lowest first, unsigned. */
    private long[] low = {};

    private long[] middle = {};
    private long[] high = {};

    /** @param scale of the values */
    public VarianceState(int scale) {
        this.unit = BigInteger.TEN.pow(2 * scale);
    }

    @Override
    public void ensure(int groups, Budget budget) {
        counts.ensure(groups, budget);
        sums.ensure(groups, budget);
        if (groups > low.length) {
            int size = grown(low.length, groups);
            budget.charge(24L * (size - low.length), "groups");
            low = Arrays.copyOf(low, size);
            middle = Arrays.copyOf(middle, size);
            high = Arrays.copyOf(high, size);
        }
    }

    public void add(int group, long value) {
        counts.n[group]++;
        sums.add(group, value);
        addSquares(group, value * value, Math.multiplyHigh(value, value), 0);
    }

    private void addSquares(int group, long a, long b, long c) {
        long sum = low[group] + a;
        low[group] = sum;
        long carried = middle[group] + (Long.compareUnsigned(sum, a) < 0 ? 1 : 0);
        long carry = carried == 0 && Long.compareUnsigned(sum, a) < 0 ? 1 : 0;
        long next = carried + b;
        middle[group] = next;
        high[group] += c + carry + (Long.compareUnsigned(next, b) < 0 ? 1 : 0);
    }

    @Override
    public List<ColumnType> partialTypes() {
        List<ColumnType> types = new ArrayList<>(counts.partialTypes());
        types.addAll(sums.partialTypes());
        types.addAll(List.of(ColumnType.BIGINT, ColumnType.BIGINT, ColumnType.BIGINT));
        return types;
    }

    @Override
    public void store(int first, int count, Slot[] out, int column) {
        counts.store(first, count, out, column);
        sums.store(first, count, out, column + 1);
        System.arraycopy(low, first, out[column + 2].l, 0, count);
        System.arraycopy(middle, first, out[column + 3].l, 0, count);
        System.arraycopy(high, first, out[column + 4].l, 0, count);
        for (int c = column + 2; c < column + 5; c++) {
            Arrays.fill(out[c].nul, 0, count, false);
        }
    }

    @Override
    public void merge(int[] groups, int count, Slot[] in, int column) {
        counts.merge(groups, count, in, column);
        sums.merge(groups, count, in, column + 1);
        for (int i = 0; i < count; i++) {
            addSquares(groups[i], in[column + 2].l[i], in[column + 3].l[i], in[column + 4].l[i]);
        }
    }

    @Override
    public void addAll(int[] groups, Slot values, int count) {
        for (int j = 0; j < count; j++) {
            if (!values.nul[j]) {
                add(groups[j], values.l[j]);
            }
        }
    }

    @Override
    public void result(AggregateFunction function, int first, int count, Slot out) {
        for (int i = 0; i < count; i++) {
            long n = counts.n[first + i];
            long divisor = DoubleVarianceState.divisor(function, n);
            out.nul[i] = divisor == 0;
            out.d[i] = divisor == 0 ? 0 : DoubleVarianceState.finish(function, variance(first + i, n, divisor));
        }
    }

    /** (n Σx² - (Σx)²) / n / divisor, in integers up to the last division. */
    private double variance(int group, long n, long divisor) {
        BigInteger squares = unsigned(high[group])
                .multiply(WORD)
                .add(unsigned(middle[group]))
                .multiply(WORD)
                .add(unsigned(low[group]));
        BigInteger sum = sums.value(group);
        BigInteger count = BigInteger.valueOf(n);
        BigInteger above = count.multiply(squares).subtract(sum.multiply(sum));
        BigInteger below = count.multiply(BigInteger.valueOf(divisor)).multiply(unit);
        return above.doubleValue() / below.doubleValue();
    }

    private static BigInteger unsigned(long word) {
        BigInteger value = BigInteger.valueOf(word);
        return word < 0 ? value.add(WORD) : value;
    }
}
