package io.gridmill.compute.run;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Kernel;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.chunk.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lanes project rows. Plain ones go straight out; with an ORDER BY or a LIMIT each lane writes what can be among the first. Lanes share only
 * the number of rows that a LIMIT still wants.
 */
final class RowRun implements LeafRun {
    private final ScanPlan scan;
    private final Ending ending;
    private final ShareOutput share;
    private final Framing framing;
    private final AtomicLong wanted;
    private final List<RowLane> lanes = new ArrayList<>();

    RowRun(QueryPlan.Leaf leaf, ScanPlan scan, ShareOutput share, Framing framing) {
        this.scan = scan;
        this.ending = leaf.ending();
        this.share = share;
        this.framing = framing;
        this.wanted = new AtomicLong(ending.needed());
    }

    @Override
    public ScanLane openLane() {
        RowLane lane = new RowLane();
        lanes.add(lane);
        return lane;
    }

    @Override
    public void finish() {
        lanes.forEach(RowLane::finish);
    }

    /** Whether each lane ends with few rows, those that can be among the first, and has written none before. */
    static boolean endsWithTheBest(Ending ending) {
        return keepsBest(ending) && !ending.distinct();
    }

    private static boolean keepsBest(Ending ending) {
        return !ending.order().isEmpty() && ResultRows.bestAt(ending) < Integer.MAX_VALUE;
    }

    @Override
    public void finishWhole(FinalStep last, int leaf) {
        last.endWithRows(leaf, lanes.stream().map(lane -> lane.best).toList());
    }

    @Override
    public void close() {
        lanes.forEach(lane -> lane.writer.close());
        lanes.clear();
    }

    private final class RowLane extends ScanLane {
        private final BatchWriter writer = share.writer();
        private final Slot[] out;
        private final @Nullable Slot[] framed;
        private final boolean keepsBest;
        private final RowStore best;
        /** Rows at which only the best are kept. Few, so that the rest of the first block is compared with the worst of them already. */
        private final int bestAt = (int) Math.min(ResultRows.bestAt(ending), 2 * ending.needed() + 64);
        /** The column whose stored integers are the first key of ORDER BY, or -1 when it is something else. */
        private final int firstKey;
        /** The last of the wanted rows as they were last sorted, or -1. */
        private int worst = -1;

        RowLane() {
            super(scan, share.context().cancel(), share.budget());
            List<Repr> reprs = scan.kernels().spec().project().stream()
                    .map(expr -> expr.repr())
                    .toList();
            this.out = reprs.stream().map(repr -> new Slot(repr, Block.ROWS)).toArray(Slot[]::new);
            this.framed = framing.of(0, out);
            this.keepsBest = keepsBest(ending);
            this.best = new RowStore(reprs, ending.order(), share.budget());
            this.firstKey = ending.order().isEmpty()
                    ? -1
                    : storedColumn(ending.order().get(0).column());
        }

        private int storedColumn(int projected) {
            KernelSpec spec = scan.kernels().spec();
            if (spec.project().get(projected) instanceof Expr.Input input && input.repr() == Repr.LONG) {
                KernelSpec.Input source = spec.inputs().get(input.ordinal());
                return source.form() == KernelSpec.Form.VALUE ? source.source() : -1;
            }
            return -1;
        }

        @Override
        public boolean accept(Chunk chunk) {
            return (!ending.order().isEmpty() || wanted.get() > 0) && super.accept(chunk);
        }

        /** Once enough rows are known, only those can be among the best whose first key is not behind that of the worst. */
        @Override
        List<ColumnFilter> columnFilters(Chunk chunk) {
            List<ColumnFilter> filters = super.columnFilters(chunk);
            if (!keepsBest || firstKey < 0 || best.rows() < ending.needed()) {
                return filters;
            }
            best.keepBest((int) ending.needed());
            worst = best.rows() - 1;
            SortKey key = ending.order().get(0);
            Slot keys = best.columns()[key.column()];
            boolean nullsBefore =
                    key.nullsFirst() && chunk.header().columns().get(firstKey).nullCount() > 0;
            if (keys.nul[worst] || nullsBefore) {
                return filters;
            }
            List<ColumnFilter> more = new ArrayList<>(filters);
            more.add(new RangeFilter(
                    firstKey,
                    key.descending() ? keys.l[worst] : Long.MIN_VALUE,
                    key.descending() ? Long.MAX_VALUE : keys.l[worst]));
            return more;
        }

        @Override
        boolean consume(Kernel kernel, int count) {
            if (ending.order().isEmpty()) {
                long before = wanted.getAndAdd(-count);
                int taken = (int) Math.max(0, Math.min(count, before));
                kernel.project(slots, selected, taken, out);
                writer.append(framed, null, 0, taken);
                return before > count;
            }
            kernel.project(slots, selected, count, out);
            if (keepsBest) {
                for (int first = 0; first < count; ) {
                    int end = worst < 0 ? Math.min(count, first + bestAt + 1) : count;
                    best.addBest(out, first, end, worst);
                    first = end;
                    if (best.rows() > bestAt) {
                        best.keepBest((int) ending.needed());
                        worst = best.rows() - 1;
                    }
                }
            } else {
                writer.append(framed, null, 0, count);
            }
            return true;
        }

        void finish() {
            if (keepsBest) {
                int[] sorted = best.sorted();
                int end = (int) Math.min(sorted.length, ending.needed());
                writer.append(framing.of(0, best.columns()), sorted, 0, end);
            }
            writer.finish();
        }
    }
}
