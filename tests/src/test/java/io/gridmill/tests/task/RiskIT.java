package io.gridmill.tests.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Load;
import io.gridmill.client.Result;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.TaskSpec;
import io.gridmill.tests.cluster.ProcessCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The built-in task {@code portfolio-risk} on grids of one, two and four nodes. */
class RiskIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    static final ProcessCluster ONE = ProcessCluster.of("risk-alone", 1);

    @RegisterExtension
    static final ProcessCluster GROWING = ProcessCluster.of("risk", 2).with("run.max-share-rows", "2000");

    @Test
    void riskIsTheSameToTheLastBitOnAnyNumberOfNodesAndPartitions() throws Exception {
        Path csv = positions(ONE.folder().resolve("positions.csv"), 10_000);
        List<String> answers = new ArrayList<>(answers(ONE.client(), csv, 0));
        answers.addAll(answers(GROWING.client(), csv, 1));
        GROWING.add();
        GROWING.add();
        GROWING.awaitWhole();
        answers.addAll(answers(GROWING.client(), csv, 1));

        assertThat(answers).hasSize(9);
        assertThat(answers).as("bit by bit").containsOnly(answers.get(0));
        assertThat(answers.get(0)).startsWith("10000 ");
    }

    private static List<String> answers(Gridmill client, Path csv, int backups) {
        List<String> answers = new ArrayList<>();
        for (int partitions : new int[] {16, 64, 256}) {
            client.load(Load.into("positions")
                            .from(csv.toString())
                            .partitionBy("id")
                            .partitions(partitions)
                            .backups(backups)
                            .spec())
                    .await(LIMIT);
            JobHandle job = client.submit(
                    JobSpec.task(TaskSpec.of("positions", "portfolio-risk")).param("paths", "200"));
            job.await(LIMIT);
            answers.addAll(rows(job));
            client.drop("positions");
        }
        return answers;
    }

    /** Doubles by their bits. */
    private static List<String> rows(JobHandle job) {
        List<String> rows = new ArrayList<>();
        try (Result result = job.fetch()) {
            while (result.hasNext()) {
                VectorSchemaRoot batch = result.next();
                for (int row = 0; row < batch.getRowCount(); row++) {
                    List<String> values = new ArrayList<>();
                    for (FieldVector vector : batch.getFieldVectors()) {
                        Object value = vector.getObject(row);
                        values.add(value instanceof Double number ? Double.toHexString(number) : String.valueOf(value));
                    }
                    rows.add(String.join(" ", values));
                }
            }
        }
        Collections.sort(rows);
        return rows;
    }

    private static Path positions(Path file, int count) throws IOException {
        Random random = new Random(99);
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            out.println("id,kind,spot,strike,years,rate,volatility,quantity");
            IntStream.range(0, count)
                    .forEach(id -> out.printf(
                            Locale.ROOT,
                            "%d,%s,%.2f,%.2f,%.3f,%.4f,%.3f,%d%n",
                            id,
                            random.nextBoolean() ? "call" : "put",
                            60 + random.nextDouble() * 80,
                            50 + random.nextDouble() * 100,
                            0.1 + random.nextDouble() * 3,
                            random.nextDouble() * 0.08,
                            0.1 + random.nextDouble() * 0.4,
                            random.nextInt(2000) - 1000));
        }
        return file;
    }
}
