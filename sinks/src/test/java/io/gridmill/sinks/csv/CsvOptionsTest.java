package io.gridmill.sinks.csv;

import static io.gridmill.sinks.TestRows.SCHEMA;
import static io.gridmill.sinks.TestRows.attempt;
import static io.gridmill.sinks.TestRows.batches;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.core.sink.StagedAttempt;
import io.gridmill.sinks.TestRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only CSV has: delimiter and header. */
class CsvOptionsTest {
    private static final List<List<@Nullable Object>> ROWS =
            List.of(Arrays.asList(1L, "a|b,c"), Arrays.asList(null, ""), Arrays.asList(3L, null));

    @TempDir
    Path folder;

    @Test
    void withoutOptionsThereIsAHeaderAndACommaBetweenFields() throws IOException {
        assertThat(write(Map.of(), ROWS)).isEqualTo("k,v\n1,\"a|b,c\"\n,\"\"\n3,\n");
    }

    @Test
    void delimiterAndHeaderAreAsAskedFor() throws IOException {
        String written = write(Map.of("delimiter", "|", "header", "false"), ROWS);

        assertThat(written).isEqualTo("1|\"a|b,c\"\n|\"\"\n3|\n");
        List<List<String>> read = CsvReader.builder().fieldSeparator('|').ofCsvRecord(written).stream()
                .map(CsvRecord::getFields)
                .toList();
        assertThat(read).isEqualTo(List.of(List.of("1", "a|b,c"), List.of("", ""), List.of("3", "")));
    }

    @Test
    void aTabCanBeWrittenAsBackslashT() throws IOException {
        assertThat(write(Map.of("delimiter", "\\t"), ROWS)).startsWith("k\tv\n1\ta|b,c\n");
    }

    @Test
    void anEmptyResultIsAHeader() throws IOException {
        assertThat(write(Map.of(), List.of())).isEqualTo("k,v\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "\"", "\n", "5", "-"})
    void aDelimiterThatCannotBeIsAUserError(String delimiter) {
        assertThatThrownBy(() -> open(Map.of("delimiter", delimiter)))
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER))
                .hasMessageContaining("delimiter")
                .hasMessageContaining("must be one character")
                .hasMessageContaining("[sink=csv]");
    }

    @Test
    void aHeaderThatIsNeitherTrueNorFalseIsAUserError() {
        assertThatThrownBy(() -> open(Map.of("header", "yes")))
                .hasMessage("option 'header' must be true or false, got 'yes' [sink=csv]");
    }

    private Sink open(Map<String, String> options) {
        return new CsvSinkFactory().open(new SinkSpec("csv", options).with("path", folder.toString()), "job1", SCHEMA);
    }

    private String write(Map<String, String> options, List<List<@Nullable Object>> rows) throws IOException {
        StagedAttempt attempt = attempt("job1", "0", 1, rows.size());
        try (BufferAllocator allocator = new RootAllocator();
                Sink sink = open(options);
                TestRows.Batches batches = batches(allocator, SCHEMA, rows)) {
            sink.prepare();
            sink.stage(attempt, batches);
            sink.closeWith(new SinkManifest("job1", "g1", List.of(attempt)));
        }
        try (Stream<Path> files = Files.list(folder)) {
            return Files.readString(files.filter(path -> path.toString().endsWith(".csv"))
                    .findFirst()
                    .orElseThrow());
        }
    }
}
