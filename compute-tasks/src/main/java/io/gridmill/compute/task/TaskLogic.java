package io.gridmill.compute.task;

import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.ChunkHeader;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.BatchOutput;
import io.gridmill.core.task.Logic;
import io.gridmill.core.task.TaskContext;
import io.gridmill.core.task.TaskPlan;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A task's plan as the logic of a job. */
final class TaskLogic implements Logic {
    private final String task;
    private final TableSchema input;
    private final TaskPlan plan;
    private final UserCode code;
    private final int[] inputs;

    TaskLogic(String task, TableSchema input, TaskPlan plan, UserCode code) {
        this.task = task;
        this.input = input;
        this.plan = plan;
        this.code = code;
        this.inputs = plan.inputColumns().stream()
                .mapToInt(name -> ordinal(task, input, name))
                .toArray();
    }

    private static int ordinal(String task, TableSchema input, String name) {
        int ordinal = input.indexOf(name);
        if (ordinal < 0) {
            throw GridmillException.user(
                    "task " + task + " reads column '" + name + "', the dataset has (" + input + ")");
        }
        return ordinal;
    }

    /** A class of the task's own code. */
    Class<?> workersClass() {
        return plan.workers().getClass();
    }

    @Override
    public int[] inputColumns() {
        return IntStream.of(inputs).sorted().distinct().toArray();
    }

    @Override
    public boolean mayMatch(ChunkHeader header) {
        return true;
    }

    @Override
    public TableSchema shareSchema() {
        return plan.shareSchema();
    }

    @Override
    public TableSchema resultSchema() {
        return plan.resultSchema();
    }

    @Override
    public boolean hasFinalStep() {
        return plan.combiner() != null;
    }

    @Override
    public ShareRun startShare(TaskContext context, List<ChunkHeader> headers, BatchOutput output) {
        return new TaskRun(
                input, inputs, plan.workers(), context, new CheckedOutput(task, plan.shareSchema(), output), code);
    }

    @Override
    public void runFinal(Iterator<VectorSchemaRoot> shareBatches, TaskContext context, BatchOutput output) {
        TaskPlan.Combiner combiner = plan.combiner();
        if (combiner == null) {
            throw new IllegalStateException("only a task with a combiner has a final step [task=" + task + "]");
        }
        BatchOutput checked = new CheckedOutput(task, plan.resultSchema(), output);
        code.run(() -> combiner.combine(shareBatches, context, checked));
    }

    @Override
    public String explain(TableSchema dataset, List<ChunkHeader> headers, IntFunction<Chunk> sample) {
        return "task " + task + "\n  reads " + String.join(", ", plan.inputColumns())
                + (plan.combiner() == null ? "" : "\n  writes partials (" + plan.shareSchema() + ")")
                + "\n  result (" + plan.resultSchema() + ")\n";
    }
}
