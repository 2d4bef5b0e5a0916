package io.gridmill.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.client.fake.Batches;
import io.gridmill.client.fake.FakeGrid;
import io.gridmill.client.fake.FakeNetwork;
import io.gridmill.client.fake.Outcome;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.DatasetInfo;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.schema.TableSchema;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FailoverTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final FakeGrid grid = new FakeGrid();

    @Test
    void when_nobody_listens_the_first_call_fails_at_once_naming_the_addresses() {
        FakeNetwork network = new FakeNetwork(grid);

        assertThatThrownBy(() -> Gridmill.connect(network, LONG, "a:1,b:2"))
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXTERNAL))
                .hasMessage("no node reachable at a:1, b:2 (a:1: connection refused)");
        assertThat(network.tried).containsExactly("a:1", "b:2");
    }

    @Test
    void the_second_address_answers_when_the_first_does_not() {
        FakeNetwork network = new FakeNetwork(grid, "b:2");

        try (Gridmill client = Gridmill.connect(network, LONG, "a:1", "b:2")) {
            assertThat(client.nodes()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_submit_whose_node_dies_is_one_job_at_a_node_that_was_never_named(boolean doneBeforeItDied) {
        grid.outcome = spec -> Outcome.done(List.of(Batches.encode("n BIGINT")), 0);
        FakeNetwork network = new FakeNetwork(grid, "a:1", "b:2", "c:3");
        try (Gridmill client = Gridmill.connect(network, LONG, "a:1")) {
            network.dieAt("submit", doneBeforeItDied);

            JobHandle job = client.submit("j1", JobSpec.sql("SELECT 1 FROM t"));

            assertThat(job.await(LONG).id()).isEqualTo("j1");
            assertThat(grid.specs).containsOnlyKeys("j1");
            assertThat(network.tried).containsExactly("a:1", "a:1", "b:2");
        }
        assertThat(network.open).isEmpty();
    }

    @Test
    void a_drop_whose_node_died_after_dropping_is_a_success() {
        grid.datasets.add(new DatasetInfo(
                "t", TableSchema.parse("n BIGINT"), 1, 1, 64, 1, List.of(), 0, 0, 0, FakeGrid.SUBMITTED, List.of()));
        FakeNetwork network = new FakeNetwork(grid, "a:1", "b:2");
        try (Gridmill client = Gridmill.connect(network, LONG, "a:1")) {
            network.dieAt("drop", true);

            client.drop("t");

            assertThat(client.datasets()).isEmpty();
        }
    }

    @Test
    void when_all_nodes_are_gone_the_error_names_all_that_were_tried() {
        FakeNetwork network = new FakeNetwork(grid, "a:1", "b:2");
        try (Gridmill client = Gridmill.connect(network, SHORT, "a:1")) {
            network.kill("a:1");
            network.kill("b:2");

            assertThatThrownBy(client::datasets)
                    .hasMessage("no node reachable at a:1; tried also b:2 (a:1: connection refused)");
        }
    }

    @Test
    void a_call_outlasts_a_time_without_any_node() {
        FakeNetwork network = new FakeNetwork(grid, "a:1");
        try (Gridmill client = Gridmill.connect(network, LONG, "a:1")) {
            network.kill("a:1");
            int before = network.tried.size();
            ExecutorService other = Executors.newSingleThreadExecutor();
            Future<?> answer = other.submit(client::datasets);
            Awaitility.await().until(() -> network.tried.size() > before + 2);

            network.start("a:1");

            assertThat(answer).succeedsWithin(LONG);
            other.shutdown();
        }
    }

    @Test
    void many_threads_share_a_client_while_its_node_dies() {
        FakeNetwork network = new FakeNetwork(grid, "a:1", "b:2");
        try (Gridmill client = Gridmill.connect(network, LONG, "a:1")) {
            network.dieAt("datasets", false);

            assertThat(IntStream.range(0, 200).parallel().mapToObj(i -> client.datasets()))
                    .hasSize(200);
            assertThat(network.open).hasSize(1);
        }
        assertThat(network.open).isEmpty();
    }

    @Test
    void a_node_that_refuses_the_client_is_not_asked_again() {
        ServiceConnection.Opener refusing = address -> {
            throw GridmillException.external("the node refuses this client", new SecurityException());
        };

        assertThatThrownBy(() -> Gridmill.connect(refusing, LONG, "a:1")).hasMessage("the node refuses this client");
    }
}
