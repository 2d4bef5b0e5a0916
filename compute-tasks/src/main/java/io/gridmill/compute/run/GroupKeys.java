package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.Ops;
import io.gridmill.compute.kernel.Slot;
import java.util.Arrays;
import java.util.List;

/**
 * Groups by the values of several slots: turns them into words that are equal exactly when SQL takes the values for one group (NULLs are
 * one, NaN is one, -0.0 is 0.0) and back.
 */
final class GroupKeys {
    /**
     * A key.
     *
     * @param repr of the slots that are looked up
     * @param pooled whether those slots may hold numbers of the pool instead
     */
    record Key(Repr repr, boolean pooled) {}

    private static final byte[] EMPTY = {};

    private final List<Key> keys;
    private final StringPool pool;
    private final GroupTable table;
    private final long[][] words;
    private final int maskWord;

    GroupKeys(List<Key> keys, StringPool pool, Budget budget) {
        this.keys = List.copyOf(keys);
        this.pool = pool;
        int count = keys.stream()
                .mapToInt(key -> key.repr() == Repr.WIDE && !key.pooled() ? 2 : 1)
                .sum();
        this.maskWord = count > 1 ? count : -1;
        int all = count > 1 ? count + (keys.size() + 63) / 64 : count;
        this.table = new GroupTable(all, budget);
        this.words = new long[all][0];
    }

    int size() {
        return table.size();
    }

    /** Finds or adds the groups of {@code count} rows, at most a block. */
    void find(Slot[] slots, int count, int[] groups) {
        if (isWord(slots)) {
            table.find(slots[0].l, slots[0].nul, count, groups);
            return;
        }
        makeWords(slots, count);
        if (maskWord >= 0) {
            table.find(words, count, groups);
        } else {
            table.find(words[0], slots[0].nul, count, groups);
        }
    }

    /** Adds groups of {@code count} rows, at most a block, each of which is new and comes once: numbered from {@link #size()}. */
    void add(Slot[] slots, int count) {
        if (isWord(slots)) {
            table.add(slots[0].l, slots[0].nul, count);
            return;
        }
        makeWords(slots, count);
        if (maskWord >= 0) {
            table.add(words, count);
        } else {
            table.add(words[0], slots[0].nul, count);
        }
    }

    private boolean isWord(Slot[] slots) {
        return words.length == 1 && form(keys.get(0), slots[0]) == Repr.LONG;
    }

    /** A slot may be wider than its key, as the column's type has it. */
    private static Repr form(Key key, Slot slot) {
        return key.pooled() ? slot.repr : key.repr();
    }

    private void makeWords(Slot[] slots, int count) {
        for (int word = 0; word < words.length && words[word].length < count; word++) {
            words[word] = new long[Math.min(Block.ROWS, Math.max(count, 2 * words[word].length))];
        }
        int w = 0;
        if (maskWord >= 0) {
            for (int m = maskWord; m < words.length; m++) {
                Arrays.fill(words[m], 0, count, 0);
            }
        }
        for (int k = 0; k < keys.size(); k++) {
            Slot slot = slots[k];
            boolean[] slotNul = slot.nul;
            long[] out = words[w];
            Key key = keys.get(k);
            switch (form(key, slot)) {
                case LONG -> {
                    for (int j = 0; j < count; j++) {
                        out[j] = slotNul[j] ? 0 : slot.l[j];
                    }
                }
                case WIDE -> {
                    long[] high = words[++w];
                    for (int j = 0; j < count; j++) {
                        out[j] = slotNul[j] ? 0 : slot.l[j];
                        high[j] = slotNul[j] ? 0 : slot.h[j];
                    }
                }
                case DOUBLE -> {
                    for (int j = 0; j < count; j++) {
                        out[j] = slotNul[j] ? 0 : Ops.key(slot.d[j]);
                    }
                }
                case BOOL -> {
                    for (int j = 0; j < count; j++) {
                        out[j] = !slotNul[j] && slot.b[j] ? 1 : 0;
                    }
                }
                case STRING -> {
                    for (int j = 0; j < count; j++) {
                        out[j] = slotNul[j] ? 0 : pool.intern(slot.s[j]);
                    }
                }
            }
            if (maskWord >= 0) {
                long bit = 1L << (k & 63);
                long[] nulls = words[maskWord + (k >> 6)];
                for (int j = 0; j < count; j++) {
                    nulls[j] |= slotNul[j] ? bit : 0;
                }
            }
            w++;
        }
    }

    /** Writes the values of key {@code k} of groups from {@code first} into rows 0 .. count; strings as strings. */
    void store(int k, int first, int count, Slot out) {
        int w = 0;
        for (int before = 0; before < k; before++) {
            w += keys.get(before).repr() == Repr.WIDE && !keys.get(before).pooled() ? 2 : 1;
        }
        Key key = keys.get(k);
        for (int j = 0; j < count; j++) {
            int group = first + j;
            boolean isNull = maskWord < 0
                    ? table.isNullGroup(group)
                    : (table.word(group, maskWord + (k >> 6)) >>> (k & 63) & 1) != 0;
            out.nul[j] = isNull;
            long word = isNull ? 0 : table.word(group, w);
            switch (out.repr) {
                case LONG -> out.l[j] = word;
                case WIDE -> {
                    out.l[j] = word;
                    out.h[j] = isNull ? 0 : key.repr() == Repr.WIDE ? table.word(group, w + 1) : word >> 63;
                }
                case DOUBLE -> out.d[j] = Double.longBitsToDouble(word);
                case BOOL -> out.b[j] = word != 0;
                case STRING -> out.s[j] = isNull ? EMPTY : pool.get((int) word);
            }
        }
    }
}
