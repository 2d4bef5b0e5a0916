package io.gridmill.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Result;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.JobStatus;
import io.gridmill.core.job.WriteMode;
import io.gridmill.node.fault.Failpoint;
import io.gridmill.tests.cluster.NodeProcess;
import io.gridmill.tests.cluster.ProcessCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs among nodes that come and go, clients that go, shares that throw, and other jobs. */
class JobFaultIT {
    @RegisterExtension
    static final ProcessCluster CLUSTER = FaultClusters.SHARED;

    private static final int ROWS = 40_000;
    /** All rows of a dataset in one partition, so one share. */
    private static final Query SMALL = Query.ROWS.over("small");

    private static Oracle oracle;
    private static Path lines;
    private static Path small;

    @BeforeAll
    static void load() throws Exception {
        lines = OrderLines.write(CLUSTER.folder().resolve("job-lines.csv"), FaultGrid.SEED + 2, ROWS);
        small = OrderLines.write(CLUSTER.folder().resolve("small.csv"), FaultGrid.SEED + 3, ROWS / 4);
        oracle = new Oracle();
        oracle.read("lines", lines);
        oracle.read("small", small);
        FaultGrid.load(CLUSTER.client(), "lines", lines);
        FaultGrid.awaitDone(CLUSTER.client().load(FaultGrid.onePartition("small", small)));
    }

    @AfterAll
    static void drop() throws Exception {
        CLUSTER.client().drop("lines");
        CLUSTER.client().drop("small");
        oracle.close();
    }

    @Test
    void aNodeThatJoinsAndLeavesInTheMiddleOfJobsLosesAndDoublesNothing() throws Exception {
        Targets targets = new Targets(CLUSTER.folder(), FaultGrid.fresh("join"));
        CLUSTER.armFirst(Failpoint.RUN, "hold");
        JobHandle across = CLUSTER.client().submit(targets.into(JobSpec.sql(Query.ROWS.sql())));
        CLUSTER.awaitHeld(Failpoint.RUN);

        NodeProcess joined = CLUSTER.add();
        CLUSTER.awaitWhole();
        CLUSTER.release(Failpoint.RUN);
        FaultGrid.awaitDone(across);
        targets.assertHold(oracle.answer(Query.ROWS), Query.ROWS, oracle, CLUSTER.client());

        JobHandle later = CLUSTER.client().submit(JobSpec.sql(Query.GROUPS.sql()));
        FaultGrid.awaitDone(later);
        assertThat(FaultGrid.shares(CLUSTER.client(), later.id()))
                .as("a job after the join has a share on the new node")
                .anySatisfy(share -> assertThat(share.get("node")).isEqualTo(joined.name()));

        CLUSTER.armFirst(Failpoint.RUN, "hold");
        JobHandle leaving = CLUSTER.client().submit(JobSpec.sql(Query.ROWS.sql()));
        CLUSTER.awaitHeld(Failpoint.RUN);
        joined.terminate();
        CLUSTER.release(Failpoint.RUN);
        FaultGrid.awaitDone(leaving);
        assertThat(CLUSTER.awaitEnd(joined, Duration.ofSeconds(60)))
                .as("status of a JVM that SIGTERM has ended")
                .isEqualTo(143);
        assertThat(joined.logText()).contains("drains").contains("has stopped");
        CLUSTER.remove(joined);
        try (Result result = leaving.fetch()) {
            Rows.of(result, Query.ROWS.decimals()).assertSameAs("result", oracle.answer(Query.ROWS));
        }
    }

    @Test
    void aClientWhoseNodeDiesGoesOnWaitingAtAnother() throws Exception {
        NodeProcess victim = CLUSTER.node("b");
        CLUSTER.armFirst(Failpoint.RUN, "hold");
        try (Gridmill client = CLUSTER.client(victim)) {
            JobHandle job = client.submit(JobSpec.sql(Query.GROUPS.sql()));
            CLUSTER.awaitHeld(Failpoint.RUN);
            CompletableFuture<JobStatus> end = CompletableFuture.supplyAsync(() -> job.await(FaultGrid.PATIENCE));

            CLUSTER.kill(victim);
            CLUSTER.release(Failpoint.RUN);

            assertThat(end.get().state()).isEqualTo(JobState.DONE);
            try (Result result = job.fetch()) {
                Rows.of(result, Query.GROUPS.decimals()).assertSameAs("result", oracle.answer(Query.GROUPS));
            }
        }
    }

    @Test
    void theSameIdAtTwoNodesAtOnceIsOneJob() throws Exception {
        Targets targets = new Targets(CLUSTER.folder(), FaultGrid.fresh("twice"));
        JobSpec spec = targets.into(JobSpec.sql(Query.ROWS.sql()));
        String id = FaultGrid.fresh("twice");
        CyclicBarrier together = new CyclicBarrier(2);
        List<CompletableFuture<JobStatus>> ends = new ArrayList<>();
        for (String node : List.of("a", "c")) {
            ends.add(CompletableFuture.supplyAsync(() -> {
                try (Gridmill client = CLUSTER.client(CLUSTER.node(node))) {
                    together.await();
                    return client.submit(id, spec).await(FaultGrid.PATIENCE);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }

        for (CompletableFuture<JobStatus> end : ends) {
            assertThat(end.get().state()).isEqualTo(JobState.DONE);
        }
        assertThat(CLUSTER.client().submit(id, spec).status().state())
                .as("submitted once more, after its end")
                .isEqualTo(JobState.DONE);
        targets.assertHold(oracle.answer(Query.ROWS), Query.ROWS, oracle, CLUSTER.client());
        assertThatThrownBy(() -> CLUSTER.client().submit(id, spec.priority(9)))
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER))
                .hasMessageContaining(id)
                .hasMessageContaining("another spec");
    }

    @Test
    void cancellingEndsAJobWhileAShareStillRunsAndNothingIsPublished() throws Exception {
        Targets targets = new Targets(CLUSTER.folder(), FaultGrid.fresh("cancel"));
        CLUSTER.armFirst(Failpoint.RUN, "hold");
        JobHandle job = CLUSTER.client().submit(targets.into(JobSpec.sql(Query.ROWS.sql())));
        CLUSTER.awaitHeld(Failpoint.RUN);

        job.cancel();
        JobStatus status = job.awaitEnd(Duration.ofSeconds(10));
        CLUSTER.release(Failpoint.RUN);

        assertThat(status.state()).isEqualTo(JobState.CANCELLED);
        awaitNothingRuns();
        targets.assertEmpty();
        assertThat(CLUSTER.client().datasets()).noneMatch(info -> info.name().equals(targets.dataset()));
    }

    @Test
    void aJobPastItsDeadlineFailsAndNothingIsPublished() throws Exception {
        Targets targets = new Targets(CLUSTER.folder(), FaultGrid.fresh("deadline"));
        CLUSTER.armFirst(Failpoint.RUN, "hold");
        JobSpec spec = targets.into(JobSpec.sql(Query.ROWS.sql())).deadline(Duration.ofSeconds(3));
        JobHandle job = CLUSTER.client().submit(spec);
        CLUSTER.awaitHeld(Failpoint.RUN);

        JobStatus status = job.awaitEnd(Duration.ofSeconds(20));
        CLUSTER.release(Failpoint.RUN);

        assertThat(status.state()).isEqualTo(JobState.FAILED);
        assertThat(status.cause()).contains("deadline");
        awaitNothingRuns();
        targets.assertEmpty();
    }

    @Test
    void aShareThatThrowsIsTriedByAnotherHolder() throws Exception {
        Targets targets = new Targets(CLUSTER.folder(), FaultGrid.fresh("throw"));
        CLUSTER.armFirst(Failpoint.RUN, "throw");

        JobHandle job = CLUSTER.client().submit(targets.into(JobSpec.sql(SMALL.sql())));
        JobStatus status = FaultGrid.awaitDone(job);

        assertThat(status.takeovers()).isEqualTo(1);
        assertThat(FaultGrid.shares(CLUSTER.client(), job.id())).singleElement().satisfies(share -> {
            assertThat(share.get("attempts")).isEqualTo("2");
            assertThat(share.get("cause")).contains("failpoint run");
        });
        targets.assertHold(oracle.answer(SMALL), SMALL, oracle, CLUSTER.client());
    }

    @Test
    void aShareThatThrowsEverywhereFailsItsJob() throws Exception {
        Targets targets = new Targets(CLUSTER.folder(), FaultGrid.fresh("quarantine"));
        CLUSTER.nodes().forEach(node -> CLUSTER.arm(node, Failpoint.RUN, "throw"));

        JobHandle job = CLUSTER.client().submit(targets.into(JobSpec.sql(SMALL.sql())));
        JobStatus status = job.awaitEnd(FaultGrid.PATIENCE);

        assertThat(status.state()).isEqualTo(JobState.FAILED);
        assertThat(status.cause())
                .contains("failpoint run")
                .contains("share 0")
                .contains("attempt 3 of 3")
                .contains("on node");
        assertThat(FaultGrid.shares(CLUSTER.client(), job.id())).singleElement().satisfies(share -> {
            assertThat(share.get("state")).isEqualTo("QUARANTINED");
            assertThat(share.get("attempts")).isEqualTo("3");
        });
        targets.assertEmpty();
    }

    @Test
    void aJobThatAllowsItEndsPartialWithTheRowsOfAllOtherShares() throws Exception {
        CLUSTER.armFirst(Failpoint.RUN, "throw");

        JobHandle job = CLUSTER.client()
                .submit(JobSpec.sql("SELECT * FROM lines").attempts(1).allowPartial(true));
        JobStatus status = job.await(FaultGrid.PATIENCE);

        assertThat(status.state()).isEqualTo(JobState.PARTIAL);
        assertThat(status.cause()).contains("is missing").contains("failpoint run");
        Map<String, String> missing = FaultGrid.shares(CLUSTER.client(), job.id()).stream()
                .filter(share -> "QUARANTINED".equals(share.get("state")))
                .findFirst()
                .orElseThrow();
        List<Integer> decimals = List.of(3, 4, 5);
        try (Result result = job.fetch()) {
            Rows rows = Rows.of(result, decimals);
            rows.assertPartOf(
                    "rows of the other shares", oracle.answer(new Query("all", "SELECT * FROM lines", decimals)));
            assertThat(rows.count()).isEqualTo(ROWS - Long.parseLong(missing.get("input_rows")));
        }
    }

    @Test
    void aWaitingJobOfHigherPriorityStartsBeforeAnEarlierOne() {
        CLUSTER.armFirst(Failpoint.RUN, "hold");
        JobHandle first = CLUSTER.client().submit(JobSpec.sql(SMALL.sql()));
        CLUSTER.awaitHeld(Failpoint.RUN);
        JobHandle low = CLUSTER.client().submit(JobSpec.sql(SMALL.sql()).named("low"));
        awaitWaiting(1);
        JobHandle high =
                CLUSTER.client().submit(JobSpec.sql(SMALL.sql()).named("high").priority(5));
        awaitWaiting(2);

        CLUSTER.armFirst(Failpoint.CLAIM_AFTER, "hold");
        CLUSTER.release(Failpoint.RUN);
        CLUSTER.awaitHeld(Failpoint.CLAIM_AFTER);

        assertThat(stateOfOnlyShare(high)).isEqualTo("RUNNING");
        assertThat(stateOfOnlyShare(low)).isEqualTo("PLANNED");
        CLUSTER.release(Failpoint.CLAIM_AFTER);
        FaultGrid.awaitDone(first);
        FaultGrid.awaitDone(high);
        FaultGrid.awaitDone(low);
    }

    private static String stateOfOnlyShare(JobHandle job) {
        return String.valueOf(
                FaultGrid.shares(CLUSTER.client(), job.id()).get(0).get("state"));
    }

    @Test
    void aJobGoesOnReadingTheVersionThatItBeganWith() throws Exception {
        Gridmill client = CLUSTER.client();
        for (String dataset : List.of("replaced", "dropped", "unread")) {
            FaultGrid.load(client, dataset, small);
        }
        // Shares of both jobs stay on c, one begun, one waiting for the only slot; loads of one split go to a.
        CLUSTER.arm(CLUSTER.node("c"), Failpoint.CLAIM_AFTER, "hold");
        JobHandle ofReplaced = client.submit(JobSpec.sql(SMALL.sql().replace("small", "replaced")));
        CLUSTER.awaitHeld(Failpoint.CLAIM_AFTER);
        JobHandle ofDropped = client.submit(JobSpec.sql(SMALL.sql().replace("small", "dropped")));
        awaitOpen(ofDropped);

        Path other = OrderLines.write(CLUSTER.folder().resolve("other.csv"), FaultGrid.SEED + 4, 1_000);
        client.drop("dropped");
        client.drop("unread");
        FaultGrid.awaitDone(client.load(FaultGrid.lines("replaced", other)
                .mode(WriteMode.REPLACE)
                .partitionBy("orderkey")
                .backups(1)
                .spec()));
        await("a generation that nobody reads is destroyed, so housekeeping has passed by")
                .atMost(Duration.ofSeconds(40))
                .until(() -> Targets.cachesInGrid(CLUSTER.node("a").clientAddress(), "unread-") == 0);
        assertThat(List.of(ofReplaced.status().state(), ofDropped.status().state()))
                .containsOnly(JobState.OPEN);
        CLUSTER.release(Failpoint.CLAIM_AFTER);

        for (JobHandle job : List.of(ofReplaced, ofDropped)) {
            FaultGrid.awaitDone(job);
            try (Result result = job.fetch()) {
                Rows.of(result, SMALL.decimals()).assertSameAs("version that was pinned", oracle.answer(SMALL));
            }
        }
        assertThatThrownBy(() -> client.sql("SELECT COUNT(*) FROM dropped").close())
                .hasMessageContaining("there is no dataset 'dropped'");
        try (Result result = client.sql("SELECT COUNT(*) AS n FROM replaced")) {
            assertThat(result.next().getVector("n").getObject(0)).isEqualTo(1_000L);
        }
        await("what nobody reads any more is destroyed")
                .atMost(Duration.ofSeconds(40))
                .until(() -> Targets.cachesInGrid(CLUSTER.node("a").clientAddress(), "dropped-") == 0);
        client.drop("replaced");
    }

    private static void awaitOpen(JobHandle job) {
        await("job " + job.id() + " is planned")
                .atMost(Duration.ofSeconds(20))
                .until(() -> job.status().state() == JobState.OPEN);
    }

    private static void awaitWaiting(int count) {
        await(count + " shares wait")
                .atMost(Duration.ofSeconds(20))
                .until(() -> CLUSTER.nodes().stream()
                                .mapToDouble(node -> node.metric("gridmill_shares_waiting"))
                                .sum()
                        == count);
    }

    private static void awaitNothingRuns() {
        await("attempts have ended")
                .atMost(Duration.ofSeconds(10))
                .until(() -> CLUSTER.nodes().stream().allMatch(node -> node.metric("gridmill_shares_running") == 0));
    }
}
