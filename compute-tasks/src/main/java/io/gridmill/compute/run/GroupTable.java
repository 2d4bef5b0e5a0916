package io.gridmill.compute.run;

import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.Hash;
import java.util.Arrays;

/**
 * Numbers distinct keys of one or more longs from 0, in the order in which they come; the keys stand densely by number. Keys that the caller
 * knows to be new are added without a look, and are made findable when somebody looks. Keys of one word
 * are looked up in an array by their value as long as they are not too sparse, others by open addressing over group numbers. A table of one
 * word has no place for a NULL mask, so NULL is a group of its own there.
 */
final class GroupTable {
    /** Entries of the array by value for each key that there is. */
    private static final long MOST_SPARSE = 16;

    private static final long LARGEST_ARRAY = 1 << 26;

    private final int words;
    private final Budget budget;
    private long[] keys;
    private int[] table = new int[1024];
    private int mask = table.length - 1;
    private int size;
    /** Keys below that number can be found. */
    private int findable;

    private int nullGroup = -1;
    /** Whether keys of one word are found by value. */
    private boolean dense;

    /** Group + 1 by value, or 0. */
    private int[] byValue = new int[0];

    private long firstValue;

    /** @param words longs a key, 0 for the one group of an aggregate without GROUP BY */
    GroupTable(int words, Budget budget) {
        this.words = words;
        this.budget = budget;
        this.keys = new long[256 * Math.max(words, 1)];
        this.dense = words == 1;
    }

    int size() {
        return size;
    }

    long word(int group, int word) {
        return keys[group * words + word];
    }

    /** Whether the group is the NULL of a key of one word. */
    boolean isNullGroup(int group) {
        return group == nullGroup;
    }

    /** Finds or adds the groups of keys of one word. */
    void find(long[] key, boolean[] nul, int count, int[] groups) {
        makeFindable();
        reserve(count);
        if (dense && covers(key, nul, count)) {
            findByValue(key, nul, count, groups);
            findable = size;
            return;
        }
        for (int j = 0; j < count; j++) {
            if (nul[j]) {
                groups[j] = groupOfNull();
                continue;
            }
            long value = key[j];
            int i = Hash.of(value) & mask;
            int group;
            while ((group = table[i] - 1) >= 0 && keys[group] != value) {
                i = i + 1 & mask;
            }
            if (group < 0) {
                group = size++;
                table[i] = group + 1;
                keys[group] = value;
            }
            groups[j] = group;
        }
        findable = size;
    }

    /** Adds keys of one word, each of which is new and comes once. */
    void add(long[] key, boolean[] nul, int count) {
        reserveKeys(count);
        for (int j = 0; j < count; j++) {
            if (nul[j]) {
                nullGroup = size + j;
            }
            keys[size + j] = key[j];
        }
        size += count;
    }

    /** Adds keys of several words, {@code key[word][row]}, each of which is new and comes once. */
    void add(long[][] key, int count) {
        reserveKeys(count);
        for (int j = 0; j < count; j++) {
            for (int w = 0; w < words; w++) {
                keys[(size + j) * words + w] = key[w][j];
            }
        }
        size += count;
    }

    private void makeFindable() {
        if (findable < size && dense) {
            makeFindableByValue();
        } else if (findable < size) {
            rehashFor(size);
        }
        findable = size;
    }

    private void makeFindableByValue() {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int group = findable; group < size; group++) {
            if (group != nullGroup) {
                min = Math.min(min, keys[group]);
                max = Math.max(max, keys[group]);
            }
        }
        if (covers(min, max, 0)) {
            for (int group = findable; group < size; group++) {
                if (group != nullGroup) {
                    byValue[(int) (keys[group] - firstValue)] = group + 1;
                }
            }
        }
    }

    private void findByValue(long[] key, boolean[] nul, int count, int[] groups) {
        for (int j = 0; j < count; j++) {
            if (nul[j]) {
                groups[j] = groupOfNull();
                continue;
            }
            int i = (int) (key[j] - firstValue);
            int group = byValue[i] - 1;
            if (group < 0) {
                group = size++;
                byValue[i] = group + 1;
                keys[group] = key[j];
            }
            groups[j] = group;
        }
    }

    private int groupOfNull() {
        if (nullGroup < 0) {
            nullGroup = size++;
        }
        return nullGroup;
    }

    private boolean covers(long[] key, boolean[] nul, int count) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int j = 0; j < count; j++) {
            if (!nul[j]) {
                min = Math.min(min, key[j]);
                max = Math.max(max, key[j]);
            }
        }
        return covers(min, max, count);
    }

    /**
     * Makes the array hold all keys and {@code count} more, or, where they are too sparse for one, fills the hash table and says no.
     *
     * @param least of the keys that come; greater than {@code greatest} when none does
     */
    private boolean covers(long least, long greatest, int count) {
        long min = byValue.length == 0 ? least : Math.min(least, firstValue);
        long max = byValue.length == 0 ? greatest : Math.max(greatest, firstValue + byValue.length - 1);
        boolean any = min <= max;
        long span = max - min + 1;
        boolean tooWide = any && span <= 0; // More than a long counts.
        if (!any || !tooWide && span == byValue.length) {
            return true;
        }
        boolean tooSparse = tooWide || span > Math.min(MOST_SPARSE * (size + (long) count), LARGEST_ARRAY);
        if (tooSparse || !grow(min, max, span)) {
            dense = false;
            budget.release(4L * byValue.length);
            byValue = new int[0];
            table = new int[0];
            reserve(count);
            return false;
        }
        return true;
    }

    /** With room towards the side on which keys were added; not when the budget has better uses. */
    private boolean grow(long min, long max, long span) {
        int length = (int) Math.min(LARGEST_ARRAY, span + (span >> 1));
        boolean downwards = byValue.length > 0 && min < firstValue;
        long first = downwards ? max - length + 1 : min;
        if (downwards ? first > min : first + length - 1 < first) {
            first = min; // At the ends of the longs there is no room.
            length = (int) span;
        }
        if (!budget.tryCharge(4L * (length - byValue.length))) {
            return false;
        }
        int[] larger = new int[length];
        if (byValue.length > 0) {
            System.arraycopy(byValue, 0, larger, (int) (firstValue - first), byValue.length);
        }
        byValue = larger;
        firstValue = first;
        return true;
    }

    /** Finds or adds the groups of keys of several words, {@code key[word][row]}. */
    void find(long[][] key, int count, int[] groups) {
        makeFindable();
        reserve(count);
        for (int j = 0; j < count; j++) {
            long hash = 0;
            for (int w = 0; w < words; w++) {
                hash = Hash.combine(hash, key[w][j]);
            }
            int i = (int) (hash ^ hash >>> 32) & mask;
            int group;
            while ((group = table[i] - 1) >= 0 && !same(group, key, j)) {
                i = i + 1 & mask;
            }
            if (group < 0) {
                group = size++;
                table[i] = group + 1;
                for (int w = 0; w < words; w++) {
                    keys[group * words + w] = key[w][j];
                }
            }
            groups[j] = group;
        }
        findable = size;
    }

    private boolean same(int group, long[][] key, int row) {
        for (int w = 0; w < words; w++) {
            if (keys[group * words + w] != key[w][row]) {
                return false;
            }
        }
        return true;
    }

    /** Room for {@code more} groups, so that finding does not have to look. */
    private void reserve(int more) {
        reserveKeys(more);
        long wanted = (long) size + more;
        if (!dense && wanted * 2 > table.length) {
            rehashFor(wanted);
        }
    }

    private void rehashFor(long wanted) {
        int length = Math.max(table.length, Integer.highestOneBit((int) Math.min(wanted * 2, 1 << 29)) * 2);
        budget.charge(4L * (length - table.length), "groups or distinct values");
        rehash(length);
    }

    private void reserveKeys(int more) {
        long wanted = (long) size + more;
        if (wanted * words > keys.length) {
            long length = Math.max(wanted * words, keys.length + (keys.length >> 1));
            if (length > Integer.MAX_VALUE - 16) {
                budget.charge(Long.MAX_VALUE / 2, "groups or distinct values");
            }
            budget.charge(8 * (length - keys.length), "groups or distinct values");
            keys = Arrays.copyOf(keys, (int) length);
        }
    }

    private void rehash(int length) {
        int[] larger = new int[length];
        int largerMask = length - 1;
        for (int group = 0; group < size; group++) {
            if (group == nullGroup) {
                continue;
            }
            int i;
            if (words == 1) {
                i = Hash.of(keys[group]) & largerMask;
            } else {
                long hash = 0;
                for (int w = 0; w < words; w++) {
                    hash = Hash.combine(hash, keys[group * words + w]);
                }
                i = (int) (hash ^ hash >>> 32) & largerMask;
            }
            while (larger[i] != 0) {
                i = i + 1 & largerMask;
            }
            larger[i] = group + 1;
        }
        table = larger;
        mask = largerMask;
    }
}
