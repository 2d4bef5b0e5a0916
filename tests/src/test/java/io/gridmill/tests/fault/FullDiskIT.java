package io.gridmill.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.WriteMode;
import io.gridmill.node.fault.Failpoint;
import io.gridmill.tests.cluster.NodeProcess;
import io.gridmill.tests.cluster.ProcessCluster;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The journal of one node lies on a small disk, which runs full. Needs root, for the disk. */
class FullDiskIT {
    private static final int ROWS = 30_000;
    private static final int MEBIBYTE = 1 << 20;
    private static final Path DISK = Path.of("target", "full-disk").toAbsolutePath();
    private static final Path FILLER = DISK.resolve("filler");

    @RegisterExtension
    static final ProcessCluster CLUSTER = FaultGrid.cluster("disk", false).with("run.max-share-rows", "5000");

    private static Oracle oracle;

    @BeforeAll
    static void aNodeWithASmallDisk() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root can mount a small disk");
        Files.createDirectories(DISK);
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", DISK.toString()),
                "no small disk can be mounted here");
        NodeProcess small = small();
        small.set("journal.dir", DISK.resolve("journal").toString());
        CLUSTER.kill(small);
        CLUSTER.restart(small);
        CLUSTER.awaitWhole();

        Path csv = OrderLines.write(CLUSTER.folder().resolve("lines.csv"), FaultGrid.SEED + 11, ROWS);
        oracle = new Oracle();
        oracle.read("lines", csv);
        FaultGrid.awaitDone(CLUSTER.client()
                .load(FaultGrid.lines("lines", csv)
                        .mode(WriteMode.CREATE)
                        .partitionBy("orderkey")
                        .backups(2)
                        .spec()));
    }

    @AfterAll
    static void unmount() throws Exception {
        if (oracle != null) {
            oracle.close();
            CLUSTER.kill(small());
            assertThat(run("umount", DISK.toString())).as("unmounted").isTrue();
        }
    }

    @AfterEach
    void makeRoom() throws IOException {
        Files.deleteIfExists(FILLER);
    }

    private static NodeProcess small() {
        return CLUSTER.node("a");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    /** Leaves so much of the disk free. */
    private static void fill(int mebibytes) throws IOException {
        byte[] zeros = new byte[MEBIBYTE];
        try (OutputStream out = Files.newOutputStream(FILLER)) {
            long more;
            while ((more = Files.getFileStore(DISK).getUsableSpace() - mebibytes * (long) MEBIBYTE) > 0) {
                out.write(zeros, 0, (int) Math.min(MEBIBYTE, more));
            }
        }
    }

    private static JobSpec rowsInto(Targets targets) {
        return targets.into(JobSpec.sql(Query.ROWS.sql()));
    }

    private static List<Map<String, String>> sharesOfSmall(JobHandle job, boolean own) {
        return FaultGrid.shares(CLUSTER.client(), job.id()).stream()
                .filter(share -> small().name().equals(share.get("node")) == own)
                .toList();
    }

    @Test
    void itRefusesJobsAndSaysWhy() throws IOException {
        fill(8);

        try (Gridmill client = CLUSTER.client(small())) {
            assertThatThrownBy(() -> client.submit(JobSpec.sql(Query.GROUPS.sql())))
                    .hasMessageContaining("the journal must leave journal.min-free=16MiB of its disk free")
                    .hasMessageContaining(DISK.toString());
            makeRoom();
            FaultGrid.awaitDone(client.submit(JobSpec.sql(Query.GROUPS.sql())));
        }
    }

    @Test
    void whatItWasToRunWaitsForRoom() throws Exception {
        fill(8);
        Targets targets = new Targets(CLUSTER.folder(), FaultGrid.fresh("room"));
        JobHandle job;
        try (Gridmill client = CLUSTER.client(CLUSTER.node("b"))) {
            job = client.submit(rowsInto(targets));
        }
        await("the others have run theirs")
                .atMost(FaultGrid.PATIENCE)
                .until(() -> !sharesOfSmall(job, false).isEmpty()
                        && sharesOfSmall(job, false).stream().allMatch(share -> "STAGED".equals(share.get("state"))));
        assertThat(sharesOfSmall(job, true))
                .isNotEmpty()
                .allSatisfy(share -> assertThat(share.get("state")).isEqualTo("PLANNED"));
        assertThat(CLUSTER.client().job(job.id()).status().state()).isEqualTo(JobState.OPEN);

        makeRoom();

        FaultGrid.awaitDone(CLUSTER.client().job(job.id()));
        targets.assertHold(oracle.answer(Query.ROWS), Query.ROWS, oracle, CLUSTER.client());
    }

    @Test
    void whatItRunsWhenTheDiskIsFullGoesOnElsewhere() throws Exception {
        Targets targets = new Targets(CLUSTER.folder(), FaultGrid.fresh("full"));
        CLUSTER.arm(small(), Failpoint.RUN, "hold");
        JobHandle job = CLUSTER.client().submit(rowsInto(targets));
        CLUSTER.awaitHeld(Failpoint.RUN);
        fill(1);
        CLUSTER.release(Failpoint.RUN);

        await("the share that was to be written goes on elsewhere")
                .atMost(FaultGrid.PATIENCE)
                .until(() -> sharesOfSmall(job, false).stream()
                        .anyMatch(share -> String.valueOf(share.get("cause")).contains("journal.min-free")
                                && "STAGED".equals(share.get("state"))));
        assertThat(small().isAlive()).isTrue();
        makeRoom();

        FaultGrid.awaitDone(job);
        targets.assertHold(oracle.answer(Query.ROWS), Query.ROWS, oracle, CLUSTER.client());
    }

    @Test
    void itDoesNotStartWithoutRoomAndSaysWhy() throws IOException {
        CLUSTER.kill(small());
        fill(8);
        CLUSTER.restart(small());
        int status = CLUSTER.awaitEnd(small(), Duration.ofMinutes(1));

        assertThat(status).isNotZero();
        assertThat(small().logText())
                .contains("gridmill: the journal must leave journal.min-free=16MiB of its disk free");

        makeRoom();
        CLUSTER.restart(small());
        CLUSTER.awaitReady(small());
    }
}
