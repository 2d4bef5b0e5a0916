package io.gridmill.compute.task;

import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.BatchOutput;
import io.gridmill.core.task.Logic;
import io.gridmill.core.task.TaskBatch;
import io.gridmill.core.task.TaskContext;
import io.gridmill.core.task.TaskPlan;
import io.gridmill.core.task.TaskWorker;
import java.util.ArrayList;
import java.util.List;

/** One execution of a share by a task: a worker and a batch for each lane. */
final class TaskRun implements Logic.ShareRun {
    private final TableSchema input;
    private final int[] inputs;
    private final TaskPlan.Workers workers;
    private final TaskContext context;
    private final BatchOutput output;
    private final UserCode code;
    private final List<TaskLane> lanes = new ArrayList<>();

    TaskRun(
            TableSchema input,
            int[] inputs,
            TaskPlan.Workers workers,
            TaskContext context,
            BatchOutput output,
            UserCode code) {
        this.input = input;
        this.inputs = inputs;
        this.workers = workers;
        this.context = context;
        this.output = output;
        this.code = code;
    }

    @Override
    public Logic.Lane openLane() {
        TaskWorker worker = code.call(() -> workers.open(context, output));
        TaskLane lane = new TaskLane(worker, new ChunkBatch(input, inputs, context.allocator()));
        lanes.add(lane);
        return lane;
    }

    @Override
    public void finish() {
        for (TaskLane lane : lanes) {
            code.run(lane.worker::finish);
        }
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (TaskLane lane : lanes) {
            try {
                lane.batch.close();
                code.run(lane.worker::close);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        lanes.clear();
        if (failure != null) {
            throw failure;
        }
    }

    private final class TaskLane implements Logic.Lane {
        private final TaskWorker worker;
        private final ChunkBatch batch;

        TaskLane(TaskWorker worker, ChunkBatch batch) {
            this.worker = worker;
            this.batch = batch;
        }

        @Override
        public boolean accept(Chunk chunk) {
            for (int from = 0; from < chunk.rows(); from += TaskBatch.MAX_ROWS) {
                context.cancel().check();
                batch.show(chunk, from, Math.min(TaskBatch.MAX_ROWS, chunk.rows() - from));
                code.run(() -> worker.accept(batch));
                batch.hide();
            }
            return true;
        }
    }
}
