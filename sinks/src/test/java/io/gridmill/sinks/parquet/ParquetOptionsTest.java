package io.gridmill.sinks.parquet;

import static io.gridmill.sinks.TestRows.SCHEMA;
import static io.gridmill.sinks.TestRows.attempt;
import static io.gridmill.sinks.TestRows.batches;
import static io.gridmill.sinks.TestRows.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.core.sink.StagedAttempt;
import io.gridmill.sinks.TestRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only Parquet has: compression, and the types that a reader finds in the file. */
class ParquetOptionsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"snappy, SNAPPY", "zstd, ZSTD", "gzip, GZIP", "none, UNCOMPRESSED"})
    void aReaderFindsTheCompressionThatWasAskedFor(String option, String codec) {
        write(Map.of("compression", option), SCHEMA, rows(0, 5000));

        assertThat(ParquetSinkTest.query(
                        "SELECT DISTINCT compression FROM parquet_metadata('" + folder + "/*.parquet')"))
                .isEqualTo(List.of(List.of(codec)));
        assertThat(TestRows.sorted(ParquetSinkTest.readAll(folder, SCHEMA)))
                .isEqualTo(TestRows.text(SCHEMA, rows(0, 5000)));
    }

    @Test
    void aReaderFindsExactTypesAndOptionalColumns() {
        TableSchema schema = TableSchema.parse(
                "flag BOOLEAN, tiny TINYINT, small SMALLINT, whole INTEGER, large BIGINT, "
                        + "d9 DECIMAL(9, 2), d18 DECIMAL(18, 6), d38 DECIMAL(38, 10), single REAL, twice DOUBLE, words VARCHAR, day DATE, moment TIMESTAMP");

        write(Map.of(), schema, List.of());

        assertThat(ParquetSinkTest.query(
                        "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '" + folder + "/*.parquet')"))
                .isEqualTo(List.of(
                        List.of("flag", "BOOLEAN"),
                        List.of("tiny", "TINYINT"),
                        List.of("small", "SMALLINT"),
                        List.of("whole", "INTEGER"),
                        List.of("large", "BIGINT"),
                        List.of("d9", "DECIMAL(9,2)"),
                        List.of("d18", "DECIMAL(18,6)"),
                        List.of("d38", "DECIMAL(38,10)"),
                        List.of("single", "FLOAT"),
                        List.of("twice", "DOUBLE"),
                        List.of("words", "VARCHAR"),
                        List.of("day", "DATE"),
                        List.of("moment", "TIMESTAMP")));
        assertThat(ParquetSinkTest.query("SELECT DISTINCT repetition_type FROM parquet_schema('" + folder
                        + "/*.parquet') WHERE num_children IS NULL OR num_children = 0"))
                .isEqualTo(List.of(List.of("OPTIONAL")));
    }

    @Test
    void aFileOfSeveralRowGroupsIsWholeAndInOrder() {
        TableSchema schema = TableSchema.parse("k BIGINT, v VARCHAR");
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long k = 0; k < 6_000; k++) {
            rows.add(Arrays.asList(k, Long.toString(k).repeat(2000)));
        }

        write(Map.of("compression", "none"), schema, rows);

        assertThat(ParquetSinkTest.query(
                        "SELECT count(DISTINCT row_group_id) > 1 FROM parquet_metadata('" + folder + "/*.parquet')"))
                .isEqualTo(List.of(List.of("true")));
        assertThat(ParquetSinkTest.query(
                        "SELECT count(*), sum(k), bool_and(v = repeat(k::VARCHAR, 2000)), bool_and(file_row_number = k) "
                                + "FROM read_parquet('" + folder + "/*.parquet', file_row_number = true)"))
                .isEqualTo(List.of(List.of("6000", "17997000", "true", "true")));
    }

    @Test
    void anUnknownCompressionIsAUserError() {
        assertThatThrownBy(() -> open(Map.of("compression", "lzma"), SCHEMA))
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER))
                .hasMessage("option 'compression' must be one of snappy, zstd, gzip, none, got 'lzma' [sink=parquet]");
    }

    @Test
    void aRelativePathIsAUserError() {
        assertThatThrownBy(() -> new ParquetSinkFactory()
                        .open(new SinkSpec("parquet", Map.of("path", "out/here")), "job1", SCHEMA))
                .hasMessage("option 'path' must be an absolute path, got 'out/here' [sink=parquet]");
        assertThatThrownBy(() ->
                        new ParquetSinkFactory().open(new SinkSpec("parquet", Map.of("path", "/a\0b")), "job1", SCHEMA))
                .hasMessageContaining("option 'path' must be a path");
    }

    private Sink open(Map<String, String> options, TableSchema schema) {
        SinkSpec spec = new SinkSpec("parquet", options).with("path", folder.toString());
        return new ParquetSinkFactory().open(spec, "job1", schema);
    }

    private void write(Map<String, String> options, TableSchema schema, List<List<@Nullable Object>> rows) {
        StagedAttempt attempt = attempt("job1", "0", 1, rows.size());
        try (BufferAllocator allocator = new RootAllocator();
                Sink sink = open(options, schema);
                TestRows.Batches batches = batches(allocator, schema, rows)) {
            sink.prepare();
            sink.stage(attempt, batches);
            sink.closeWith(new SinkManifest("job1", "g1", List.of(attempt)));
        }
    }
}
