package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Repr;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.ColumnType;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * Exact sums of integers and unscaled decimals: {@code hi * 2^64 + lo}, with {@code lo} signed, so that adding a long touches {@code hi}
 * only when {@code lo} overflows.
 */
public final class SumState extends State {
    public long[] lo = {};
    /** Of no length until a sum leaves a long. */
    private long[] hi = {};

    private final int scale;

    public SumState(int scale) {
        this.scale = scale;
    }

    @Override
    public void ensure(int groups, Budget budget) {
        if (groups > lo.length) {
            int size = grown(lo.length, groups);
            budget.charge(16L * (size - lo.length), "groups");
            lo = Arrays.copyOf(lo, size);
            hi = hi.length == 0 ? hi : Arrays.copyOf(hi, size);
        }
    }

    /** To be called when adding {@code value} to {@code lo[group]} wrapped. */
    public void spill(int group, long value) {
        addHigh(group, value < 0 ? -1 : 1);
    }

    private void addHigh(int group, long value) {
        if (hi.length == 0) {
            hi = new long[lo.length];
        }
        try {
            hi[group] = Math.addExact(hi[group], value);
        } catch (ArithmeticException e) {
            throw tooLarge();
        }
    }

    /** Adds a long. */
    public void add(int group, long value) {
        long old = lo[group];
        long sum = old + value;
        lo[group] = sum;
        if (((old ^ sum) & (value ^ sum)) < 0) {
            spill(group, value);
        }
    }

    /** Adds a 128-bit value. */
    public void add(int group, long high, long low) {
        long words = high + (low < 0 ? 1 : 0);
        if (words != 0) {
            addHigh(group, words);
        }
        add(group, low);
    }

    BigInteger value(int group) {
        BigInteger low = BigInteger.valueOf(lo[group]);
        return hi.length == 0
                ? low
                : BigInteger.valueOf(hi[group]).shiftLeft(64).add(low);
    }

    private static GridmillException tooLarge() {
        return GridmillException.data("SUM must fit 38 digits, got more");
    }

    @Override
    public List<ColumnType> partialTypes() {
        return List.of(ColumnType.decimal(ColumnType.MAX_DECIMAL_PRECISION, scale));
    }

    @Override
    public void store(int first, int count, Slot[] out, int column) {
        Slot slot = out[column];
        for (int i = 0; i < count; i++) {
            long low = lo[first + i];
            long high = (hi.length == 0 ? 0 : hi[first + i]) + (low < 0 ? -1 : 0);
            if (!Wide.fits38(high, low)) {
                throw tooLarge();
            }
            slot.l[i] = low;
            slot.h[i] = high;
            slot.nul[i] = false;
        }
    }

    @Override
    public void merge(int[] groups, int count, Slot[] in, int column) {
        Slot slot = in[column];
        for (int i = 0; i < count; i++) {
            add(groups[i], slot.h[i], slot.l[i]);
        }
    }

    @Override
    public void addAll(int[] groups, Slot values, int count) {
        for (int j = 0; j < count; j++) {
            if (!values.nul[j]) {
                add(groups[j], values.repr == Repr.WIDE ? values.h[j] : values.l[j] >> 63, values.l[j]);
            }
        }
    }
}
