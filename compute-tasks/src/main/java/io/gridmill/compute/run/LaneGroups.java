package io.gridmill.compute.run;

import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.CompiledKernel;
import io.gridmill.compute.kernel.CountState;
import io.gridmill.compute.kernel.GroupCode;
import io.gridmill.compute.kernel.Kernel;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.compute.kernel.State;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers one grouping from rows. Where the keys are few small numbers (dictionary codes, narrow integers), a row finds its group in an array
 * by these; the array is filled through the table when a combination is first seen.
 */
final class LaneGroups {
    /** Entries of a map that is filled anew for each chunk. */
    private static final int LARGEST_CHUNK_MAP = 1 << 16;

    private static final int[] NO_MAP = {};

    final Groups groups;

    private final int number;
    private final Budget budget;
    private final int[] of = new int[Block.ROWS];
    private final int[] without = new int[Block.ROWS + 1];
    private final int[] missing = new int[Block.ROWS];
    private final int[] found = new int[Block.ROWS];
    private final int[] strides;
    private final int[] nulls;
    /** What the kernel updates, with the rows last; none when only the groups matter. */
    private final State[] states;

    private final Map<CompiledKernel, CountState> rowCounts = new HashMap<>();
    /** Group by the keys' numbers; of no length when the kernel of the chunk cannot number keys. */
    private int[] map = NO_MAP;

    private int[] lastingMap = NO_MAP;
    private int[] chunkMap = NO_MAP;
    private @Nullable CountState rows;

    /** @param number of the grouping */
    LaneGroups(Groups groups, int number, int gathered, Budget budget) {
        this.groups = groups;
        this.number = number;
        this.budget = budget;
        this.strides = new int[groups.grouping.keys().size()];
        this.nulls = new int[strides.length];
        boolean gathers = groups.grouping.givesRows() && gathered > 0;
        this.states = gathers ? Arrays.copyOf(groups.states.states, gathered + 1) : new State[0];
    }

    /** @param readers of the kernel's inputs; not looked at when no input is a dictionary */
    void begin(CompiledKernel kernel, InputReader[] readers) {
        if (states.length > 0) {
            rows = rowCounts.computeIfAbsent(kernel, k -> new CountState());
            states[states.length - 1] = rows;
        }
        map = strides.length == 0 ? NO_MAP : mapFor(kernel.groupCodes().get(number), readers);
    }

    /** A map that knows the groups seen so far where numbers mean the same in all chunks, and an empty one where dictionaries give them. */
    private int[] mapFor(List<GroupCode> codes, InputReader[] readers) {
        boolean ofChunk = false;
        long size = codes.isEmpty() ? 0 : 1;
        for (int k = 0; k < codes.size(); k++) {
            GroupCode code = codes.get(k);
            int values = code.dictionary() < 0 ? code.size() : readers[code.dictionary()].dictionarySize();
            ofChunk |= code.dictionary() >= 0;
            strides[k] = (int) size;
            nulls[k] = values;
            size *= values + 1L;
            if (size > (ofChunk ? LARGEST_CHUNK_MAP : Integer.MAX_VALUE)) {
                return NO_MAP;
            }
        }
        if (ofChunk) {
            if (chunkMap.length < size) {
                chunkMap = new int[(int) size];
            }
            Arrays.fill(chunkMap, 0, (int) size, -1);
            return chunkMap;
        }
        if (lastingMap.length < size) {
            if (!budget.tryCharge(4 * size)) {
                return NO_MAP;
            }
            lastingMap = new int[(int) size];
            Arrays.fill(lastingMap, -1);
        }
        return lastingMap;
    }

    /** Takes the selected rows. */
    void consume(Kernel kernel, Slot[] in, int[] selected, int count, BlockKeys keys) {
        if (strides.length > 0) {
            if (map.length == 0) {
                groups.find(keys.all(selected, count), count, of);
            } else if (kernel.groups(number, in, selected, count, map, of, strides, nulls) < 0) {
                findMissing(selected, count, keys);
            }
        }
        if (rows != null) {
            rows.ensure(Math.max(1, groups.size()), budget);
            kernel.update(in, selected, count, of, states);
        }
    }

    /** Looks up, once each, the keys whose numbers the map does not know. */
    private void findMissing(int[] selected, int count, BlockKeys keys) {
        int rowsWithout = 0;
        for (int j = 0; j < count; j++) {
            without[rowsWithout] = j;
            rowsWithout += of[j] >>> 31;
        }
        int unknown = 0;
        for (int r = 0; r < rowsWithout; r++) {
            int code = ~of[without[r]];
            if (map[code] == -1) {
                map[code] = -2 - unknown;
                missing[unknown++] = selected[without[r]];
            }
        }
        groups.find(keys.some(missing, unknown), unknown, found);
        for (int r = 0; r < rowsWithout; r++) {
            int code = ~of[without[r]];
            if (map[code] < 0) {
                map[code] = found[-2 - map[code]];
            }
            of[without[r]] = map[code];
        }
    }

    /** Adds the rows that kernels counted to the counts that they left out; after the last row. */
    void settle() {
        rowCounts.forEach((kernel, counted) -> {
            for (int s : kernel.rowCounts()) {
                CountState state = (CountState) states[s];
                for (int group = 0; group < Math.min(counted.n.length, state.n.length); group++) {
                    state.n[group] += counted.n[group];
                }
            }
        });
        rowCounts.clear();
    }
}
