package io.gridmill.compute.run;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.Kernel;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.ChunkHeader;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.BatchOutput;
import io.gridmill.core.task.Logic;
import io.gridmill.core.task.TaskContext;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A query that gives rows of the dataset, without aggregates. Plain ones go straight out; with an ORDER BY or a LIMIT each share
 * writes what can be among the first, and the final step orders and cuts.
 */
public final class RowLogic implements Logic {
    private final ScanPlan plan;
    private final TableSchema shareSchema;
    private final TableSchema resultSchema;
    private final Ending ending;

    /**
     * @param plan whose kernels project the columns of the share schema
     * @param shareSchema the visible columns, then those that are only sorted by
     * @param ending without DISTINCT, which is a GROUP BY
     */
    public RowLogic(ScanPlan plan, TableSchema shareSchema, TableSchema resultSchema, Ending ending) {
        this.plan = plan;
        this.shareSchema = shareSchema;
        this.resultSchema = resultSchema;
        this.ending = ending;
    }

    @Override
    public int[] inputColumns() {
        return plan.columns().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public boolean mayMatch(ChunkHeader header) {
        return ending.limit() > 0 && plan.zoneMaps().mayMatch(header);
    }

    @Override
    public TableSchema shareSchema() {
        return shareSchema;
    }

    @Override
    public TableSchema resultSchema() {
        return resultSchema;
    }

    @Override
    public boolean hasFinalStep() {
        return !ending.isPlain();
    }

    @Override
    public ShareRun startShare(TaskContext context, List<ChunkHeader> headers, BatchOutput output) {
        return new Share(context, plan.over(headers), output);
    }

    @Override
    public void runFinal(Iterator<VectorSchemaRoot> shareBatches, TaskContext context, BatchOutput output) {
        List<Repr> reprs = shareSchema.columns().stream()
                .map(column -> Repr.of(column.type()))
                .toList();
        Slot[] slots = reprs.stream().map(repr -> new Slot(repr, Block.ROWS)).toArray(Slot[]::new);
        try (BatchWriter writer = new BatchWriter(resultSchema, context.allocator(), output)) {
            ResultRows rows = new ResultRows(reprs, resultSchema.size(), ending, writer, Budgets.of(context));
            while (shareBatches.hasNext()) {
                VectorSchemaRoot batch = shareBatches.next();
                for (int first = 0; first < batch.getRowCount(); first += Block.ROWS) {
                    context.cancel().check();
                    int count = Math.min(Block.ROWS, batch.getRowCount() - first);
                    for (int c = 0; c < slots.length; c++) {
                        BatchReader.read(batch.getVector(c), first, count, slots[c]);
                    }
                    rows.add(slots, count);
                }
            }
            rows.finish();
        }
    }

    @Override
    public String explain() {
        return plan.explain();
    }

    /** One execution: lanes share only the number of rows that a LIMIT still wants. */
    private final class Share implements ShareRun {
        private final TaskContext context;
        private final ScanPlan scan;
        private final BatchOutput output;
        private final Budget budget;
        private final AtomicLong wanted = new AtomicLong(ending.needed());
        private final List<RowLane> lanes = new ArrayList<>();

        Share(TaskContext context, ScanPlan scan, BatchOutput output) {
            this.context = context;
            this.scan = scan;
            this.output = output;
            this.budget = Budgets.of(context);
        }

        @Override
        public synchronized Lane openLane() {
            RowLane lane = new RowLane(this);
            lanes.add(lane);
            return lane;
        }

        @Override
        public void finish() {
            lanes.forEach(RowLane::finish);
        }

        @Override
        public synchronized void close() {
            lanes.forEach(lane -> lane.writer.close());
            lanes.clear();
        }
    }

    private final class RowLane extends ScanLane {
        private final Share share;
        private final BatchWriter writer;
        private final Slot[] out;
        private final boolean keepsBest;
        private final RowStore best;
        private final int bestAt = ResultRows.bestAt(ending);
        /** The column whose stored integers are the first key of ORDER BY, or -1 when it is something else. */
        private final int firstKey;
        /** The last of the wanted rows as they were last sorted, or -1. */
        private int worst = -1;

        RowLane(Share share) {
            super(share.scan, share.context.cancel(), share.budget);
            this.share = share;
            this.writer = new BatchWriter(shareSchema, share.context.allocator(), share.output);
            List<Repr> reprs = plan.kernels().spec().project().stream()
                    .map(expr -> expr.repr())
                    .toList();
            this.out = reprs.stream().map(repr -> new Slot(repr, Block.ROWS)).toArray(Slot[]::new);
            this.keepsBest = !ending.order().isEmpty() && bestAt < Integer.MAX_VALUE;
            this.best = new RowStore(reprs, ending.order(), share.budget);
            this.firstKey = ending.order().isEmpty()
                    ? -1
                    : storedColumn(ending.order().get(0).column());
        }

        private int storedColumn(int projected) {
            KernelSpec spec = plan.kernels().spec();
            if (spec.project().get(projected) instanceof Expr.Input input && input.repr() == Repr.LONG) {
                KernelSpec.Input source = spec.inputs().get(input.ordinal());
                return source.form() == KernelSpec.Form.VALUE ? source.source() : -1;
            }
            return -1;
        }

        @Override
        public boolean accept(Chunk chunk) {
            return (!ending.order().isEmpty() || share.wanted.get() > 0) && super.accept(chunk);
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
            kernel.project(slots, selected, count, out);
            if (keepsBest) {
                best.addBest(out, count, worst);
                if (best.rows() > bestAt) {
                    best.keepBest((int) ending.needed());
                    worst = best.rows() - 1;
                }
                return true;
            } else if (!ending.order().isEmpty()) {
                writer.append(out, null, 0, count);
                return true;
            }
            long before = share.wanted.getAndAdd(-count);
            writer.append(out, null, 0, (int) Math.max(0, Math.min(count, before)));
            return before > count;
        }

        void finish() {
            if (keepsBest) {
                int[] sorted = best.sorted();
                writer.append(best.columns(), sorted, 0, (int) Math.min(sorted.length, ending.needed()));
            }
            writer.flush();
        }
    }
}
