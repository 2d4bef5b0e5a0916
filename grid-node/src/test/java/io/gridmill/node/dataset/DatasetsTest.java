package io.gridmill.node.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.node.chunk.PartitionSummary;
import io.gridmill.node.grid.GridLife;
import io.gridmill.node.grid.LoneGrid;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetsTest {
    private static final TableSchema SCHEMA = TableSchema.parse("a INTEGER, b VARCHAR");

    @TempDir
    static Path folder;

    private static LoneGrid grid;

    private final Datasets datasets = new Datasets(grid.caches().datasets(), GridLife.of(grid.caches()));
    private final String name = "D_" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void start() {
        grid = new LoneGrid(folder);
    }

    @AfterAll
    static void stop() {
        grid.close();
    }

    @Test
    void aVersionAppearsWithItsRowsAndIsFoundInAnyCase() {
        close(WriteMode.CREATE, SCHEMA, "j1");

        DatasetVersion version = datasets.get(name.toLowerCase(Locale.ROOT));

        assertThat(version.dataset()).isEqualTo(name);
        assertThat(version.version()).isEqualTo(1);
        assertThat(version.rows()).isEqualTo(10);
        assertThat(datasets.manifests(version)).extracting(LoadManifest::jobId).containsExactly("j1");
    }

    @Test
    void closingTwiceForTheSameJobMakesOneVersion() {
        close(WriteMode.APPEND, SCHEMA, "j1");
        close(WriteMode.APPEND, SCHEMA, "j1");

        assertThat(datasets.get(name).version()).isEqualTo(1);
        assertThat(datasets.get(name).rows()).isEqualTo(10);
    }

    @Test
    void appendAddsAndTheOldVersionStaysReadable() {
        close(WriteMode.CREATE, SCHEMA, "j1");
        close(WriteMode.APPEND, SCHEMA, "j2");

        assertThat(datasets.get(name).rows()).isEqualTo(20);
        assertThat(datasets.version(name, 1).rows()).isEqualTo(10);
    }

    @Test
    void replaceShowsOnlyTheNewRowsAndMarksTheOldGenerationStale() {
        close(WriteMode.CREATE, SCHEMA, "j1");
        close(WriteMode.REPLACE, SCHEMA, "j2");

        assertThat(datasets.get(name).rows()).isEqualTo(10);
        assertThat(record().stale()).containsExactly("g-j1");
    }

    @Test
    void createIsRefusedWhereThereIsOne() {
        close(WriteMode.CREATE, SCHEMA, "j1");

        assertThatThrownBy(() -> close(WriteMode.CREATE, SCHEMA, "j2"))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining("dataset '" + name + "' exists already (version 1, 10 rows)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a BIGINT, b VARCHAR | column a must be INTEGER, got BIGINT
            a INTEGER, c VARCHAR | column 2 must be b, got c
            a INTEGER | column b is missing
            A INTEGER, B VARCHAR, c DATE | column c is one too many
            """)
    void appendWithOtherColumnsIsRefusedAndBothAreShownAndWhatDiffers(String columns, String difference) {
        close(WriteMode.CREATE, SCHEMA, "j1");

        assertThatThrownBy(() -> close(WriteMode.APPEND, TableSchema.parse(columns), "j2"))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining(
                        "must have its columns (a INTEGER, b VARCHAR), got (" + columns + "): " + difference + " (");
    }

    @Test
    void appendWithAnotherPartitionCountIsRefused() {
        close(WriteMode.CREATE, SCHEMA, "j1");

        assertThatThrownBy(() -> close(WriteMode.APPEND, SCHEMA, "j2", 16))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining("must have its 8 partitions, got 16");
        assertThat(datasets.get(name).rows()).isEqualTo(10);
    }

    @Test
    void anAbortedJobIsRememberedForThatDatasetAlone() {
        datasets.markAborted(name, "j1");

        assertThat(datasets.aborted(name, "j1")).isTrue();
        assertThat(datasets.aborted(name, "j2")).isFalse();
        assertThat(datasets.aborted(name + "x", "j1")).isFalse();
    }

    @Test
    void aDroppedDatasetIsGoneAndItsNameCanBeMadeAgain() {
        close(WriteMode.CREATE, SCHEMA, "j1");
        datasets.drop(name);

        assertThat(datasets.find(name)).isNull();
        assertThatThrownBy(() -> datasets.get(name)).hasMessageContaining("there is no dataset '" + name + "'");
        assertThatThrownBy(() -> datasets.drop(name)).hasMessageContaining("there is no dataset");
        close(WriteMode.CREATE, SCHEMA, "j2");
        assertThat(datasets.get(name).version()).isEqualTo(2);
    }

    @Test
    void appendsInParallelAreAllThereOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> futures = IntStream.range(0, 24)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> close(WriteMode.APPEND, SCHEMA, "p" + i)))
                    .toList();
            for (Future<?> future : futures) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }

        DatasetVersion version = datasets.get(name);
        assertThat(version.rows()).isEqualTo(240);
        assertThat(version.version()).isEqualTo(24);
        assertThat(version.loads())
                .extracting(DatasetVersion.LoadRef::jobId)
                .doesNotHaveDuplicates()
                .hasSize(24);
    }

    private DatasetRecord record() {
        return datasets.records().stream()
                .filter(record -> record.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    private void close(WriteMode mode, TableSchema schema, String jobId) {
        close(mode, schema, jobId, 8);
    }

    private void close(WriteMode mode, TableSchema schema, String jobId, int partitions) {
        LoadManifest.AttemptChunks chunks =
                new LoadManifest.AttemptChunks(jobId + "-0-1-n-i-g", List.of(new PartitionSummary(3, 1, 10, 100, 7)));
        datasets.close(
                name, mode, schema, partitions, 0, List.of(), new LoadManifest(jobId, "g-" + jobId, List.of(chunks)));
    }
}
