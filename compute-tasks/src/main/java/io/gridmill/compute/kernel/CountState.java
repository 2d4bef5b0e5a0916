package io.gridmill.compute.kernel;

import io.gridmill.core.schema.ColumnType;
import java.util.Arrays;
import java.util.List;

/** Counts. */
public final class CountState extends State {
    public long[] n = {};

    @Override
    public void ensure(int groups, Budget budget) {
        if (groups > n.length) {
            int size = grown(n.length, groups);
            budget.charge(8L * (size - n.length), "groups");
            n = Arrays.copyOf(n, size);
        }
    }

    @Override
    public List<ColumnType> partialTypes() {
        return List.of(ColumnType.BIGINT);
    }

    @Override
    public void store(int first, int count, Slot[] out, int column) {
        System.arraycopy(n, first, out[column].l, 0, count);
        Arrays.fill(out[column].nul, 0, count, false);
    }

    @Override
    public void merge(int[] groups, int count, Slot[] in, int column) {
        long[] more = in[column].l;
        for (int i = 0; i < count; i++) {
            n[groups[i]] += more[i];
        }
    }

    @Override
    public void addAll(int[] groups, Slot values, int count) {
        for (int j = 0; j < count; j++) {
            if (!values.nul[j]) {
                n[groups[j]]++;
            }
        }
    }
}
