package io.gridmill.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Result;
import io.gridmill.core.job.DatasetInfo;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.LoadSpec;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.source.SourceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedGridmillTest {
    @TempDir
    Path folder;

    @Test
    void anEmbeddedNodeLoadsAFileAndAnswersQueries() throws Exception {
        Path file = Files.writeString(folder.resolve("t.csv"), "a,b,c\n1,x,2020-01-01\n2,,2020-01-02\n");
        try (Gridmill gridmill = Gridmill.embedded()) {
            assertThat(gridmill.nodes()).hasSize(1);
            assertThat(gridmill.datasets()).isEmpty();

            JobHandle load = gridmill.load(new LoadSpec(
                    "t",
                    WriteMode.CREATE,
                    new SourceSpec("csv", List.of(file.toString()), null, Map.of()),
                    0,
                    null,
                    List.of(),
                    null,
                    null,
                    false,
                    0));
            load.await(Duration.ofSeconds(30));

            assertThat(load.status().state()).isEqualTo(JobState.DONE);
            assertThat(gridmill.datasets())
                    .singleElement()
                    .extracting(DatasetInfo::rows)
                    .isEqualTo(2L);

            assertThat(rows(gridmill, "SELECT COUNT(*), SUM(a), CAST(MAX(c) AS VARCHAR) FROM t"))
                    .isEqualTo("2\t3\t2020-01-02\n");
            assertThat(rows(gridmill, "SELECT b, a + 1 FROM t WHERE a = 1")).isEqualTo("x\t2\n");
            assertThat(rows(gridmill, "SELECT name FROM gridmill.datasets")).isEqualTo("t\n");

            JobHandle job = gridmill.submit(
                    JobSpec.sql("SELECT a, COUNT(*) AS n FROM t GROUP BY a").result("u"));
            job.await(Duration.ofSeconds(30));
            assertThat(rows(gridmill, "SELECT SUM(n) FROM u")).isEqualTo("2\n");
            assertThat(rows(gridmill, "SELECT state FROM gridmill.jobs WHERE id = '" + job.id() + "'"))
                    .isEqualTo("DONE\n");

            JobHandle clock = gridmill.submit(
                    JobSpec.sql("SELECT CURRENT_TIMESTAMP AS now FROM t").result("clock"));
            clock.await(Duration.ofSeconds(30));
            LocalDateTime accepted = LocalDateTime.ofInstant(clock.status().submitted(), ZoneOffset.UTC);
            String micros = accepted.truncatedTo(ChronoUnit.MICROS).toString();
            assertThat(rows(gridmill, "SELECT COUNT(*) FROM clock WHERE now = CAST('" + micros + "' AS TIMESTAMP)"))
                    .as("the time of a job is when it was accepted, for every share and attempt")
                    .isEqualTo("2\n");
        }
    }

    private static String rows(Gridmill gridmill, String sql) {
        StringBuilder text = new StringBuilder();
        try (Result result = gridmill.sql(sql)) {
            while (result.hasNext()) {
                String all = result.next().contentToTSVString();
                text.append(all.substring(all.indexOf('\n') + 1));
            }
        }
        return text.toString();
    }
}
