package io.gridmill.compute.run;

import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.GroupCode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups by the small numbers of their keys, where a kernel has such: {@code slices[number >>> shift][number & (1 << shift) - 1]}. Numbers in a
 * known range mean the same in all chunks, so what they find lasts. Dictionary codes do not: small maps by code are filled anew for each
 * chunk, and where other keys have many values, there is a lasting slice of these for each combination of strings, and a chunk says which
 * slice its codes mean.
 */
final class GroupMap {
    /** Entries of a map that is filled anew for each chunk. */
    private static final int LARGEST_CHUNK_MAP = 1 << 16;

    private static final int MOST_SLICES = 1 << 12;
    private static final int MOST_NUMBERS = 1 << 25;
    private static final int ONE_SLICE = 31;
    private static final int[][] NONE = {};

    /** What kernels read; of no length when the keys of the chunk have no numbers, or too many. */
    int[][] slices = NONE;

    int shift = ONE_SLICE;
    final int[] strides;
    final int[] nulls;

    /** Whether all numbers that ever were put here are still found: then one that is not was never put. */
    private boolean remembersAll = true;

    private final Budget budget;
    private int[] lasting = {};
    private int[] ofChunk = {};

    private final Map<List<Integer>, int[]> known = new HashMap<>();
    /** Stands for slices without any group yet, and stays empty. */
    private int[] empty = {};

    private List<Integer>[] strings = noStrings(0);
    private int chargedSlices;

    /** @param keys how many the grouping has */
    GroupMap(int keys, Budget budget) {
        this.budget = budget;
        this.strides = new int[keys];
        this.nulls = new int[keys];
    }

    /** @param readers of the kernel's inputs; not looked at when no input is a dictionary */
    void begin(List<GroupCode> codes, InputReader[] readers) {
        slices = NONE;
        shift = ONE_SLICE;
        long plain = stridesOfPlainKeys(codes);
        long coded = 1;
        for (GroupCode code : codes) {
            if (code.dictionary() >= 0) {
                coded = Math.min(Integer.MAX_VALUE, coded * (readers[code.dictionary()].dictionarySize() + 1L));
            }
        }
        if (codes.isEmpty() || plain > MOST_NUMBERS) {
            remembersAll = false;
            return;
        }
        boolean dictionaries = codes.stream().anyMatch(code -> code.dictionary() >= 0);
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros((int) plain - 1);
        if (!dictionaries) {
            last(plain);
        } else if (GroupCode.sliced(codes) && coded <= MOST_SLICES && coded << bits <= MOST_NUMBERS) {
            slice(codes, readers, bits, (int) coded);
        } else if (plain * coded <= LARGEST_CHUNK_MAP) {
            stridesOfDictionaries(codes, readers, (int) plain);
            fillAnew((int) (plain * coded));
            remembersAll = false;
        }
        remembersAll &= isUsable();
    }

    /** The keys that are no dictionary codes count fastest. */
    private long stridesOfPlainKeys(List<GroupCode> codes) {
        long size = 1;
        for (int k = 0; k < codes.size(); k++) {
            if (codes.get(k).dictionary() < 0) {
                strides[k] = (int) Math.min(Integer.MAX_VALUE, size);
                nulls[k] = codes.get(k).size();
                size *= nulls[k] + 1L;
            }
        }
        return size;
    }

    private void stridesOfDictionaries(List<GroupCode> codes, InputReader[] readers, int first) {
        int stride = first;
        for (int k = 0; k < codes.size(); k++) {
            int dictionary = codes.get(k).dictionary();
            if (dictionary >= 0) {
                strides[k] = stride;
                nulls[k] = readers[dictionary].dictionarySize();
                stride *= nulls[k] + 1;
            }
        }
    }

    private void last(long size) {
        if (lasting.length < size) {
            if (!budget.tryCharge(4 * size)) {
                return;
            }
            remembersAll &= lasting.length == 0 && known.isEmpty();
            lasting = new int[(int) size];
            Arrays.fill(lasting, -1);
        }
        slices = new int[][] {lasting};
    }

    private void fillAnew(int size) {
        if (ofChunk.length < size) {
            ofChunk = new int[size];
        }
        Arrays.fill(ofChunk, 0, size, -1);
        slices = new int[][] {ofChunk};
    }

    private void slice(List<GroupCode> codes, InputReader[] readers, int bits, int count) {
        if (empty.length != 1 << bits) {
            if (!budget.tryCharge(4L << bits)) {
                return;
            }
            remembersAll &= lasting.length == 0 && known.isEmpty();
            empty = new int[1 << bits];
            Arrays.fill(empty, -1);
            known.clear();
        }
        stridesOfDictionaries(codes, readers, 1);
        strings = noStrings(count);
        int[][] found = new int[count][];
        int unknown = 0;
        for (int number = 0; number < count; number++) {
            strings[number] = strings(codes, readers, number);
            found[number] = known.getOrDefault(strings[number], empty);
            unknown += found[number] == empty ? 1 : 0;
        }
        int more = known.size() + unknown - chargedSlices;
        if (more > 0) {
            if (!budget.tryCharge(4L * more << bits)) {
                return;
            }
            chargedSlices += more;
        }
        for (int k = 0; k < codes.size(); k++) {
            if (codes.get(k).dictionary() >= 0) {
                strides[k] <<= bits;
            }
        }
        shift = bits;
        slices = found;
    }

    /** The strings, as numbers of the lane's pool, that a combination of codes means; -1 is NULL. */
    private List<Integer> strings(List<GroupCode> codes, InputReader[] readers, int number) {
        Integer[] ids = new Integer[codes.size()];
        for (int k = 0; k < ids.length; k++) {
            int dictionary = codes.get(k).dictionary();
            int code = dictionary < 0 ? 0 : number / strides[k] % (nulls[k] + 1);
            ids[k] = dictionary < 0 || code == nulls[k] ? -1 : readers[dictionary].idOf(code);
        }
        return List.of(ids);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static List<Integer>[] noStrings(int count) {
        return new List[count];
    }

    boolean isUsable() {
        return slices.length > 0;
    }

    boolean remembersAll() {
        return remembersAll;
    }

    /** The group of a number, or what was put there, or -1. */
    int get(int number) {
        return slices[number >>> shift][number & (int) ((1L << shift) - 1)];
    }

    void put(int number, int group) {
        int slice = number >>> shift;
        if (slices[slice] == empty) {
            slices[slice] = empty.clone();
            known.put(strings[slice], slices[slice]);
        }
        slices[slice][number & (int) ((1L << shift) - 1)] = group;
    }
}
