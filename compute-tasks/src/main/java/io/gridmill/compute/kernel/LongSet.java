package io.gridmill.compute.kernel;

import java.util.Arrays;

/** An immutable set of longs: a short list is compared, a long one hashed. */
public final class LongSet {
    private static final int SHORT = 4;

    private final long[] table;
    private final int mask;
    private final boolean hasZero;

    public LongSet(long[] values) {
        if (values.length <= SHORT) {
            table = values.clone();
            mask = 0;
            hasZero = false;
        } else {
            int size = Integer.highestOneBit(values.length * 4 - 1);
            table = new long[size];
            mask = size - 1;
            hasZero = Arrays.stream(values).anyMatch(value -> value == 0);
            for (long value : values) {
                int i = Hash.of(value) & mask;
                while (table[i] != 0 && table[i] != value) {
                    i = i + 1 & mask;
                }
                table[i] = value;
            }
        }
    }

    public boolean contains(long value) {
        if (mask == 0) {
            boolean found = false;
            for (long candidate : table) {
                found |= candidate == value;
            }
            return found;
        }
        if (value == 0) {
            return hasZero;
        }
        int i = Hash.of(value) & mask;
        while (table[i] != 0) {
            if (table[i] == value) {
                return true;
            }
            i = i + 1 & mask;
        }
        return false;
    }
}
