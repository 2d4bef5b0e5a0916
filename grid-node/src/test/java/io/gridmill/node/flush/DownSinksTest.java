package io.gridmill.node.flush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink whose server is down keeps its own job waiting, until the deadline, and nobody else. */
class DownSinksTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final JobSpec JOB = JobSpec.sql("SELECT id FROM t");

    @TempDir
    static Path folder;

    private static Gridmill gridmill;

    @BeforeAll
    static void aNodeWithADataset() throws Exception {
        gridmill = Gridmill.embedded();
        Path file = Files.writeString(folder.resolve("t.csv"), "id\n1\n2\n3\n");
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

    @AfterEach
    void up() {
        DownSinkFactory.DOWN.clear();
    }

    private static SinkSpec server(String name) {
        return new SinkSpec("down", Map.of("server", name));
    }

    @Test
    void planningIsTriedUntilTheServerAnswersAndTheStatusSaysForWhomTheJobWaits() {
        DownSinkFactory.DOWN.add("planned");
        int before = DownSinkFactory.ASKED.get();

        JobHandle waiting = gridmill.submit(JOB.sink(server("planned")));
        JobStatus other = gridmill.submit(JOB.sink(server("other"))).awaitEnd(LIMIT);
        await().atMost(LIMIT).until(() -> DownSinkFactory.ASKED.get() - before > 6);

        assertThat(other.state()).isEqualTo(JobState.DONE);
        assertThat(waiting.status().state()).isEqualTo(JobState.SUBMITTED);
        assertThat(waiting.status().cause()).isEqualTo("server planned does not answer");
        DownSinkFactory.DOWN.clear();
        JobStatus ended = waiting.awaitEnd(LIMIT);
        assertThat(ended.state()).isEqualTo(JobState.DONE);
        assertThat(ended.cause()).isNull();
    }

    @Test
    void theDeadlineEndsTheWaitingAndNamesTheServer() {
        DownSinkFactory.DOWN.add("late");

        JobStatus ended = gridmill.submit(JOB.sink(server("late")).deadline(Duration.ofSeconds(1)))
                .awaitEnd(LIMIT);

        assertThat(ended.state()).isEqualTo(JobState.FAILED);
        assertThat(ended.cause()).contains("deadline").contains("server late does not answer");
    }

    /** With the server down from the moment when the job is planned, the sinks before and behind it stage all the same. */
    @Test
    void aSinkThatIsDownKeepsNoOtherSinkOfItsJobWaiting() {
        DownSinkFactory.DOWN.add("staging:gate");

        JobHandle job =
                gridmill.submit(JOB.sink(server("first")).sink(server("gate")).sink(server("third")));
        await().atMost(LIMIT).until(() -> DownSinkFactory.STAGED.containsAll(List.of("first", "third")));

        assertThat(DownSinkFactory.STAGED).doesNotContain("gate");
        assertThat(job.status().state()).isEqualTo(JobState.OPEN);
        DownSinkFactory.DOWN.clear();
        assertThat(job.awaitEnd(LIMIT).state()).isEqualTo(JobState.DONE);
    }

    @Test
    void whatAnEndedJobHasStagedIsSweptWhenTheServerAnswersAgainAndInOtherSinksAtOnce() {
        DownSinkFactory.DOWN.add("sweeping:gone");

        JobStatus ended =
                gridmill.submit(JOB.sink(server("gone")).sink(server("there"))).awaitEnd(LIMIT);
        await().atMost(LIMIT).until(() -> DownSinkFactory.SWEPT.contains("there"));

        assertThat(ended.state()).isEqualTo(JobState.DONE);
        assertThat(DownSinkFactory.SWEPT).doesNotContain("gone");
        DownSinkFactory.DOWN.clear();
        await().atMost(LIMIT).until(() -> DownSinkFactory.SWEPT.contains("gone"));
    }
}
