package io.gridmill.compute.run;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.CompiledKernel;
import io.gridmill.compute.kernel.CountState;
import io.gridmill.compute.kernel.GroupCode;
import io.gridmill.compute.kernel.Kernel;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.compute.kernel.State;
import io.gridmill.core.task.CancelToken;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates in one thread. Where the keys of a chunk are few small numbers (dictionary codes, narrow integers), a row finds its group in an
 * array by these; the array is filled through the table when a combination is first seen in the chunk.
 */
final class AggregateLane extends ScanLane {
    /** Entries of a map that is filled anew for each chunk. */
    private static final int LARGEST_CHUNK_MAP = 1 << 16;

    final GroupKeys keys;
    final GroupStates groupStates;

    private final AggregatePlan plan;
    private final Budget budget;
    private final int[] stringKeys;
    private final Slot[] keySlots;
    private final int[] groups = new int[Block.ROWS];
    private final int[] without = new int[Block.ROWS + 1];
    private final int[] missing = new int[Block.ROWS];
    private final int[] found = new int[Block.ROWS];
    private final int[] strides;
    private final int[] nulls;
    private final State[] states;
    private final Map<CompiledKernel, CountState> rowCounts = new HashMap<>();
    /** Group by the keys' numbers; of no length when the kernel of the chunk cannot number keys. */
    private int[] map = NO_MAP;

    private int[] lastingMap = NO_MAP;
    private int[] chunkMap = NO_MAP;
    private @Nullable CountState rows;

    private static final int[] NO_MAP = {};

    AggregateLane(AggregatePlan plan, ScanPlan scan, CancelToken cancel, Budget budget) {
        super(scan, cancel, budget);
        this.plan = plan;
        this.budget = budget;
        KernelSpec spec = scan.kernels().spec();
        this.keySlots = spec.keys().stream()
                .map(key -> new Slot(key.repr(), Block.ROWS))
                .toArray(Slot[]::new);
        List<GroupKeys.Key> keyList = spec.keys().stream()
                .map(key -> new GroupKeys.Key(key.repr(), isPooled(key, spec)))
                .toList();
        this.keys = new GroupKeys(keyList, pool, budget);
        this.stringKeys = spec.keys().stream()
                .filter(key -> isPooled(key, spec))
                .mapToInt(key -> ((Expr.Input) key).ordinal())
                .toArray();
        this.strides = new int[keySlots.length];
        this.nulls = new int[keySlots.length];
        this.groupStates = new GroupStates(plan.states());
        this.states = Arrays.copyOf(groupStates.states, groupStates.states.length + 1);
        groupStates.ensure(1, budget);
    }

    static boolean isPooled(Expr key, KernelSpec spec) {
        return key instanceof Expr.Input input
                && spec.inputs().get(input.ordinal()).form() == KernelSpec.Form.STRING_ID;
    }

    @Override
    void begin(CompiledKernel kernel) {
        rows = rowCounts.computeIfAbsent(kernel, k -> new CountState());
        rows.ensure(Math.max(1, keys.size()), budget);
        states[states.length - 1] = rows;
        map = mapFor(kernel.groupCodes());
    }

    /** A map that knows the groups seen so far where numbers mean the same in all chunks, and an empty one where dictionaries give them. */
    private int[] mapFor(List<GroupCode> codes) {
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
            budget.charge(4 * size, "groups of GROUP BY");
            lastingMap = new int[(int) size];
            Arrays.fill(lastingMap, -1);
        }
        return lastingMap;
    }

    @Override
    boolean consume(Kernel kernel, int count) {
        if (plan.grouped()) {
            if (map.length == 0) {
                find(kernel, selected, count, groups);
            } else if (kernel.groups(slots, selected, count, map, groups, strides, nulls) < 0) {
                findMissing(kernel, count);
            }
            groupStates.ensure(keys.size(), budget);
            Objects.requireNonNull(rows).ensure(keys.size(), budget);
        }
        if (groupStates.states.length > 0) {
            kernel.update(slots, selected, count, groups, states);
        }
        return true;
    }

    private void find(Kernel kernel, int[] wanted, int count, int[] out) {
        for (int n : stringKeys) {
            readers[n].fill(blockStart, blockCount, wanted, count);
        }
        kernel.keys(slots, wanted, count, keySlots);
        keys.find(keySlots, count, out);
    }

    /** Looks up, once each, the keys whose numbers the map does not know. */
    private void findMissing(Kernel kernel, int count) {
        int rowsWithout = 0;
        for (int j = 0; j < count; j++) {
            without[rowsWithout] = j;
            rowsWithout += groups[j] >>> 31;
        }
        int unknown = 0;
        for (int r = 0; r < rowsWithout; r++) {
            int code = ~groups[without[r]];
            if (map[code] == -1) {
                map[code] = -2 - unknown;
                missing[unknown++] = selected[without[r]];
            }
        }
        find(kernel, missing, unknown, found);
        for (int r = 0; r < rowsWithout; r++) {
            int code = ~groups[without[r]];
            if (map[code] < 0) {
                map[code] = found[-2 - map[code]];
            }
            groups[without[r]] = map[code];
        }
    }

    /** Adds the rows that kernels counted to the counts that they left out; after the last chunk. */
    void settle() {
        rowCounts.forEach((kernel, counted) -> {
            for (int s : kernel.rowCounts()) {
                CountState state = (CountState) groupStates.states[s];
                for (int group = 0; group < Math.min(counted.n.length, state.n.length); group++) {
                    state.n[group] += counted.n[group];
                }
            }
        });
        rowCounts.clear();
    }
}
