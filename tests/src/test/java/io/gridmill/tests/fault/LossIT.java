package io.gridmill.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Result;
import io.gridmill.core.job.DatasetInfo;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.JobStatus;
import io.gridmill.core.job.WriteMode;
import io.gridmill.node.fault.Failpoint;
import io.gridmill.tests.cluster.NodeProcess;
import io.gridmill.tests.cluster.ProcessCluster;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More nodes go at once than copies can bear: what the journals hold comes back, what nobody holds is reported. */
class LossIT {
    private static final int ROWS = 30_000;

    @RegisterExtension
    static final ProcessCluster CLUSTER = FaultGrid.cluster("loss", false)
            .with("dataset.backups", "2")
            .with("run.max-share-rows", "2000")
            .with("journal.takeover", "5m");

    private static Oracle oracle;
    private static Path csv;

    @BeforeAll
    static void write() throws Exception {
        csv = OrderLines.write(CLUSTER.folder().resolve("lines.csv"), FaultGrid.SEED + 5, ROWS);
        oracle = new Oracle();
        oracle.read("lines", csv);
    }

    @AfterAll
    static void close() throws Exception {
        oracle.close();
    }

    /**
     * All shares are committed and none can be staged, since somebody holds the database. Two of three nodes die, so the grid has lost
     * some of the results. The ledger lives, with its two backups, and would run lost shares again only after five minutes: so what
     * ends the job is what the two bring back in their journals.
     */
    @Test
    void nodesThatComeBackWithTheirDisksStageWhatTheyHadCommitted() throws Exception {
        Gridmill client = CLUSTER.client();
        FaultGrid.awaitDone(client.load(
                FaultGrid.lines("lines", csv).partitionBy("orderkey").backups(2).spec()));
        Targets targets = new Targets(CLUSTER.folder(), "journal");
        CLUSTER.nodes().forEach(node -> CLUSTER.arm(node, Failpoint.CLAIM_AFTER, "hold"));
        JobHandle job = client.submit("journal1", targets.into(JobSpec.sql(Query.ROWS.sql())));
        CLUSTER.nodes().forEach(node -> CLUSTER.awaitMet(node, Failpoint.CLAIM_AFTER));
        List<NodeProcess> victims = List.of(CLUSTER.node("b"), CLUSTER.node("c"));

        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + targets.sqlite());
                Statement statement = database.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            CLUSTER.release(Failpoint.CLAIM_AFTER);
            await("all shares are committed")
                    .atMost(FaultGrid.PATIENCE)
                    .until(() -> FaultGrid.shares(client, job.id()).stream()
                            .allMatch(share -> "COMMITTED".equals(share.get("state"))));
            CLUSTER.kill(victims);
            CLUSTER.awaitSize(1);
            statement.execute("ROLLBACK");
        }
        victims.forEach(CLUSTER::restart);
        FaultGrid.awaitDone(job);

        assertThat(FaultGrid.shares(client, job.id()))
                .hasSizeGreaterThan(9)
                .allSatisfy(share -> assertThat(share.get("attempts")).isEqualTo("1"));
        assertThat(victims)
                .as("some results were brought back from a journal")
                .anySatisfy(node ->
                        assertThat(node.logText()).containsPattern("put [1-9]\\d* batches of attempt journal1-"));
        CLUSTER.awaitWhole();
        targets.assertHold(oracle.answer(Query.ROWS), Query.ROWS, oracle, client);
        client.drop("lines");
    }

    @Test
    void lostPartitionsAreNamedAndNothingIsAnsweredFromWhatIsLeft() throws Exception {
        Gridmill client = CLUSTER.client();
        FaultGrid.awaitDone(client.load(
                FaultGrid.lines("bare", csv).partitionBy("orderkey").backups(0).spec()));
        Query query = Query.GROUPS.over("bare");
        NodeProcess victim = CLUSTER.node("c");
        CLUSTER.arm(CLUSTER.node("a"), Failpoint.CLAIM_AFTER, "hold");
        JobHandle running = client.submit(JobSpec.sql(query.sql()));
        CLUSTER.awaitHeld(Failpoint.CLAIM_AFTER);

        CLUSTER.kill(victim);
        CLUSTER.awaitSize(2);
        CLUSTER.release(Failpoint.CLAIM_AFTER);

        List<Integer> lost = bare(client).lostPartitions();
        assertThat(lost).isNotEmpty().hasSizeLessThan(64);
        assertNamesLost(running.awaitEnd(FaultGrid.PATIENCE), lost);
        assertNamesLost(client.submit(JobSpec.sql(query.sql())).awaitEnd(FaultGrid.PATIENCE), lost);
        assertNamesLost(
                client.load(FaultGrid.lines("bare", csv)
                                .mode(WriteMode.APPEND)
                                .partitionBy("orderkey")
                                .spec())
                        .awaitEnd(FaultGrid.PATIENCE),
                lost);

        CLUSTER.restart(victim);
        CLUSTER.awaitWhole();
        assertThat(bare(client).lostPartitions())
                .as("an empty node that comes does not make lost rows an empty answer")
                .isEqualTo(lost);
        assertThatThrownBy(() -> client.sql(query.sql()).close()).hasMessageContaining("partitions");

        FaultGrid.awaitDone(client.load(FaultGrid.lines("bare", csv)
                .mode(WriteMode.REPLACE)
                .partitionBy("orderkey")
                .backups(1)
                .spec()));
        assertThat(bare(client).lostPartitions()).isEmpty();
        try (Result result = client.sql(query.sql())) {
            Rows.of(result, query.decimals()).assertSameAs("loaded again", oracle.answer(Query.GROUPS));
        }
        client.drop("bare");
    }

    private static DatasetInfo bare(Gridmill client) {
        return client.datasets().stream()
                .filter(info -> info.name().equals("bare"))
                .findFirst()
                .orElseThrow();
    }

    private static void assertNamesLost(JobStatus status, List<Integer> lost) {
        assertThat(status.state()).isEqualTo(JobState.FAILED);
        assertThat(status.cause())
                .contains("lost")
                .contains(lost.get(0).toString())
                .contains(lost.get(lost.size() - 1).toString());
    }
}
