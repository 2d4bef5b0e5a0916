package com.example.fees;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Load;
import io.gridmill.client.Result;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.TaskSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the task on a node inside this JVM, which finds the class on the class path: no jar is needed. */
class FeesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static Gridmill gridmill;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        gridmill = Gridmill.embedded();
        Path file = Files.writeString(
                folder.resolve("orders.csv"), "id,customer,amount\n1,alpha,120.50\n2,beta,9.99\n3,,\n");
        gridmill.load(Load.into("orders").from(file.toString()).spec()).await(LIMIT);
    }

    @AfterAll
    static void stop() {
        gridmill.close();
    }

    private static JobSpec fees() {
        return JobSpec.task(TaskSpec.of("orders", Fees.class.getName()));
    }

    @Test
    void feesAreARateOfTheAmountAndAtLeastTheMinimum() {
        JobHandle job = gridmill.submit(fees().param("rate", "0.015").param("minimum", "0.25"));
        job.await(LIMIT);

        List<String> rows = new ArrayList<>();
        try (Result result = job.fetch()) {
            while (result.hasNext()) {
                VectorSchemaRoot batch = result.next();
                for (int row = 0; row < batch.getRowCount(); row++) {
                    rows.add(batch.getVector("id").getObject(row) + " "
                            + batch.getVector("fee").getObject(row));
                }
            }
        }
        Collections.sort(rows);
        assertEquals(List.of("1 1.81", "2 0.25", "3 null"), rows);
    }

    @Test
    void aRateIsNeeded() {
        GridmillException error = assertThrows(GridmillException.class, () -> gridmill.submit(fees()));
        assertTrue(error.getMessage().contains("the task needs parameter 'rate'"), error.getMessage());
    }
}
