package io.gridmill.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gridmill.client.JobHandle;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobStatus;
import io.gridmill.node.fault.Failpoint;
import io.gridmill.tests.cluster.NodeProcess;
import io.gridmill.tests.cluster.ProcessCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A node dies, or sleeps too long, at every point of the protocol, and every sink holds every row once. */
class KillIT {
    /** Points at which the dead node's share has to be done by another. */
    private static final Set<Failpoint> TAKEN_OVER =
            EnumSet.of(Failpoint.CLAIM_AFTER, Failpoint.RUN, Failpoint.SEAL_AFTER);

    @RegisterExtension
    static final ProcessCluster CLUSTER = FaultClusters.SHARED;

    private static Oracle oracle;

    @BeforeAll
    static void load() throws Exception {
        Path csv = OrderLines.write(CLUSTER.folder().resolve("lines.csv"), FaultGrid.SEED, FaultGrid.ROWS);
        oracle = new Oracle();
        oracle.read("lines", csv);
        FaultGrid.load(CLUSTER.client(), "lines", csv);
    }

    @AfterAll
    static void drop() throws Exception {
        CLUSTER.client().drop("lines");
        oracle.close();
    }

    /** In turn rows and an aggregate; the fault battery has the rest. */
    static Stream<Arguments> deaths() {
        return Stream.of(
                Arguments.of(Failpoint.CLAIM_AFTER, Query.ROWS),
                Arguments.of(Failpoint.RUN, Query.GROUPS),
                Arguments.of(Failpoint.SEAL_AFTER, Query.ROWS),
                Arguments.of(Failpoint.COMMIT_AFTER, Query.GROUPS),
                Arguments.of(Failpoint.STAGE_AFTER, Query.ROWS),
                Arguments.of(Failpoint.DECIDE_AFTER, Query.GROUPS),
                Arguments.of(Failpoint.CLOSE_BEFORE, Query.ROWS),
                Arguments.of(Failpoint.CLOSE_AFTER, Query.GROUPS));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("deaths")
    void everyRowIsThereOnceAfterANodeDied(Failpoint point, Query query) throws Exception {
        Targets targets = new Targets(CLUSTER.folder(), FaultGrid.fresh("kill"));
        CLUSTER.armFirst(point, "kill");

        JobHandle job = CLUSTER.client().submit(targets.into(JobSpec.sql(query.sql())));
        NodeProcess victim = CLUSTER.awaitDead();
        JobStatus status = FaultGrid.awaitDone(job);
        CLUSTER.restart(victim);

        Rows expected = oracle.answer(query);
        assertThat(status.resultRows()).isEqualTo(expected.count());
        targets.assertHold(expected, query, oracle, CLUSTER.client());
        if (TAKEN_OVER.contains(point)) {
            assertThat(FaultGrid.shares(CLUSTER.client(), job.id()))
                    .as("shares of the dead node that others took over")
                    .anySatisfy(share -> {
                        assertThat(share.get("taken_from")).isEqualTo(victim.name());
                        assertThat(share.get("node")).isNotEqualTo(victim.name());
                        assertThat(share.get("state")).isIn("COMMITTED", "STAGED");
                    });
        }
        CLUSTER.awaitWhole();
    }

    /** Partials are held back on c until a has committed its own, so that what a meets next at the point is the final share. */
    @ParameterizedTest
    @EnumSource(names = {"SEAL_AFTER", "COMMIT_AFTER"})
    void theFinalShareOfAnAggregateSurvivesTheDeathOfItsNode(Failpoint point) throws Exception {
        Targets targets = new Targets(CLUSTER.folder(), FaultGrid.fresh("last"));
        NodeProcess victim = CLUSTER.node("a");
        CLUSTER.arm(CLUSTER.node("c"), Failpoint.CLAIM_AFTER, "hold");
        JobHandle job = CLUSTER.client().submit(targets.into(JobSpec.sql(Query.GROUPS.sql())));
        CLUSTER.awaitHeld(Failpoint.CLAIM_AFTER);
        await("a has committed its partial")
                .atMost(FaultGrid.PATIENCE)
                .until(() -> FaultGrid.shares(CLUSTER.client(), job.id()).stream()
                        .anyMatch(share ->
                                victim.name().equals(share.get("node")) && "COMMITTED".equals(share.get("state"))));

        CLUSTER.arm(victim, point, "kill");
        CLUSTER.release(Failpoint.CLAIM_AFTER);
        assertThat(CLUSTER.awaitDead()).isSameAs(victim);
        FaultGrid.awaitDone(job);
        CLUSTER.restart(victim);

        targets.assertHold(oracle.answer(Query.GROUPS), Query.GROUPS, oracle, CLUSTER.client());
        if (point == Failpoint.SEAL_AFTER) {
            assertThat(FaultGrid.shares(CLUSTER.client(), job.id())).anySatisfy(share -> {
                assertThat(share.get("share")).isEqualTo("final.0");
                assertThat(share.get("taken_from")).isEqualTo(victim.name());
            });
        }
    }

    /** One partition, so one share, which ends with the result; when it is taken over, its child writes a partial for a final share. */
    @Test
    void theOnlyShareOfAnAggregateSurvivesTheDeathOfItsNode() throws Exception {
        String dataset = FaultGrid.fresh("single");
        FaultGrid.awaitDone(CLUSTER.client()
                .load(FaultGrid.onePartition(dataset, CLUSTER.folder().resolve("lines.csv"))));
        Targets targets = new Targets(CLUSTER.folder(), FaultGrid.fresh("only"));
        CLUSTER.armFirst(Failpoint.RUN, "kill");

        JobHandle job = CLUSTER.client()
                .submit(targets.into(JobSpec.sql(Query.GROUPS.sql().replace("FROM lines", "FROM " + dataset))));
        NodeProcess victim = CLUSTER.awaitDead();
        FaultGrid.awaitDone(job);
        CLUSTER.restart(victim);

        targets.assertHold(oracle.answer(Query.GROUPS), Query.GROUPS, oracle, CLUSTER.client());
        // The final share was meant for the node that died, as the only one.
        assertThat(FaultGrid.shares(CLUSTER.client(), job.id()).stream()
                        .filter(share -> !"SPLIT".equals(share.get("state")))
                        .map(share -> share.get("share")))
                .containsExactlyInAnyOrder("0.0", "final.0");
        CLUSTER.client().drop(dataset);
        CLUSTER.awaitWhole();
    }

    @Test
    void anAttemptThatWakesAfterItsShareWasTakenOverSpoilsNothing() throws Exception {
        Targets targets = new Targets(CLUSTER.folder(), FaultGrid.fresh("zombie"));
        CLUSTER.armFirst(Failpoint.SEAL_AFTER, "stop");

        JobHandle job = CLUSTER.client().submit(targets.into(JobSpec.sql(Query.ROWS.sql())));
        NodeProcess zombie = CLUSTER.awaitStopped();
        FaultGrid.awaitDone(job);
        Rows expected = oracle.answer(Query.ROWS);
        targets.assertHold(expected, Query.ROWS, oracle, CLUSTER.client());
        CLUSTER.wake(zombie);
        int status = CLUSTER.awaitEnd(zombie, Duration.ofSeconds(30));

        assertThat(status)
                .as("a node that was thrown out of the grid ends by itself")
                .isEqualTo(1);
        targets.assertHold(expected, Query.ROWS, oracle, CLUSTER.client());
        assertThat(FaultGrid.shares(CLUSTER.client(), job.id()))
                .anySatisfy(share -> assertThat(share.get("taken_from")).isEqualTo(zombie.name()));
    }
}
