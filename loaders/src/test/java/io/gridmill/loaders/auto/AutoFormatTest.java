package io.gridmill.loaders.auto;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loads that say nothing but where their files are. */
class AutoFormatTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.csv | FORMAT csv
            a.tsv | FORMAT csv, DELIMITER '\\t'
            a.txt | FORMAT csv
            a.CSV.gz | FORMAT csv, COMPRESSION gzip
            a.csv.zst | FORMAT csv, COMPRESSION zstd
            a.parquet | FORMAT parquet
            a.jsonl | FORMAT json
            a.ndjson.gz | FORMAT json, COMPRESSION gzip
            a.jsonl.zst | FORMAT json, COMPRESSION zstd
            """)
    void theEndOfTheNameSaysTheFormat(String name, String options) throws SQLException {
        try (DuckDb duck = new DuckDb()) {
            duck.run(
                    "COPY (SELECT i AS id, 'n' || i AS name, DATE '2024-02-28' + i::INT AS day FROM range(1000) r(i)) TO '"
                            + folder.resolve(name) + "' (" + options.replace("\\t", "\t") + ")");
        }

        for (Path from : List.of(folder.resolve(name), folder, folder.resolve("*"))) {
            Source source = open(from);
            assertThat(source.schema()).isEqualTo(TableSchema.parse("id BIGINT, name VARCHAR, day DATE"));
            assertThat(Rows.of(source, 10_000, RejectHandler.FAIL))
                    .hasSize(1000)
                    .contains(List.of(999L, "n999", 19_781 + 999));
        }
    }

    @Test
    void filesOfSeveralFormatsAreRefusedNamingOneOfEach() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "id\n1\n");
        Files.writeString(folder.resolve("b.jsonl.gz"), "");

        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(GridmillException.class)
                .hasMessageContainingAll("a.csv' is csv", "b.jsonl.gz' is jsonl", "--format")
                .extracting(e -> ((GridmillException) e).code())
                .isEqualTo(ErrorCode.USER);
    }

    @Test
    void anOptionOfAnotherFormatIsRefusedInTheNameOfTheRecognisedOne() throws IOException {
        Path file = Files.writeString(folder.resolve("b.jsonl"), "{}");

        assertThatThrownBy(() -> new AutoFormat()
                        .open(new SourceSpec("auto", List.of(file.toString()), null, Map.of("delimiter", "|"))))
                .hasMessageContainingAll("'delimiter'", "format jsonl");
    }

    private static Source open(Path from) {
        return new AutoFormat().open(new SourceSpec("auto", List.of(from.toString()), null, Map.of()));
    }
}
