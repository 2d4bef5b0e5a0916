package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Repr;
import io.gridmill.core.schema.ColumnType;
import java.util.Arrays;
import java.util.List;

/** MIN or MAX. An empty group holds the value that every other replaces. */
public final class ExtremeState extends State {
    private final boolean min;
    private final ColumnType type;
    private final Repr repr;
    /** LONG; 0 or 1 of BOOL; the low words of WIDE. */
    public long[] l = {};

    private long[] h = {};
    public double[] d = {};
    private byte[][] s = {};
    private int size;

    /** @param type column type of the value, whose representation partials have */
    public ExtremeState(boolean min, ColumnType type) {
        this.min = min;
        this.type = type;
        this.repr = Repr.of(type);
    }

    @Override
    public void ensure(int groups, Budget budget) {
        if (groups <= size) {
            return;
        }
        int old = size;
        size = grown(old, groups);
        budget.charge((repr == Repr.STRING ? 48L : repr == Repr.WIDE ? 16L : 8L) * (size - old), "groups");
        switch (repr) {
            case LONG, BOOL -> {
                l = Arrays.copyOf(l, size);
                Arrays.fill(l, old, size, empty());
            }
            case WIDE -> {
                l = Arrays.copyOf(l, size);
                h = Arrays.copyOf(h, size);
                Arrays.fill(l, old, size, min ? -1 : 0);
                Arrays.fill(h, old, size, min ? Long.MAX_VALUE : Long.MIN_VALUE);
            }
            case DOUBLE -> {
                d = Arrays.copyOf(d, size);
                Arrays.fill(d, old, size, min ? Double.NaN : Double.NEGATIVE_INFINITY);
            }
            case STRING -> s = Arrays.copyOf(s, size);
        }
    }

    private long empty() {
        return min ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    public void offer(int group, long value) {
        if (repr == Repr.WIDE) {
            offer(group, value >> 63, value);
        } else if (min ? value < l[group] : value > l[group]) {
            l[group] = value;
        }
    }

    public void offer(int group, long high, long low) {
        int order = Wide.compare(high, low, h[group], l[group]);
        if (min ? order < 0 : order > 0) {
            h[group] = high;
            l[group] = low;
        }
    }

    public void offer(int group, double value) {
        if (min ? Ops.lt(value, d[group]) : Ops.lt(d[group], value)) {
            d[group] = value;
        }
    }

    public void offer(int group, byte[] value) {
        byte[] held = s[group];
        if (held == value) {
            return;
        }
        if (held == null || (min ? Arrays.compareUnsigned(value, held) < 0 : Arrays.compareUnsigned(value, held) > 0)) {
            s[group] = value;
        }
    }

    @Override
    public List<ColumnType> partialTypes() {
        return List.of(type);
    }

    @Override
    public void store(int first, int count, Slot[] out, int column) {
        Slot slot = out[column];
        for (int i = 0; i < count; i++) {
            int group = first + i;
            slot.nul[i] = false;
            switch (repr) {
                case BOOL -> {
                    slot.b[i] = l[group] == 1;
                    slot.nul[i] = l[group] == empty();
                }
                case LONG -> {
                    slot.l[i] = l[group];
                    // Crosses as NULL, because a narrow column does not hold it; a true value of this size is what an
                    // empty group has anyway.
                    slot.nul[i] = l[group] == empty();
                }
                case WIDE -> {
                    slot.l[i] = l[group];
                    slot.h[i] = h[group];
                }
                case DOUBLE -> slot.d[i] = d[group];
                case STRING -> {
                    slot.s[i] = s[group];
                    slot.nul[i] = s[group] == null;
                }
            }
        }
    }

    @Override
    public void merge(int[] groups, int count, Slot[] in, int column) {
        Slot slot = in[column];
        for (int i = 0; i < count; i++) {
            if (!slot.nul[i]) {
                merge(groups[i], slot, i);
            }
        }
    }

    private void merge(int group, Slot slot, int row) {
        switch (repr) {
            case BOOL -> offer(group, slot.b[row] ? 1L : 0L);
            case LONG -> offer(group, slot.l[row]);
            case WIDE -> offer(group, slot.h[row], slot.l[row]);
            case DOUBLE -> offer(group, slot.d[row]);
            case STRING -> offer(group, slot.s[row]);
        }
    }

    @Override
    public void addAll(int[] groups, Slot values, int count) {
        for (int j = 0; j < count; j++) {
            if (!values.nul[j]) {
                merge(groups[j], values, j);
            }
        }
    }
}
