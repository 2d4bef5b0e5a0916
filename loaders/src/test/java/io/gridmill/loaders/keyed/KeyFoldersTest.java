package io.gridmill.loaders.keyed;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.loaders.DuckDb;
import io.gridmill.loaders.Rows;
import io.gridmill.loaders.auto.AutoFormat;
import io.gridmill.loaders.csv.CsvFormat;
import io.gridmill.loaders.csv.LocalBlocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFoldersTest {
    @TempDir
    Path folder;

    private Source open(@Nullable String columns, Object... from) {
        return new AutoFormat()
                .open(new SourceSpec(
                        "auto",
                        asList(from).stream().map(Object::toString).toList(),
                        columns == null ? null : TableSchema.parse(columns),
                        Map.of()));
    }

    private static List<List<@Nullable Object>> rows(Source source) {
        return Rows.of(source, Long.MAX_VALUE, RejectHandler.FAIL);
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void foldersThatDuckDbWroteAreReadWithTheColumnsThatItReads() throws SQLException {
        try (DuckDb duckDb = new DuckDb()) {
            duckDb.run(
                    "COPY (SELECT i, 'v' || (i % 10) AS v, 2020 + i % 3 AS year, CASE WHEN i % 2 = 0 THEN 'a b+c' END AS kind "
                            + "FROM range(100000) t(i)) TO '" + folder
                            + "/p' (FORMAT parquet, PARTITION_BY (year, kind))");
            for (String from : List.of("/p", "/p/*/*/*.parquet", "/p/**")) {
                Source source = open(null, folder + from);

                assertThat(source.schema().toString()).isEqualTo("i BIGINT, v VARCHAR, year BIGINT, kind VARCHAR");
                assertThat(source.spec().found().words()).isEqualTo("from the names of folders: year, kind");
                assertThat(rows(source))
                        .containsExactlyInAnyOrderElementsOf(duckDb.rows("SELECT i, v, year, kind FROM read_parquet('"
                                + folder + "/p/**/*.parquet', hive_partitioning = true)"));
            }
        }
    }

    @Test
    void aSourceOpenedWithWhatAnotherFoundReadsTheSame() throws IOException {
        write("year=2024/x.csv", "a;b\n1;2\n");
        write("year=2025/x.csv", "a;b\n3;4\n");
        Source found = open(null, folder);

        Source again = new CsvFormat().open(found.spec());

        assertThat(again.spec()).isEqualTo(found.spec());
        assertThat(again.schema().toString()).isEqualTo("a BIGINT, b BIGINT, year BIGINT");
        assertThat(rows(again)).containsExactly(asList(1L, 2L, 2024L), asList(3L, 4L, 2025L));
    }

    @Test
    void onlyFoldersBelowThePlaceThatIsNamedAreLookedAt() throws IOException {
        write("year=2024/x.csv", "a,b\n1,2\n");

        assertThat(rows(open(null, folder.resolve("year=2024")))).containsExactly(asList(1L, 2L));
        assertThat(rows(open(null, folder.resolve("year=2024/x.csv")))).containsExactly(asList(1L, 2L));
        assertThat(rows(open(null, folder + "/year=*/x.csv"))).containsExactly(asList(1L, 2L, 2024L));
    }

    @Test
    void namedColumnsMayBeOfTheFoldersOrNot() throws IOException {
        write("day=2024-01-01/kind=__HIVE_DEFAULT_PARTITION__/x.jsonl", "{\"a\":1}\n");
        write("day=2024-01-02/kind=a%2Fb/x.jsonl", "{\"a\":2}\n");

        assertThat(open(null, folder).schema().toString()).isEqualTo("a BIGINT, day DATE, kind VARCHAR");
        assertThat(rows(open("kind VARCHAR, a INTEGER", folder))).containsExactly(asList(null, 1), asList("a/b", 2));
        assertThat(rows(open("a INTEGER", folder))).containsExactly(asList(1), asList(2));
        assertThatThrownBy(() -> rows(open("a INTEGER, kind INTEGER", folder)))
                .hasMessageContaining("folder of column kind: 'a/b' is not an INTEGER");
        assertThatThrownBy(() -> open("kind VARCHAR", folder))
                .hasMessageContaining("must have a column that is in the files");
    }

    @Test
    void aColumnOfTheFilesWins() throws IOException {
        write("Year=2024/x.csv", "a,year\n1,7\n");

        assertThat(open(null, folder).schema().toString()).isEqualTo("a BIGINT, year BIGINT");
        assertThat(rows(open(null, folder))).containsExactly(asList(1L, 7L));
    }

    @Test
    void foldersOfDifferentKeysAreRefused() throws IOException {
        write("year=2024/x.csv", "a,b\n1,2\n");
        write("y.csv", "a,b\n1,2\n");

        assertThatThrownBy(() -> open(null, folder))
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER))
                .hasMessageContaining("must lie in folders of the same keys")
                .hasMessageContaining("y.csv' has none")
                .hasMessageContaining("x.csv' has year");
    }

    @Test
    void aClientDoesNotSendThem() throws IOException {
        write("year=2024/x.csv", "a,b\n1,2\n");
        SourceSpec spec = new SourceSpec("csv", List.of(folder.toString()), null, Map.of());

        assertThatThrownBy(() -> LocalBlocks.cut(spec, 1000, (index, block) -> {}))
                .hasMessageContaining("(here year) must lie where every node sees them");
    }
}
