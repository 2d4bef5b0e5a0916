package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.Slot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the rows of a result in any order and gives them on as the query's end says. One thread. */
final class ResultRows {
    private final Ending ending;
    private final RowSink out;
    private final RowStore store;
    /** Of DISTINCT. */
    private final @Nullable GroupKeys distinct;

    private final int[] groups;
    private final int bestAt;
    private long skipped;
    private long written;

    /**
     * @param columns of the rows: the visible ones, then those that are only sorted by
     * @param out takes the visible columns, the first of what it is given
     */
    ResultRows(List<Repr> columns, int visible, Ending ending, RowSink out, Budget budget) {
        this.ending = ending;
        this.out = out;
        this.store = new RowStore(columns, ending.order(), budget);
        this.distinct = ending.distinct() ? keys(columns.subList(0, visible), budget) : null;
        this.groups = new int[distinct == null ? 0 : Block.ROWS];
        this.bestAt = bestAt(ending);
    }

    private static GroupKeys keys(List<Repr> columns, Budget budget) {
        return new GroupKeys(
                columns.stream().map(repr -> new GroupKeys.Key(repr, false)).toList(), new StringPool(budget), budget);
    }

    /** Rows at which keeping only the best pays. */
    static int bestAt(Ending ending) {
        return ending.needed() > (1 << 28) ? Integer.MAX_VALUE : (int) (2 * ending.needed()) + 4 * Block.ROWS;
    }

    /** @return false when no further row can be seen */
    boolean add(Slot[] rows, int count) {
        if (distinct != null) {
            for (int j = 0; j < count; j += Block.ROWS) {
                addDistinct(distinct, rows, j, Math.min(Block.ROWS, count - j));
            }
        } else {
            addAll(rows, 0, count);
        }
        return !ending.order().isEmpty() || written < ending.limit();
    }

    private void addDistinct(GroupKeys keys, Slot[] rows, int first, int count) {
        if (first != 0) {
            throw new IllegalStateException("rows come in blocks");
        }
        int known = keys.size();
        keys.find(rows, count, groups);
        for (int j = 0; j < count; j++) {
            if (groups[j] == known) {
                known++;
                addAll(rows, j, 1);
            }
        }
    }

    private void addAll(Slot[] rows, int first, int count) {
        if (!ending.order().isEmpty()) {
            store.add(rows, first, count);
            if (store.rows() > bestAt) {
                store.keepBest((int) ending.needed());
            }
            return;
        }
        int from = (int) Math.min(count, Math.max(0, ending.offset() - skipped));
        skipped += from;
        int to = from + (int) Math.min(count - from, Math.max(0, ending.limit() - written));
        out.append(rows, null, first + from, first + to);
        written += to - from;
    }

    void finish() {
        if (!ending.order().isEmpty()) {
            int[] sorted = store.sorted();
            int from = (int) Math.min(sorted.length, ending.offset());
            int to = (int) Math.min(sorted.length, ending.needed());
            out.append(store.columns(), sorted, from, to);
        }
        out.finish();
    }
}
