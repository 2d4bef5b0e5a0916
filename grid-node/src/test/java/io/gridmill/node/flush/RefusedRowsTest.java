package io.gridmill.node.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.client.Gridmill;
import io.gridmill.client.Result;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.JobStatus;
import io.gridmill.core.job.LoadSpec;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.core.source.SourceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a job ends whose sinks refuse some of its rows. */
class RefusedRowsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final SinkSpec PICKY = new SinkSpec("picky", Map.of());

    @TempDir
    static Path folder;

    private static Gridmill gridmill;

    @BeforeAll
    static void aNodeWithADataset() throws Exception {
        gridmill = Gridmill.embedded();
        String rows = IntStream.range(1, 1_000).mapToObj(String::valueOf).collect(Collectors.joining("\n"));
        Path file = Files.writeString(folder.resolve("t.csv"), "id\n" + rows + "\n");
        gridmill.load(new LoadSpec(
                        "t",
                        WriteMode.CREATE,
                        new SourceSpec("csv", List.of(file.toString()), null, Map.of()),
                        0,
                        null,
                        List.of(),
                        null,
                        null,
                        false,
                        0))
                .await(LIMIT);
    }

    @AfterAll
    static void stop() {
        gridmill.close();
    }

    private static JobStatus run(String where, boolean allowPartial) {
        return gridmill.submit(JobSpec.sql("SELECT CAST(id AS BIGINT) AS id FROM t WHERE " + where)
                        .sink(PICKY)
                        .sink(PICKY)
                        .allowPartial(allowPartial))
                .awaitEnd(LIMIT);
    }

    @Test
    void aJobThatMayEndPartialDoesAndCountsThem() {
        JobStatus ended = run("id > 0", true);

        assertThat(ended.state()).isEqualTo(JobState.PARTIAL);
        assertThat(ended.rejectedRows()).isEqualTo(18);
        assertThat(ended.cause()).contains("picky").contains("refused 9 rows, they are in its dead letters");
        try (Result result = gridmill.sql("SELECT rejected_rows FROM gridmill.jobs WHERE id = '" + ended.id() + "'")) {
            assertThat(result.next().contentToTSVString()).isEqualTo("rejected_rows\n18\n");
        }
    }

    @Test
    void aJobThatMayEndPartialIsDoneWhenNoRowIsRefused() {
        JobStatus ended = run("id < 100", true);

        assertThat(ended.state()).isEqualTo(JobState.DONE);
        assertThat(ended.rejectedRows()).isZero();
    }

    @Test
    void anyOtherJobFailsWithTheReason() {
        JobStatus ended = run("id > 0", false);

        assertThat(ended.state()).isEqualTo(JobState.FAILED);
        assertThat(ended.cause()).contains("a row must not be round");
        assertThat(ended.rejectedRows()).isZero();
    }

    /** As after a split of the network, when the other side has closed the job. */
    @Test
    void aSinkThatRefusesToAbortDoesNotKeepTheJobFromItsEnd() {
        JobStatus ended = gridmill.submit(
                        PickySinkFactory.CLOSED + "elsewhere",
                        JobSpec.sql("SELECT CAST(id AS BIGINT) AS id FROM t").sink(PICKY))
                .awaitEnd(LIMIT);

        assertThat(ended.state()).isEqualTo(JobState.FAILED);
        assertThat(ended.cause())
                .contains("a row must not be round")
                .contains("picky refused: a job that is closed must not be aborted");
    }
}
