package io.gridmill.compute.run;

import io.gridmill.compute.kernel.KernelFactory;
import io.gridmill.core.schema.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a query does, step upon step: leaves read chunks, and every other step the rows of those below it. */
public sealed interface QueryPlan {
    /** The columns of the rows that the step gives. */
    List<Column> columns();

    /** The steps that read chunks, left to right. */
    List<Leaf> leaves();

    /** What a person should see for EXPLAIN. */
    String explain(ChunkExplanation chunks);

    /** Whether shares alone can give its rows. */
    default boolean isPlain() {
        return false;
    }

    /**
     * Reads chunks: lanes filter, and project rows or gather groups.
     *
     * @param aggregate null when rows are projected
     * @param rows the columns that are visible, then those that are only sorted by
     */
    record Leaf(ScanPlan scan, @Nullable AggregatePlan aggregate, Ending ending, List<Column> rows, int visible)
            implements QueryPlan {
        public Leaf {
            rows = List.copyOf(rows);
        }

        @Override
        public List<Column> columns() {
            return rows.subList(0, visible);
        }

        @Override
        public List<Leaf> leaves() {
            return List.of(this);
        }

        @Override
        public boolean isPlain() {
            return aggregate == null && ending.isPlain();
        }

        @Override
        public String explain(ChunkExplanation chunks) {
            return chunks.of(scan) + finish(aggregate);
        }
    }

    /**
     * Does with the rows of another step what a leaf does with chunks.
     *
     * @param kernels over the columns of the input
     * @param text of the step, for EXPLAIN
     */
    record Level(
            QueryPlan input,
            KernelFactory kernels,
            @Nullable AggregatePlan aggregate,
            Ending ending,
            List<Column> rows,
            int visible,
            String text)
            implements QueryPlan {
        public Level {
            rows = List.copyOf(rows);
        }

        @Override
        public List<Column> columns() {
            return rows.subList(0, visible);
        }

        @Override
        public List<Leaf> leaves() {
            return input.leaves();
        }

        @Override
        public String explain(ChunkExplanation chunks) {
            return text + "over\n" + input.explain(chunks) + "\nKernel of the step over these:\n"
                    + kernels.general().source() + finish(aggregate);
        }
    }

    /** The rows of all branches. */
    record Union(List<QueryPlan> branches, List<Column> columns) implements QueryPlan {
        public Union {
            branches = List.copyOf(branches);
            columns = List.copyOf(columns);
        }

        @Override
        public List<Leaf> leaves() {
            return branches.stream().flatMap(branch -> branch.leaves().stream()).toList();
        }

        @Override
        public boolean isPlain() {
            return branches.stream().allMatch(QueryPlan::isPlain);
        }

        @Override
        public String explain(ChunkExplanation chunks) {
            StringBuilder text = new StringBuilder("Union all of " + branches.size() + "\n");
            branches.forEach(branch -> text.append(branch.explain(chunks)).append('\n'));
            return text.toString();
        }
    }

    private static String finish(@Nullable AggregatePlan aggregate) {
        return aggregate == null
                ? ""
                : "\nKernel of the final step:\n" + aggregate.finish().general().source();
    }
}
