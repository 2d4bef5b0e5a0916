package io.gridmill.node.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Result;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.LoadSpec;
import io.gridmill.core.job.TaskSpec;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.core.task.Task;
import io.gridmill.core.task.TaskBatch;
import io.gridmill.core.task.TaskParameters;
import io.gridmill.core.task.TaskPlan;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks as jobs on a node: what they compute, and what happens to the node when they misbehave. */
class TaskJobsTest {
    private static final int ROWS = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static Gridmill gridmill;

    @BeforeAll
    static void aNodeWithADataset() throws Exception {
        gridmill = Gridmill.embedded();
        String rows = IntStream.range(0, ROWS).mapToObj(i -> i + "," + i % 7).collect(Collectors.joining("\n"));
        Path file = Files.writeString(folder.resolve("t.csv"), "id,k\n" + rows + "\n");
        gridmill.load(new LoadSpec(
                        "t",
                        WriteMode.CREATE,
                        new SourceSpec("csv", List.of(file.toString()), null, Map.of()),
                        0,
                        null,
                        List.of(),
                        null,
                        null,
                        false,
                        0))
                .await(LIMIT);
    }

    @AfterAll
    static void stop() {
        Add.HANGS.countDown();
        gridmill.close();
    }

    /** Adds a number to the ids; or does what {@code how} says. */
    public static final class Add implements Task {
        static final AtomicInteger TRIES = new AtomicInteger();
        static final CountDownLatch HANGS = new CountDownLatch(1);

        @Override
        public TaskPlan plan(TableSchema input, TaskParameters parameters) {
            long add = parameters.integer("add", 0);
            String how = parameters.text("how", "");
            if ("hangs in its plan".equals(how)) {
                hang();
            }
            return TaskPlan.of(List.of("id"), TableSchema.parse("n BIGINT"), (context, output) -> batch -> {
                switch (String.valueOf(how)) {
                    case "fails once" -> {
                        if (TRIES.getAndIncrement() == 0) {
                            throw new Unlucky();
                        }
                    }
                    case "fails always" -> throw new Unlucky();
                    case "hangs" -> hang();
                    case "leaks" -> context.allocator().buffer(1024);
                    case "takes too much" ->
                        context.allocator().buffer(300 << 20).close();
                    default -> {}
                }
                try (BigIntVector sums = new BigIntVector("n", context.allocator())) {
                    fill(batch, sums, add);
                    output.write(VectorSchemaRoot.of(sums));
                }
            });
        }

        private static void fill(TaskBatch batch, BigIntVector sums, long add) {
            BigIntVector ids = batch.column(0, BigIntVector.class);
            sums.allocateNew(batch.rows());
            for (int row = 0; row < batch.rows(); row++) {
                sums.set(row, ids.get(row) + add);
            }
            sums.setValueCount(batch.rows());
        }

        /** Not even an interrupt ends it. */
        private static void hang() {
            while (HANGS.getCount() > 0) {
                Thread.interrupted();
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    private static final class Unlucky extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    private static JobSpec job(Map<String, String> params) {
        JobSpec spec = JobSpec.task(TaskSpec.of("t", Add.class.getName()));
        for (Map.Entry<String, String> param : params.entrySet()) {
            spec = spec.param(param.getKey(), param.getValue());
        }
        return spec;
    }

    private static long sum(JobHandle job) {
        long sum = 0;
        try (Result result = job.fetch()) {
            while (result.hasNext()) {
                VectorSchemaRoot batch = result.next();
                for (int row = 0; row < batch.getRowCount(); row++) {
                    sum += ((BigIntVector) batch.getVector(0)).get(row);
                }
            }
        }
        return sum;
    }

    private static void theNodeStillWorks() {
        JobHandle job = gridmill.submit(job(Map.of("add", "1")));
        job.await(LIMIT);
        assertThat(sum(job)).isEqualTo(ROWS * (ROWS - 1) / 2 + ROWS);
    }

    @Test
    void aTaskComputesOverADatasetAndItsResultIsOne() {
        JobHandle job = gridmill.submit(job(Map.of("add", "5")).result("u"));
        job.await(LIMIT);

        assertThat(sum(job)).isEqualTo(ROWS * (ROWS - 1) / 2 + 5 * ROWS);
        try (Result result = gridmill.sql("SELECT MAX(n) FROM u")) {
            assertThat(result.next().contentToTSVString()).endsWith("\n1004\n");
        }
    }

    @Test
    void aTaskThatThrowsIsTriedAgain() {
        JobHandle job = gridmill.submit(job(Map.of("how", "fails once")));
        job.await(LIMIT);
        assertThat(sum(job)).isEqualTo(ROWS * (ROWS - 1) / 2);
    }

    @Test
    void aTaskThatAlwaysThrowsFailsItsJobWithItsPlace() {
        JobHandle job = gridmill.submit(job(Map.of("how", "fails always")));
        assertThatThrownBy(() -> job.await(LIMIT))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining(
                        "TaskJobsTest$Add threw io.gridmill.node.run.TaskJobsTest$Unlucky at io.gridmill.node.run.TaskJobsTest$Add")
                .hasMessageContaining("attempt 3 of 3");
        theNodeStillWorks();
    }

    @Test
    void aTaskThatLeavesVectorsOpenIsNamed() {
        JobHandle job = gridmill.submit(job(Map.of("how", "leaks")));
        assertThatThrownBy(() -> job.await(LIMIT))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining(
                        "task io.gridmill.node.run.TaskJobsTest$Add must close every vector that it makes, left open are ");
        theNodeStillWorks();
    }

    @Test
    void tasksThatHangAreLeftBehindWhenTheirJobsMustEnd() {
        JobHandle cancelled = gridmill.submit(job(Map.of("how", "hangs")));
        JobHandle late = gridmill.submit(job(Map.of("how", "hangs")).deadline(Duration.ofSeconds(1)));
        assertThatThrownBy(() -> late.await(LIMIT))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining("deadline of 1s has passed");
        cancelled.cancel();
        assertThatThrownBy(() -> cancelled.await(LIMIT)).isInstanceOf(GridmillException.class);
        assertThat(cancelled.status().state()).isEqualTo(JobState.CANCELLED);
        theNodeStillWorks();
    }

    /** The client would stop waiting by itself a little later, and say that no node answers. */
    @Test
    void aPlanThatHangsIsSaidToWhereTheJobIsSubmitted() {
        refused(
                job(Map.of("how", "hangs in its plan")),
                "TaskJobsTest$Add must plan within 4 s; it does not end, and is left behind at");
        theNodeStillWorks();
    }

    @Test
    void aTaskBeyondItsBudgetFailsItsJob() {
        JobHandle job = gridmill.submit(job(Map.of("how", "takes too much")).attempts(1));
        assertThatThrownBy(() -> job.await(LIMIT))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining("must fit its memory budget (memory.task)");
        theNodeStillWorks();
    }

    @Test
    void whatIsWrongWithTheCallIsSaidBeforeThereIsAJob() {
        refused(job(Map.of("ad", "1")), "the task knows no parameter 'ad'; it knows add, how");
        refused(job(Map.of("add", "x")), "parameter 'add' must be a whole number, got 'x'");
        refused(JobSpec.task(TaskSpec.of("nowhere", Add.class.getName())), "there is no dataset 'nowhere'");
        refused(JobSpec.task(TaskSpec.of("gridmill.jobs", Add.class.getName())), "cannot read the system dataset");
        refused(JobSpec.task(TaskSpec.of("t", "nothing")), "unknown task 'nothing'");
        refused(
                JobSpec.task(new TaskSpec("t", "A", "a.jar", "0".repeat(64))),
                "the task's jar must be in the folder tasks.dir of every node; there is no a.jar in");
    }

    private static void refused(JobSpec spec, String message) {
        assertThatThrownBy(() -> gridmill.submit(spec))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining(message);
    }
}
