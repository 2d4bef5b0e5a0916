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
import io.gridmill.core.job.LostDataset;
import io.gridmill.core.job.WriteMode;
import io.gridmill.node.fault.Failpoint;
import io.gridmill.tests.cluster.Folders;
import io.gridmill.tests.cluster.NodeProcess;
import io.gridmill.tests.cluster.ProcessCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All nodes are killed, and start again with the ledger on their disks. */
class RestartIT {
    private static final int ROWS = 30_000;

    @RegisterExtension
    static final ProcessCluster CLUSTER = FaultGrid.cluster("restart", false)
            .with("ledger.persistent", "true")
            .with("ledger.search", "5s")
            .with("run.max-share-rows", "5000");

    private static Oracle oracle;
    private static Path csv;

    @BeforeAll
    static void write() throws Exception {
        csv = OrderLines.write(CLUSTER.folder().resolve("lines.csv"), FaultGrid.SEED + 9, ROWS);
        oracle = new Oracle();
        oracle.read("lines", csv);
    }

    @AfterAll
    static void close() throws Exception {
        oracle.close();
    }

    private static void load() {
        FaultGrid.awaitDone(CLUSTER.client()
                .load(FaultGrid.lines("lines", csv)
                        .mode(WriteMode.REPLACE)
                        .partitionBy("orderkey")
                        .backups(1)
                        .spec()));
    }

    private static void killAll() {
        CLUSTER.kill(CLUSTER.nodes());
        CLUSTER.disarm();
    }

    private static DatasetInfo dataset(String name) {
        return CLUSTER.client().datasets().stream()
                .filter(info -> info.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(names = {"STAGE_AFTER", "CLOSE_BEFORE", "CLOSE_AFTER"})
    void whatWasCommittedIsStagedAndClosedOnce(Failpoint point) throws Exception {
        load();
        Targets targets = new Targets(CLUSTER.folder(), FaultGrid.fresh("restart"));
        String table = FaultGrid.fresh("kept");
        CLUSTER.nodes().forEach(node -> CLUSTER.arm(node, point, "hold"));
        JobHandle job = CLUSTER.client()
                .submit(targets.into(JobSpec.sql(Query.ROWS.sql())).table(table));
        CLUSTER.awaitHeld(point);
        awaitCommitted(job);

        killAll();
        CLUSTER.heal();

        FaultGrid.awaitDone(CLUSTER.client().job(job.id()));
        int lost = dataset(targets.dataset()).lostPartitions().size();
        if (point == Failpoint.CLOSE_AFTER
                || lost > 0) { // The dataset was closed, and gone with the memory that held it.
            targets.assertHoldOutsideTheGrid(oracle.answer(Query.ROWS), Query.ROWS, oracle);
            assertThat(lost).isEqualTo(64);
        } else {
            targets.assertHold(oracle.answer(Query.ROWS), Query.ROWS, oracle, CLUSTER.client());
            assertThat(AskTables.patientRows(TableIT.url(CLUSTER.node("b")), "SELECT COUNT(*) FROM " + table))
                    .containsExactly(String.valueOf(oracle.answer(Query.ROWS).count()));
            CLUSTER.client().dropTable(table);
        }
        assertThat(FaultGrid.shares(CLUSTER.client(), job.id()))
                .allSatisfy(share -> assertThat(share.get("attempts")).isEqualTo("1"));
    }

    /** The grid has lost results, and goes on; with a ledger on disk, Ignite refuses what is lost instead of finding nothing. */
    @Test
    void whatTwoOfThreeNodesHaveCommittedComesBackFromTheirJournals() throws Exception {
        load();
        Targets targets = new Targets(CLUSTER.folder(), FaultGrid.fresh("two"));
        CLUSTER.nodes().forEach(node -> CLUSTER.arm(node, Failpoint.STAGE_AFTER, "hold"));
        JobHandle job = CLUSTER.client().submit(targets.outside(JobSpec.sql(Query.ROWS.sql())));
        awaitCommitted(job);

        CLUSTER.kill(List.of(CLUSTER.node("b"), CLUSTER.node("c")));
        CLUSTER.heal();

        FaultGrid.awaitDone(CLUSTER.client().job(job.id()));
        targets.assertHoldOutsideTheGrid(oracle.answer(Query.ROWS), Query.ROWS, oracle);
    }

    @Test
    void oneNodeOfThreeGoesOnAndTakesNewData() {
        load();
        CLUSTER.kill(List.of(CLUSTER.node("b"), CLUSTER.node("c")));
        CLUSTER.awaitSize(1);

        try (Gridmill client = CLUSTER.client(CLUSTER.node("a"))) {
            assertThatThrownBy(() -> client.sql(Query.ROWS.sql()).close())
                    .hasMessageContaining("dataset lines has lost");
            FaultGrid.load(client, "later", csv);
            try (Result result = client.sql("SELECT COUNT(*) AS n FROM later")) {
                assertThat(result.next().contentToTSVString()).isEqualTo("n\n" + ROWS + "\n");
            }
            client.drop("later");
        }
    }

    private static void awaitCommitted(JobHandle job) {
        await("every share is committed")
                .atMost(FaultGrid.PATIENCE)
                .until(() -> !FaultGrid.shares(CLUSTER.client(), job.id()).isEmpty()
                        && FaultGrid.shares(CLUSTER.client(), job.id()).stream()
                                .allMatch(
                                        share -> List.of("COMMITTED", "STAGED").contains(share.get("state"))));
    }

    @Test
    void jobsOverADatasetThatIsLostFailAndSaySoOrWaitUntilItIsLoadedAgain() throws Exception {
        load();
        String table = FaultGrid.fresh("before");
        JobHandle before =
                CLUSTER.client().submit(JobSpec.sql(Query.GROUPS.sql()).table(table));
        FaultGrid.awaitDone(before);
        Targets failing = new Targets(CLUSTER.folder(), FaultGrid.fresh("failing"));
        Targets waiting = new Targets(CLUSTER.folder(), FaultGrid.fresh("waiting"));
        CLUSTER.nodes().forEach(node -> CLUSTER.arm(node, Failpoint.CLAIM_AFTER, "hold"));
        JobHandle waits = CLUSTER.client()
                .submit(waiting.into(JobSpec.sql(Query.ROWS.sql())).onLostDataset(LostDataset.WAIT));
        CLUSTER.nodes().forEach(node -> CLUSTER.awaitMet(node, Failpoint.CLAIM_AFTER));
        JobHandle fails = CLUSTER.client().submit(failing.into(JobSpec.sql(Query.ROWS.sql())));
        await("both jobs are cut")
                .atMost(FaultGrid.PATIENCE)
                .until(() -> fails.status().state() == JobState.OPEN);

        killAll();
        CLUSTER.heal();

        JobStatus failed = CLUSTER.client().job(fails.id()).awaitEnd(FaultGrid.PATIENCE);
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.cause()).contains("dataset lines was lost when all nodes stopped");
        failing.assertEmpty();
        assertThat(CLUSTER.client().job(before.id()).status().state()).isEqualTo(JobState.DONE);
        assertThatThrownBy(() -> AskTables.patientRows(TableIT.url(CLUSTER.node("c")), "SELECT * FROM " + table))
                .hasMessageContaining("'" + table.toUpperCase(Locale.ROOT) + "' not found");
        assertThat(dataset("lines").lostPartitions()).hasSize(64);
        assertThatThrownBy(() -> CLUSTER.client().sql(Query.ROWS.sql()).close())
                .hasMessageContaining("dataset lines was lost when all nodes stopped");
        await("the other job says what it waits for").atMost(FaultGrid.PATIENCE).untilAsserted(() -> {
            JobStatus status = CLUSTER.client().job(waits.id()).status();
            assertThat(status.state()).isEqualTo(JobState.OPEN);
            assertThat(status.cause()).contains("waits for its dataset").contains("lines was lost");
        });

        load();

        assertThat(dataset("lines").lostPartitions()).isEmpty();
        FaultGrid.awaitDone(CLUSTER.client().job(waits.id()));
        waiting.assertHold(oracle.answer(Query.ROWS), Query.ROWS, oracle, CLUSTER.client());
    }

    @Test
    void aNodeThatComesWithAnEmptyDiskAndFirstTakesTheLedgerFromTheOthers() throws Exception {
        load();
        JobHandle before = CLUSTER.client().submit(JobSpec.sql(Query.GROUPS.sql()));
        FaultGrid.awaitDone(before);
        NodeProcess wiped = CLUSTER.node("c");
        wiped.set("ledger.search", "5m");

        killAll();
        Folders.delete(wiped.dataFolder());
        CLUSTER.restart(wiped);
        await("it has founded a grid")
                .atMost(FaultGrid.PATIENCE)
                .until(() -> wiped.logText()
                        .lines()
                        .filter(line -> line.contains("looks for nodes that have a ledger"))
                        .findFirst()
                        .isPresent());
        CLUSTER.heal();
        wiped.set("ledger.search", "5s");

        assertThat(CLUSTER.client().job(before.id()).status().state()).isEqualTo(JobState.DONE);
        load();
    }

    /** c goes first and a last, so that only a knows all of it; the others start before a, and let it go first. */
    @Test
    void theNodeThatStoppedLastKnowsMostAndTheOthersLetItGoFirst() {
        load();
        CLUSTER.kill(CLUSTER.node("c"));
        CLUSTER.awaitSize(2);
        CLUSTER.kill(CLUSTER.node("b"));
        CLUSTER.awaitSize(1);
        JobHandle last = CLUSTER.client(CLUSTER.node("a")).submit(JobSpec.sql(Query.GROUPS.sql()));
        JobStatus ended = last.awaitEnd(FaultGrid.PATIENCE);
        CLUSTER.kill(CLUSTER.node("a"));

        CLUSTER.restart(CLUSTER.node("c"));
        CLUSTER.restart(CLUSTER.node("b"));
        CLUSTER.heal();

        // A state is seen before it is synced: killed right then, a node may have to take the last step again.
        assertThat(CLUSTER.client().job(last.id()).awaitEnd(FaultGrid.PATIENCE).state())
                .isEqualTo(ended.state());
    }

    @Test
    void theGridStartsWithoutANodeThatWillNeverComeBackWhenItIsTold() {
        load();
        JobHandle before = CLUSTER.client().submit(JobSpec.sql(Query.GROUPS.sql()));
        FaultGrid.awaitDone(before);
        NodeProcess told = CLUSTER.node("a");
        killAll();

        told.set("ledger.start-without", "b");
        CLUSTER.restart(told);
        CLUSTER.restart(CLUSTER.node("c"));
        CLUSTER.awaitReady(told);
        CLUSTER.awaitReady(CLUSTER.node("c"));

        try (Gridmill client = CLUSTER.client(told)) {
            assertThat(client.job(before.id()).status().state()).isEqualTo(JobState.DONE);
        }
        told.set("ledger.start-without", "none");
    }
}
