package io.gridmill.compute.run;

import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.CompiledKernel;
import io.gridmill.compute.kernel.CountState;
import io.gridmill.compute.kernel.Kernel;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.compute.kernel.State;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers one grouping from rows. Where the keys are few small numbers (dictionary codes, narrow integers), a row finds its group in an array
 * by these; the array is filled through the table when a combination is first seen.
 */
final class LaneGroups {
    final Groups groups;

    private final int number;
    private final boolean keyed;
    private final GroupMap map;
    private final Budget budget;
    private final int[] of = new int[Block.ROWS];
    private final int[] missing;
    /** Of no length until a key has to be looked up that was known before. */
    private int[] without = {};

    private int[] found = {};
    /** What the kernel updates, with the rows last; none when only the groups matter. */
    private final State[] states;

    private final Map<CompiledKernel, CountState> rowCounts = new HashMap<>();
    private @Nullable CountState rows;

    /** @param number of the grouping */
    LaneGroups(Groups groups, int number, int gathered, Budget budget) {
        this.groups = groups;
        this.number = number;
        this.budget = budget;
        this.keyed = !groups.grouping.keys().isEmpty();
        this.missing = new int[keyed ? Block.ROWS : 0];
        this.map = new GroupMap(groups.grouping.keys().size(), budget);
        boolean gathers = groups.grouping.givesRows() && gathered > 0;
        this.states = gathers ? Arrays.copyOf(groups.states.states, gathered + 1) : new State[0];
    }

    /** @param readers of the kernel's inputs; not looked at when no input is a dictionary */
    void begin(CompiledKernel kernel, InputReader[] readers) {
        if (states.length > 0) {
            rows = rowCounts.computeIfAbsent(kernel, k -> new CountState());
            states[states.length - 1] = rows;
        }
        if (keyed) {
            map.begin(kernel.groupCodes().get(number), readers);
        }
    }

    /** Takes the selected rows. */
    void consume(Kernel kernel, Slot[] in, int[] selected, int count, BlockKeys keys) {
        if (keyed) {
            if (!map.isUsable()) {
                groups.find(keys.all(selected, count), count, of);
            } else if (kernel.groups(number, in, selected, count, map.slices, map.shift, of, map.strides, map.nulls)
                    < 0) {
                findMissing(selected, count, keys);
            }
        }
        if (rows != null) {
            rows.ensure(Math.max(1, groups.size()), budget);
            kernel.update(in, selected, count, of, states);
        }
    }

    /** Looks up, once each, the keys whose numbers the map does not know; what it has never known is a new group without a look. */
    private void findMissing(int[] selected, int count, BlockKeys keys) {
        if (map.remembersAll()) {
            addMissing(selected, count, keys);
            return;
        }
        if (without.length == 0) {
            without = new int[Block.ROWS + 1];
            found = new int[Block.ROWS];
        }
        int rowsWithout = 0;
        for (int j = 0; j < count; j++) {
            without[rowsWithout] = j;
            rowsWithout += of[j] >>> 31;
        }
        int unknown = 0;
        for (int r = 0; r < rowsWithout; r++) {
            int code = ~of[without[r]];
            if (map.get(code) == -1) {
                map.put(code, -2 - unknown);
                missing[unknown++] = selected[without[r]];
            }
        }
        groups.find(keys.some(missing, unknown), unknown, found);
        for (int r = 0; r < rowsWithout; r++) {
            int code = ~of[without[r]];
            int group = map.get(code);
            if (group < 0) {
                group = found[-2 - group];
                map.put(code, group);
            }
            of[without[r]] = group;
        }
    }

    private void addMissing(int[] selected, int count, BlockKeys keys) {
        int size = groups.size();
        int unknown = 0;
        for (int j = 0; j < count; j++) {
            if (of[j] < 0) {
                int code = ~of[j];
                int group = map.get(code);
                if (group < 0) {
                    group = size + unknown;
                    map.put(code, group);
                    missing[unknown++] = selected[j];
                }
                of[j] = group;
            }
        }
        groups.add(keys.some(missing, unknown), unknown);
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
