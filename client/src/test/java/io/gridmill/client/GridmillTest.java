package io.gridmill.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.client.fake.Batches;
import io.gridmill.client.fake.FakeGrid;
import io.gridmill.client.fake.FakeNetwork;
import io.gridmill.client.fake.Outcome;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.JobStatus;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.source.RejectedRow;
import io.gridmill.core.source.SourceSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GridmillTest {
    private static final byte[] EMPTY = Batches.encode("n BIGINT");

    private final FakeGrid grid = new FakeGrid();
    private final FakeNetwork network = new FakeNetwork(grid, "a:1");
    private Gridmill client;

    @BeforeEach
    void connect() {
        client = Gridmill.connect(network, Duration.ofMillis(50), "a:1");
        grid.outcome = spec -> Outcome.done(List.of(EMPTY), 0);
    }

    @AfterEach
    void close() {
        client.close();
        assertThat(network.open).isEmpty();
    }

    @Test
    void a_submitted_job_is_awaited_and_its_rows_are_read_batch_by_batch() {
        grid.outcome = spec -> Outcome.done(
                List.of(Batches.encode("n BIGINT", List.of(1L), List.of(2L)), Batches.encode("n BIGINT", List.of(3L))),
                3);

        JobHandle job = client.submit("j1", JobSpec.sql("SELECT n FROM t"));
        JobStatus last = job.await(Duration.ofSeconds(5));

        assertThat(last.state()).isEqualTo(JobState.DONE);
        try (Result result = job.fetch()) {
            assertThat(result.schema()).hasToString("n BIGINT");
            assertThat(longs(result)).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void a_result_without_rows_has_a_schema_and_no_batch() {
        JobHandle job = client.submit(JobSpec.sql("SELECT n FROM t"));
        job.await(Duration.ofSeconds(5));

        try (Result result = job.fetch()) {
            assertThat(result.schema()).hasToString("n BIGINT");
            assertThat(result.hasNext()).isFalse();
        }
    }

    @Test
    void empty_batches_within_a_result_are_passed_over() {
        grid.outcome = spec -> Outcome.done(
                List.of(EMPTY, Batches.encode("n BIGINT", List.of(7L)), EMPTY, Batches.encode("n BIGINT", List.of(8L))),
                2);
        JobHandle job = client.submit(JobSpec.sql("SELECT n FROM t"));
        job.await(Duration.ofSeconds(5));

        try (Result result = job.fetch()) {
            assertThat(longs(result)).containsExactly(7L, 8L);
        }
    }

    @Test
    void who_has_waited_for_the_end_knows_which_batch_is_the_last() {
        grid.outcome = spec -> Outcome.done(
                List.of(Batches.encode("n BIGINT", List.of(1L)), Batches.encode("n BIGINT", List.of(2L))), 2);
        JobHandle job = client.submit("j1", JobSpec.sql("SELECT n FROM t"));
        job.await(Duration.ofSeconds(5));
        try (Result result = job.fetch()) {
            assertThat(longs(result)).containsExactly(1L, 2L);
        }
        assertThat(grid.batchesAsked).containsExactly(0, 1);

        try (Result result = client.job("j1").fetch()) {
            assertThat(longs(result)).containsExactly(1L, 2L);
        }
        assertThat(grid.batchesAsked).as("of a handle that has not waited").containsExactly(0, 1, 0, 1, 2);
    }

    @Test
    void a_result_closed_half_way_leaks_nothing() {
        grid.outcome = spec -> Outcome.done(
                List.of(Batches.encode("n BIGINT", List.of(1L)), Batches.encode("n BIGINT", List.of(2L))), 2);
        JobHandle job = client.submit(JobSpec.sql("SELECT n FROM t"));
        job.await(Duration.ofSeconds(5));

        Result result = job.fetch();
        result.next();
        result.hasNext();

        result.close(); // its allocator throws when anything is left
        assertThat(result.hasNext()).isFalse();
    }

    @Test
    void a_batch_stays_valid_while_the_client_looks_ahead() {
        grid.outcome = spec -> Outcome.done(
                List.of(Batches.encode("n BIGINT", List.of(1L)), Batches.encode("n BIGINT", List.of(2L))), 2);
        JobHandle job = client.submit(JobSpec.sql("SELECT n FROM t"));
        job.await(Duration.ofSeconds(5));

        try (Result result = job.fetch()) {
            VectorSchemaRoot first = result.next();
            assertThat(result.hasNext()).isTrue();
            assertThat(((BigIntVector) first.getVector(0)).get(0)).isEqualTo(1L);
        }
    }

    @Test
    void a_result_that_is_not_there_is_the_grids_own_error() {
        grid.outcome = spec -> Outcome.failed("boom");
        JobHandle job = client.submit("j1", JobSpec.sql("SELECT 1 FROM t"));
        job.awaitEnd(Duration.ofSeconds(5));

        assertThatThrownBy(job::fetch).hasMessage("job j1 has no result, it is FAILED");
    }

    @Test
    void a_page_that_is_no_arrow_stream_is_an_internal_error() {
        grid.outcome = spec -> Outcome.done(List.of("nonsense".getBytes(StandardCharsets.UTF_8)), 0);
        JobHandle job = client.submit(JobSpec.sql("SELECT n FROM t"));
        job.await(Duration.ofSeconds(5));

        assertThatThrownBy(job::fetch)
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageContaining("must be an Arrow stream");
    }

    @Test
    void awaiting_a_failed_job_throws_its_cause() {
        grid.outcome = spec -> Outcome.failed("division by zero [line 1, column 8]");
        JobHandle job = client.submit("j1", JobSpec.sql("SELECT 1/0 FROM t"));

        assertThatThrownBy(() -> job.await(Duration.ofSeconds(5)))
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA))
                .hasMessage("job j1 failed: division by zero [line 1, column 8]");
    }

    @Test
    void awaiting_a_cancelled_job_throws_and_cancelling_again_changes_nothing() {
        grid.outcome = spec -> Outcome.done(List.of(EMPTY), 0).afterPolls(-1);
        JobHandle job = client.submit("j1", JobSpec.sql("SELECT 1 FROM t"));

        assertThat(job.cancel().state()).isEqualTo(JobState.CANCELLED);
        assertThat(job.cancel().state()).isEqualTo(JobState.CANCELLED);
        assertThatThrownBy(() -> job.await(Duration.ofSeconds(5)))
                .hasMessage("job j1 was cancelled: cancelled by a client");
    }

    @Test
    void waiting_ends_at_the_timeout_and_says_that_the_job_goes_on() {
        grid.outcome = spec -> Outcome.done(List.of(EMPTY), 0).afterPolls(-1);
        JobHandle job = client.submit("j1", JobSpec.sql("SELECT 1 FROM t"));

        assertThatThrownBy(() -> job.await(Duration.ofMillis(20)))
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                .hasMessage("job j1 must end within 20ms, but is OPEN; it goes on");
    }

    @Test
    void an_interrupted_wait_ends_and_keeps_the_interrupt() {
        grid.outcome = spec -> Outcome.done(List.of(EMPTY), 0).afterPolls(-1);
        JobHandle job = client.submit("j1", JobSpec.sql("SELECT 1 FROM t"));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> job.await(Duration.ofSeconds(5)))
                .hasMessageContaining("interrupted while waiting for job j1");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void progress_is_told_at_every_look() {
        grid.outcome = spec -> Outcome.done(List.of(EMPTY), 0).afterPolls(3);
        List<Integer> shares = new ArrayList<>();

        client.submit(JobSpec.sql("SELECT 1 FROM t"))
                .onProgress(status -> shares.add(status.sharesDone()))
                .await(Duration.ofSeconds(5));

        assertThat(shares).containsExactly(1, 2, 4);
    }

    @Test
    void a_job_is_attached_to_by_id_from_another_client() {
        client.submit("j1", JobSpec.sql("SELECT 1 FROM t"));
        try (Gridmill other = Gridmill.connect(network, Duration.ofMillis(50), "a:1")) {
            assertThat(other.job("j1").await(Duration.ofSeconds(5)).state()).isEqualTo(JobState.DONE);
            assertThatThrownBy(() -> other.job("j2")).hasMessage("unknown job 'j2'");
            assertThatThrownBy(() -> other.job("no such id")).hasMessageContaining("a job id must be");
        }
    }

    @Test
    void the_same_id_with_another_spec_is_refused() {
        client.submit("j1", JobSpec.sql("SELECT 1 FROM t"));
        client.submit("j1", JobSpec.sql("SELECT 1 FROM t"));

        assertThatThrownBy(() -> client.submit("j1", JobSpec.sql("SELECT 2 FROM t")))
                .hasMessage("job j1 exists with another spec");
        assertThat(grid.specs).hasSize(1);
    }

    @Test
    void sql_over_a_system_dataset_needs_no_job() {
        grid.systemQuery = sql -> sql.contains("gridmill.jobs") ? Batches.encode("n BIGINT", List.of(5L)) : null;

        try (Result result = client.sql("SELECT n FROM gridmill.jobs WHERE id = :id", Map.of("id", "x"))) {
            assertThat(longs(result)).containsExactly(5L);
        }
        assertThat(grid.specs).isEmpty();
        assertThat(grid.asked).containsExactly("SELECT n FROM gridmill.jobs WHERE id = :id {\"id\":\"x\"}");
    }

    @Test
    void other_sql_is_a_job_with_its_parameters() {
        grid.outcome = spec -> Outcome.done(List.of(Batches.encode("n BIGINT", List.of(5L))), 1);

        try (Result result = client.sql("SELECT n FROM t WHERE n > :low", Map.of("low", "4"))) {
            assertThat(longs(result)).containsExactly(5L);
        }
        assertThat(grid.specs.values())
                .containsExactly(JobSpec.sql("SELECT n FROM t WHERE n > :low").param("low", "4"));
    }

    @Test
    void a_local_file_goes_in_blocks_before_its_load() {
        client.putBlock("l1", 0, new byte[] {1});
        client.putBlock("l1", 1, new byte[] {2, 3});
        client.submit(
                "l1",
                JobSpec.load(Load.into("t")
                        .mode(WriteMode.APPEND)
                        .spec(2, new SourceSpec("csv", List.of("t.csv"), null, Map.of()))));

        assertThat(grid.blocks).containsOnlyKeys("l1#0", "l1#1");
        assertThat(grid.specs.get("l1").load().blocks()).isEqualTo(2);
        assertThat(grid.specs.get("l1").load().source().from()).isEmpty();
    }

    @Test
    void rejects_are_read_page_by_page() {
        RejectedRow row = new RejectedRow("t.csv", 3, "n", "x", "is not a BIGINT");
        grid.outcome = spec -> Outcome.done(List.of(EMPTY), 0).rejecting(List.of(row, row, row, row, row));

        JobHandle job =
                client.load(Load.into("t").from("/t.csv").keepBadRows(10).spec());

        assertThat(job.rejects()).toIterable().hasSize(5).containsOnly(row);
    }

    @Test
    void an_unknown_dataset_cannot_be_dropped() {
        assertThatThrownBy(() -> client.drop("nope")).hasMessage("unknown dataset 'nope'");
    }

    @Test
    void a_closed_client_says_so() {
        client.close();
        assertThatThrownBy(() -> client.datasets()).hasMessage("this client is closed");
    }

    private static List<Long> longs(Result result) {
        List<Long> values = new ArrayList<>();
        while (result.hasNext()) {
            VectorSchemaRoot batch = result.next();
            for (int row = 0; row < batch.getRowCount(); row++) {
                values.add(((BigIntVector) batch.getVector(0)).get(row));
            }
        }
        return values;
    }
}
