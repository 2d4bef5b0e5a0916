package io.gridmill.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Load;
import io.gridmill.client.Result;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.JobStatus;
import io.gridmill.core.job.LoadSpec;
import io.gridmill.core.job.WriteMode;
import io.gridmill.tests.cluster.ProcessCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** What the tests of faults ask of the grid. */
final class FaultGrid {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final int ROWS = 200_000;
    static final long SEED = 20_240_229;

    static final Path EXAMPLES = Path.of(System.getProperty("gridmill.home", ".."), "examples")
            .toAbsolutePath()
            .normalize();

    private static final AtomicInteger NAMES = new AtomicInteger();

    private FaultGrid() {}

    /** A cluster of three, as the tests of faults want it. */
    static ProcessCluster cluster(String name, boolean shared) {
        ProcessCluster cluster = shared ? ProcessCluster.shared(name, 3) : ProcessCluster.of(name, 3);
        return cluster.with("run.split-bytes", "1MiB")
                .with("run.concurrent-shares", "1")
                .with("jobs.keep", "20")
                .with("tasks.dir", EXAMPLES.resolve("own-task/target").toString());
    }

    /** A name that nothing in this run has. */
    static String fresh(String prefix) {
        return prefix + NAMES.incrementAndGet();
    }

    /** Loads a file of order lines with one backup, some rows into every partition, and waits. */
    static void load(Gridmill client, String dataset, Path csv) {
        JobHandle load = client.load(
                lines(dataset, csv).partitionBy("orderkey").backups(1).spec());
        assertThat(load.await(PATIENCE).state()).isEqualTo(JobState.DONE);
    }

    static Load lines(String dataset, Path csv) {
        return Load.into(dataset)
                .from(csv.toString())
                .columns(OrderLines.COLUMNS)
                .option("header", "true");
    }

    static LoadSpec onePartition(String dataset, Path csv) {
        return lines(dataset, csv)
                .mode(WriteMode.CREATE)
                .partitions(1)
                .backups(1)
                .spec();
    }

    /** The job ended, in this state. */
    static JobStatus awaitDone(JobHandle job) {
        JobStatus status = job.await(PATIENCE);
        assertThat(status.state()).as("the ledger's word on job %s", job.id()).isEqualTo(JobState.DONE);
        return status;
    }

    /** The rows of {@code gridmill.shares} of a job, each by column name. */
    static List<Map<String, @Nullable String>> shares(Gridmill client, String jobId) {
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        try (Result result = client.sql("SELECT * FROM gridmill.shares")) {
            while (result.hasNext()) {
                VectorSchemaRoot batch = result.next();
                for (int row = 0; row < batch.getRowCount(); row++) {
                    Map<String, @Nullable String> cells = new LinkedHashMap<>();
                    for (FieldVector vector : batch.getFieldVectors()) {
                        cells.put(vector.getName(), vector.isNull(row) ? null : String.valueOf(vector.getObject(row)));
                    }
                    if (jobId.equals(cells.get("job"))) {
                        rows.add(cells);
                    }
                }
            }
        }
        return rows;
    }
}
