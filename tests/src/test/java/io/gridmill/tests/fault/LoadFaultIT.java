package io.gridmill.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Result;
import io.gridmill.core.job.DatasetInfo;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.JobStatus;
import io.gridmill.node.fault.Failpoint;
import io.gridmill.tests.cluster.NodeProcess;
import io.gridmill.tests.cluster.ProcessCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A load is visible whole, or not at all, whatever dies. */
class LoadFaultIT {
    @RegisterExtension
    static final ProcessCluster CLUSTER = FaultClusters.SHARED;

    private static final int ROWS = 60_000;
    private static final Query ALL = new Query("all", "SELECT * FROM lines", List.of(3, 4, 5));

    private static Oracle oracle;
    private static Path csv;

    @BeforeAll
    static void write() throws Exception {
        csv = OrderLines.write(CLUSTER.folder().resolve("load.csv"), FaultGrid.SEED + 1, ROWS);
        oracle = new Oracle();
        oracle.read("lines", csv);
    }

    @AfterAll
    static void close() throws Exception {
        oracle.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"RUN", "SEAL_AFTER", "COMMIT_AFTER", "CLOSE_BEFORE", "CLOSE_AFTER"})
    void aLoadSurvivesTheDeathOfANode(Failpoint point) throws Exception {
        String dataset = FaultGrid.fresh("survivor");
        CLUSTER.armFirst(point, "kill");

        JobHandle load =
                CLUSTER.client().load(FaultGrid.lines(dataset, csv).backups(1).spec());
        NodeProcess victim = CLUSTER.awaitDead();
        FaultGrid.awaitDone(load);
        CLUSTER.restart(victim);

        try (Result result = CLUSTER.client().sql("SELECT * FROM " + dataset)) {
            Rows.of(result, ALL.decimals()).assertSameAs("dataset", oracle.answer(ALL));
        }
        assertOnlyVisibleChunks(dataset);
        CLUSTER.client().drop(dataset);
    }

    @Test
    void aLoadThatFailsInTheMiddleLeavesNothingAndCanBeRetried() throws Exception {
        String dataset = FaultGrid.fresh("failed");
        JobSpec spec = JobSpec.load(FaultGrid.lines(dataset, csv).backups(1).spec());
        CLUSTER.armFirst(Failpoint.RUN, "kill");

        JobHandle load = CLUSTER.client().submit(spec.attempts(1));
        NodeProcess victim = CLUSTER.awaitDead();
        JobStatus status = load.awaitEnd(FaultGrid.PATIENCE);

        assertThat(status.state()).isEqualTo(JobState.FAILED);
        assertThat(status.cause()).contains(victim.name()).contains("1 attempt");
        assertThat(visible(CLUSTER.client(), dataset)).isEmpty();
        awaitNoChunks(dataset);

        FaultGrid.awaitDone(CLUSTER.client().submit(spec));
        assertThat(visible(CLUSTER.client(), dataset))
                .singleElement()
                .extracting(DatasetInfo::rows)
                .isEqualTo((long) ROWS);
        CLUSTER.client().drop(dataset);
    }

    @Test
    void aLoadThatIsCancelledInTheMiddleLeavesNothing() {
        String dataset = FaultGrid.fresh("cancelled");
        CLUSTER.armFirst(Failpoint.RUN, "hold");
        JobHandle load =
                CLUSTER.client().load(FaultGrid.lines(dataset, csv).backups(1).spec());
        CLUSTER.awaitHeld(Failpoint.RUN);

        load.cancel();
        JobStatus status = load.awaitEnd(Duration.ofSeconds(5));
        CLUSTER.release(Failpoint.RUN);

        assertThat(status.state()).isEqualTo(JobState.CANCELLED);
        assertThat(visible(CLUSTER.client(), dataset)).isEmpty();
        awaitNoChunks(dataset);
    }

    private static List<DatasetInfo> visible(Gridmill client, String dataset) {
        return client.datasets().stream()
                .filter(info -> info.name().equals(dataset))
                .toList();
    }

    private static void awaitNoChunks(String dataset) {
        String address = CLUSTER.nodes().stream()
                .filter(NodeProcess::isAlive)
                .findFirst()
                .orElseThrow()
                .clientAddress();
        await("chunks of " + dataset + " are swept")
                .atMost(Duration.ofSeconds(20))
                .until(() -> Targets.chunksInGrid(address, dataset + "-") == 0);
    }

    private static void assertOnlyVisibleChunks(String dataset) {
        CLUSTER.awaitWhole();
        DatasetInfo info = visible(CLUSTER.client(), dataset).get(0);
        await("chunks that attempts without success left of " + dataset + " are swept")
                .atMost(Duration.ofSeconds(20))
                .until(() -> Targets.chunksInGrid(CLUSTER.node("a").clientAddress(), dataset + "-") == info.chunks());
    }
}
