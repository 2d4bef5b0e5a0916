package io.gridmill.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.core.job.DatasetInfo;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.WriteMode;
import io.gridmill.node.fault.Failpoint;
import io.gridmill.tests.cluster.NodeProcess;
import io.gridmill.tests.cluster.ProcessCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
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
    @EnumSource(names = {"STAGE_AFTER", "DECIDE_AFTER", "CLOSE_BEFORE", "CLOSE_AFTER"})
    void whatWasCommittedIsStagedAndClosedOnce(Failpoint point) throws Exception {
        load();
        Targets targets = new Targets(CLUSTER.folder(), FaultGrid.fresh("restart"));
        CLUSTER.nodes().forEach(node -> CLUSTER.arm(node, point, "hold"));
        JobHandle job = CLUSTER.client().submit(targets.into(JobSpec.sql(Query.ROWS.sql())));
        CLUSTER.awaitHeld(point);
        await("every share is committed")
                .atMost(FaultGrid.PATIENCE)
                .until(() -> FaultGrid.shares(CLUSTER.client(), job.id()).stream()
                        .allMatch(share -> List.of("COMMITTED", "STAGED").contains(share.get("state"))));

        killAll();
        CLUSTER.heal();

        FaultGrid.awaitDone(CLUSTER.client().job(job.id()));
        if (point == Failpoint.CLOSE_AFTER) { // The dataset was closed, and gone with the memory that held it.
            targets.assertHoldOutsideTheGrid(oracle.answer(Query.ROWS), Query.ROWS, oracle);
            assertThat(dataset(targets.dataset()).lostPartitions()).hasSize(64);
        } else {
            targets.assertHold(oracle.answer(Query.ROWS), Query.ROWS, oracle, CLUSTER.client());
        }
        assertThat(FaultGrid.shares(CLUSTER.client(), job.id()))
                .allSatisfy(share -> assertThat(share.get("attempts")).isEqualTo("1"));
    }

    @Test
    void aNodeThatComesWithAnEmptyDiskAndFirstTakesTheLedgerFromTheOthers() throws Exception {
        load();
        JobHandle before = CLUSTER.client().submit(JobSpec.sql(Query.GROUPS.sql()));
        FaultGrid.awaitDone(before);
        NodeProcess wiped = CLUSTER.node("c");
        wiped.set("ledger.search", "5m");

        killAll();
        delete(wiped.dataFolder());
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

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
