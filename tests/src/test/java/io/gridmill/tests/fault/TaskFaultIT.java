package io.gridmill.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.cli.jobfile.JobFile;
import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Load;
import io.gridmill.client.Result;
import io.gridmill.core.job.WriteMode;
import io.gridmill.node.fault.Failpoint;
import io.gridmill.tests.cluster.ProcessCluster;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user's task among nodes that die. */
class TaskFaultIT {
    @RegisterExtension
    static final ProcessCluster CLUSTER = FaultClusters.SHARED;

    @Test
    void theExampleProjectRunsFromItsJobFileAndOutlivesANode() throws Exception {
        assertThat(FaultGrid.EXAMPLES.resolve("own-task/target/fees.jar"))
                .as("the module examples/own-task is built before these tests")
                .isRegularFile();
        Gridmill client = CLUSTER.client();
        FaultGrid.awaitDone(client.load(Load.into("orders")
                .from(FaultGrid.EXAMPLES.resolve("orders.csv").toString())
                .mode(WriteMode.REPLACE)
                .partitionBy("id")
                .backups(1)
                .spec()));
        CLUSTER.armFirst(Failpoint.RUN, "kill");

        JobHandle job =
                client.submit(JobFile.read(FaultGrid.EXAMPLES.resolve("own-task/fees.yaml"), FaultGrid.EXAMPLES));
        CLUSTER.awaitDead();
        FaultGrid.awaitDone(job);

        assertThat(rows(job))
                .containsExactly("1 alpha 2.50", "2 beta 2.50", "3 alpha 2.50", "4 gamma 4.65", "5 beta 2.50");
        client.drop("orders");
        client.drop("fees");
    }

    private static List<String> rows(JobHandle job) {
        List<String> rows = new ArrayList<>();
        try (Result result = job.fetch()) {
            while (result.hasNext()) {
                VectorSchemaRoot batch = result.next();
                for (int row = 0; row < batch.getRowCount(); row++) {
                    List<String> values = new ArrayList<>();
                    for (FieldVector vector : batch.getFieldVectors()) {
                        values.add(String.valueOf(vector.getObject(row)));
                    }
                    rows.add(String.join(" ", values));
                }
            }
        }
        Collections.sort(rows);
        return rows;
    }
}
