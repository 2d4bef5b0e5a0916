package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.schema.Column;
import io.gridmill.core.task.CancelToken;
import io.gridmill.core.task.TaskContext;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Merges what shares wrote, or one has gathered, for each leaf and runs the steps above the leaves over that. One thread. */
final class FinalStep {
    private final ShareLayout layout;
    private final Budget budget;
    private final CancelToken cancel;
    private final List<Merge> merges = new ArrayList<>();

    FinalStep(QueryPlan plan, ShareLayout layout, TaskContext context, RowSink out) {
        this.layout = layout;
        this.budget = Budgets.of(context);
        this.cancel = context.cancel();
        open(plan, out);
    }

    private void open(QueryPlan plan, RowSink out) {
        if (plan instanceof QueryPlan.Level level) {
            open(level.input(), new LevelStep(level, budget, cancel, out));
        } else if (plan instanceof QueryPlan.Union union) {
            RowSink joined = new Joined(out, union.branches().size());
            union.branches().forEach(branch -> open(branch, joined));
        } else if (plan instanceof QueryPlan.Leaf leaf) {
            merges.add(
                    leaf.aggregate() == null
                            ? new RowMerge(leaf, budget, out)
                            : new GroupMerge(leaf, leaf.aggregate(), budget, cancel, out));
        }
    }

    void run(Iterator<VectorSchemaRoot> batches) {
        while (batches.hasNext()) {
            VectorSchemaRoot batch = batches.next();
            int end;
            for (int first = 0; first < batch.getRowCount(); first = end) {
                cancel.check();
                int part = part(batch, first);
                end = first + 1;
                while (end < batch.getRowCount() && end - first < Block.ROWS && part(batch, end) == part) {
                    end++;
                }
                merge(batch, part, first, end - first);
            }
        }
        merges.forEach(Merge::finish);
    }

    /** Ends a leaf with the groups of a share that saw all rows; in place of {@link #run}, for each leaf in turn. */
    void endWithGroups(int leaf, List<Groups> groupings) {
        ((GroupMerge) merges.get(leaf)).output.write(groupings);
    }

    /** Ends a leaf with the best rows of the lanes of a share that saw all rows; in place of {@link #run}, for each leaf in turn. */
    void endWithRows(int leaf, List<RowStore> lanes) {
        RowMerge merge = (RowMerge) merges.get(leaf);
        lanes.forEach(lane -> merge.rows.add(lane.columns(), lane.rows()));
        merge.finish();
    }

    private int part(VectorSchemaRoot batch, int row) {
        return layout.numbered ? (int) ((BaseIntVector) batch.getVector(0)).getValueAsLong(row) : 0;
    }

    private void merge(VectorSchemaRoot batch, int part, int first, int count) {
        int leaf = layout.leaf(part);
        int[] columns = layout.columns(leaf);
        Merge merge = merges.get(leaf);
        for (int c = 0; c < columns.length; c++) {
            merge.slots[c].ensure(count);
            BatchReader.read(batch.getVector(columns[c]), first, count, merge.slots[c]);
        }
        merge.merge(layout.grouping(part), count);
    }

    /** Takes what shares wrote for one leaf. */
    private abstract static class Merge {
        final Slot[] slots;

        Merge(QueryPlan.Leaf leaf) {
            slots = ShareLayout.columnsOf(leaf).stream()
                    .map(type -> new Slot(Repr.of(type), 0))
                    .toArray(Slot[]::new);
        }

        abstract void merge(int grouping, int count);

        abstract void finish();
    }

    private static final class RowMerge extends Merge {
        private final ResultRows rows;

        RowMerge(QueryPlan.Leaf leaf, Budget budget, RowSink out) {
            super(leaf);
            List<Repr> reprs =
                    leaf.rows().stream().map(Column::type).map(Repr::of).toList();
            this.rows = new ResultRows(reprs, leaf.visible(), leaf.ending(), out, budget);
        }

        @Override
        void merge(int grouping, int count) {
            rows.add(slots, count);
        }

        @Override
        void finish() {
            rows.finish();
        }
    }

    private static final class GroupMerge extends Merge {
        private final List<Groups> groupings = new ArrayList<>();
        private final GroupOutput output;
        private final int[] found = new int[Block.ROWS];

        GroupMerge(QueryPlan.Leaf leaf, AggregatePlan plan, Budget budget, CancelToken cancel, RowSink out) {
            super(leaf);
            groupings.addAll(groups(plan, budget));
            this.output = new GroupOutput(plan, leaf.ending(), leaf.visible(), budget, cancel, out);
        }

        @Override
        void merge(int grouping, int count) {
            groupings.get(grouping).merge(slots, count, found);
        }

        @Override
        void finish() {
            output.write(groupings);
        }
    }

    /** Empty groups by values. */
    static List<Groups> groups(AggregatePlan plan, Budget budget) {
        List<GroupKeys.Key> keys = plan.keyTypes().stream()
                .map(type -> new GroupKeys.Key(Repr.of(type), false))
                .toList();
        StringPool pool = new StringPool(budget);
        return plan.groupings().stream()
                .map(grouping -> new Groups(plan, grouping, keys, pool, budget))
                .toList();
    }

    /** Several steps before one: it is finished when all are. */
    private static final class Joined implements RowSink {
        private final RowSink out;
        private int open;

        Joined(RowSink out, int branches) {
            this.out = out;
            this.open = branches;
        }

        @Override
        public void append(@Nullable Slot[] slots, int @Nullable [] order, int from, int to) {
            out.append(slots, order, from, to);
        }

        @Override
        public void finish() {
            if (--open == 0) {
                out.finish();
            }
        }
    }
}
