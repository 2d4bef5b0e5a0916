package io.gridmill.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Result;
import io.gridmill.core.job.DatasetInfo;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.LoadSpec;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.source.SourceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedGridmillTest {
    @TempDir
    Path folder;

    @Test
    void anEmbeddedNodeLoadsAFile() throws Exception {
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
        }
    }

    private static String rows(Gridmill gridmill, String sql) {
        StringBuilder text = new StringBuilder();
        try (Result result = gridmill.sql(sql)) {
            for (VectorSchemaRoot batch = result.next(); batch != null; batch = result.next()) {
                String all = batch.contentToTSVString();
                text.append(all.substring(all.indexOf('\n') + 1));
            }
        }
        return text.toString();
    }
}
