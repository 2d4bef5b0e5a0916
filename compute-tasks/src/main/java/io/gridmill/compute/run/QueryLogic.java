package io.gridmill.compute.run;

import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.ChunkHeader;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.BatchOutput;
import io.gridmill.core.task.Logic;
import io.gridmill.core.task.TaskContext;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A query as nodes run it: the lanes of a share run all leaves over each chunk, the final step merges their output and runs the steps above.
 * Without anything to merge the shares give the rows.
 */
public final class QueryLogic implements Logic {
    private final QueryPlan plan;
    private final List<QueryPlan.Leaf> leaves;
    private final TableSchema resultSchema;
    private final ShareLayout layout;

    public QueryLogic(QueryPlan plan) {
        this.plan = plan;
        this.leaves = plan.leaves();
        this.resultSchema = new TableSchema(plan.columns());
        this.layout = new ShareLayout(leaves);
    }

    @Override
    public int[] inputColumns() {
        TreeSet<Integer> columns = new TreeSet<>();
        leaves.forEach(leaf -> columns.addAll(leaf.scan().columns()));
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public boolean mayMatch(ChunkHeader header) {
        return leaves.stream().anyMatch(leaf -> mayMatch(leaf, header));
    }

    private static boolean mayMatch(QueryPlan.Leaf leaf, ChunkHeader header) {
        return (leaf.aggregate() != null || leaf.ending().limit() > 0)
                && leaf.scan().zoneMaps().mayMatch(header);
    }

    @Override
    public TableSchema shareSchema() {
        return hasFinalStep() ? layout.schema : resultSchema;
    }

    @Override
    public TableSchema resultSchema() {
        return resultSchema;
    }

    @Override
    public boolean hasFinalStep() {
        return !plan.isPlain();
    }

    @Override
    public boolean finishesWhole() {
        return hasFinalStep()
                && leaves.stream().allMatch(leaf -> leaf.aggregate() != null || RowRun.endsWithTheBest(leaf.ending()));
    }

    @Override
    public ShareRun startShare(TaskContext context, List<ChunkHeader> headers, BatchOutput output) {
        return new Share(context, headers, output);
    }

    @Override
    public void runFinal(Iterator<VectorSchemaRoot> shareBatches, TaskContext context, BatchOutput output) {
        try (BatchWriter writer = new BatchWriter(resultSchema, context.allocator(), output)) {
            new FinalStep(plan, layout, context, writer).run(shareBatches);
        }
    }

    @Override
    public String explain(TableSchema dataset, List<ChunkHeader> headers, IntFunction<Chunk> sample) {
        return plan.explain(new ChunkExplanation(dataset, headers, sample));
    }

    /** One execution. */
    private final class Share implements ShareRun {
        private final List<LeafRun> runs = new ArrayList<>();
        private final TaskContext context;
        private final BatchOutput output;

        Share(TaskContext context, List<ChunkHeader> headers, BatchOutput output) {
            this.context = context;
            this.output = output;
            ShareOutput shared = new ShareOutput(context, output, Budgets.of(context), shareSchema());
            for (int n = 0; n < leaves.size(); n++) {
                QueryPlan.Leaf leaf = leaves.get(n);
                int number = n;
                ScanPlan scan = leaf.scan()
                        .over(headers.stream()
                                .filter(header -> mayMatch(leaf, header))
                                .toList());
                LeafRun.Framing framing = hasFinalStep()
                        ? (grouping, own) -> layout.framed(number, grouping, own)
                        : (grouping, own) -> own;
                runs.add(
                        leaf.aggregate() == null
                                ? new RowRun(leaf, scan, shared, framing)
                                : new AggregateRun(scan, leaf.aggregate(), shared, framing));
            }
        }

        @Override
        public synchronized Lane openLane() {
            return new LeafLanes(leaves, runs.stream().map(LeafRun::openLane).toList());
        }

        @Override
        public void finish() {
            runs.forEach(LeafRun::finish);
        }

        @Override
        public void finishWhole() {
            try (BatchWriter writer = new BatchWriter(resultSchema, context.allocator(), output)) {
                FinalStep last = new FinalStep(plan, layout, context, writer);
                for (int n = 0; n < runs.size(); n++) {
                    runs.get(n).finishWhole(last, n);
                }
            }
        }

        @Override
        public synchronized void close() {
            runs.forEach(LeafRun::close);
        }
    }

    /** The lanes of all leaves in one thread. */
    private static final class LeafLanes implements Lane {
        private final List<QueryPlan.Leaf> leaves;
        private final List<ScanLane> lanes;
        private final boolean[] done;

        LeafLanes(List<QueryPlan.Leaf> leaves, List<ScanLane> lanes) {
            this.leaves = leaves;
            this.lanes = lanes;
            this.done = new boolean[lanes.size()];
        }

        @Override
        public boolean accept(Chunk chunk) {
            boolean wanted = false;
            for (int n = 0; n < done.length; n++) {
                if (!done[n] && mayMatch(leaves.get(n), chunk.header())) {
                    done[n] = !lanes.get(n).accept(chunk);
                }
                wanted |= !done[n];
            }
            return wanted;
        }
    }
}
