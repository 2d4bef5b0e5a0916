package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.CompiledKernel;
import io.gridmill.compute.kernel.Kernel;
import io.gridmill.compute.kernel.KernelFailure;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.chunk.ChunkHeader;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.BatchOutput;
import io.gridmill.core.task.Logic;
import io.gridmill.core.task.TaskContext;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A query with aggregates or GROUP BY: lanes aggregate, a share merges its lanes into partials, the final step merges these. */
public final class AggregateLogic implements Logic {
    private final AggregatePlan plan;
    private final TableSchema shareSchema;

    public AggregateLogic(AggregatePlan plan) {
        this.plan = plan;
        this.shareSchema = Groups.partialSchema(plan);
    }

    @Override
    public int[] inputColumns() {
        return plan.scan().columns().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public boolean mayMatch(ChunkHeader header) {
        return plan.scan().zoneMaps().mayMatch(header);
    }

    @Override
    public TableSchema shareSchema() {
        return shareSchema;
    }

    @Override
    public TableSchema resultSchema() {
        return plan.resultSchema();
    }

    @Override
    public boolean hasFinalStep() {
        return true;
    }

    @Override
    public ShareRun startShare(TaskContext context, List<ChunkHeader> headers, BatchOutput output) {
        return new Share(context, plan.scan().over(headers), output);
    }

    @Override
    public String explain() {
        return plan.scan().explain() + "\nKernel of the final step:\n"
                + plan.finish().general().source();
    }

    @Override
    public void runFinal(Iterator<VectorSchemaRoot> shareBatches, TaskContext context, BatchOutput output) {
        Budget budget = Budgets.of(context);
        Groups groups = new Groups(plan, budget);
        Slot[] partial = Groups.partialSlots(plan);
        while (shareBatches.hasNext()) {
            VectorSchemaRoot batch = shareBatches.next();
            for (int first = 0; first < batch.getRowCount(); first += Block.ROWS) {
                context.cancel().check();
                int count = Math.min(Block.ROWS, batch.getRowCount() - first);
                for (int c = 0; c < partial.length; c++) {
                    BatchReader.read(batch.getVector(c), first, count, partial[c]);
                }
                groups.merge(partial, count);
            }
        }
        CompiledKernel compiled = plan.finish().general();
        try {
            write(groups, compiled, budget, context, output);
        } catch (KernelFailure e) {
            throw Failures.of(e, compiled);
        }
    }

    private void write(Groups groups, CompiledKernel compiled, Budget budget, TaskContext context, BatchOutput output) {
        Kernel kernel = compiled.open();
        KernelSpec spec = plan.finish().spec();
        Slot[] in = spec.inputs().stream()
                .map(input -> new Slot(input.repr(), Block.ROWS))
                .toArray(Slot[]::new);
        Slot[] scratch = new Slot[1];
        List<Repr> reprs = spec.project().stream().map(expr -> expr.repr()).toList();
        Slot[] out = reprs.stream().map(repr -> new Slot(repr, Block.ROWS)).toArray(Slot[]::new);
        int[] selected = new int[Block.ROWS];
        try (BatchWriter writer = new BatchWriter(plan.resultSchema(), context.allocator(), output)) {
            ResultRows rows = new ResultRows(reprs, plan.resultSchema().size(), plan.ending(), writer, budget);
            for (int first = 0; first < groups.size(); first += Block.ROWS) {
                context.cancel().check();
                int count = Math.min(Block.ROWS, groups.size() - first);
                groups.storeOutputs(first, count, in, scratch);
                for (int j = 0; j < count; j++) {
                    selected[j] = j;
                }
                int kept = count;
                for (int pass = 0; pass < spec.filter().size() && kept > 0; pass++) {
                    kept = kernel.filter(pass, in, selected, kept);
                }
                kernel.project(in, selected, kept, out);
                if (!rows.add(out, kept)) {
                    break;
                }
            }
            rows.finish();
        }
    }

    /** One execution. */
    private final class Share implements ShareRun {
        private final TaskContext context;
        private final ScanPlan scan;
        private final BatchOutput output;
        private final Budget budget;
        private final List<AggregateLane> lanes = new ArrayList<>();

        Share(TaskContext context, ScanPlan scan, BatchOutput output) {
            this.context = context;
            this.scan = scan;
            this.output = output;
            this.budget = Budgets.of(context);
        }

        @Override
        public synchronized Lane openLane() {
            AggregateLane lane = new AggregateLane(plan, scan, context.cancel(), budget);
            lanes.add(lane);
            return lane;
        }

        @Override
        public void finish() {
            lanes.forEach(AggregateLane::settle);
            Slot[] partial = Groups.partialSlots(plan);
            try (BatchWriter writer = new BatchWriter(shareSchema, context.allocator(), output)) {
                if (lanes.size() == 1) {
                    AggregateLane lane = lanes.get(0);
                    int size = plan.grouped() ? lane.keys.size() : 1;
                    for (int first = 0; first < size; first += Block.ROWS) {
                        context.cancel().check();
                        int count = Math.min(Block.ROWS, size - first);
                        Groups.storePartial(plan, lane.keys, lane.groupStates, first, count, partial);
                        writer.append(partial, null, 0, count);
                    }
                } else {
                    writeMerged(partial, writer);
                }
                writer.flush();
            }
        }

        private void writeMerged(Slot[] partial, BatchWriter writer) {
            Groups merged = new Groups(plan, budget);
            for (AggregateLane lane : lanes) {
                int size = plan.grouped() ? lane.keys.size() : 1;
                for (int first = 0; first < size; first += Block.ROWS) {
                    context.cancel().check();
                    int count = Math.min(Block.ROWS, size - first);
                    Groups.storePartial(plan, lane.keys, lane.groupStates, first, count, partial);
                    merged.merge(partial, count);
                }
            }
            for (int first = 0; first < merged.size(); first += Block.ROWS) {
                int count = Math.min(Block.ROWS, merged.size() - first);
                merged.storePartial(first, count, partial);
                writer.append(partial, null, 0, count);
            }
        }

        @Override
        public synchronized void close() {
            lanes.clear();
        }
    }
}
