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
import io.gridmill.core.sink.SinkFactory;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.core.sink.StagedAttempt;
import io.gridmill.sinks.TestRows;
import io.gridmill.sinks.json.JsonSinkFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Delimiter and header, which only CSV has, and compression, which JSON lines have, too. */
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

    @ParameterizedTest
    @CsvSource({
        "csv,gzip,.csv.gz",
        "csv,zstd,.csv.zst",
        "jsonl,gzip,.jsonl.gz",
        "jsonl,zstd,.jsonl.zst",
        "csv,none,.csv"
    })
    void filesThatAreCompressedAreReadByDuckDb(String type, String compression, String ending)
            throws IOException, SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long i = 0; i < 100_000; i++) {
            rows.add(Arrays.asList(i, "value " + i % 97));
        }
        SinkSpec spec = new SinkSpec(type, Map.of("compression", compression)).with("path", folder.toString());
        Path file = write(type.equals("csv") ? new CsvSinkFactory() : new JsonSinkFactory(), spec, rows, ending);

        assertThat(Files.readString(folder.resolve("_gridmill/job1.json")))
                .contains("\"rows\":100000", sha256(file), "\"sizeBytes\":" + Files.size(file));
        String function = type.equals("csv") ? "read_csv" : "read_json";
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT COUNT(*), SUM(k), COUNT(DISTINCT v) FROM " + function + "('" + file + "')")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getLong(1)).isEqualTo(100_000);
            assertThat(result.getLong(2)).isEqualTo(4_999_950_000L);
            assertThat(result.getLong(3)).isEqualTo(97);
        }
    }

    @Test
    void aCompressionThatNobodyKnowsIsAUserError() {
        assertThatThrownBy(() -> open(Map.of("compression", "lzo")))
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER))
                .hasMessage("option 'compression' must be one of none, gzip, zstd, got 'lzo' [sink=csv]");
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
        SinkSpec spec = new SinkSpec("csv", options).with("path", folder.toString());
        return Files.readString(write(new CsvSinkFactory(), spec, rows, ".csv"));
    }

    private Path write(SinkFactory factory, SinkSpec spec, List<List<@Nullable Object>> rows, String ending)
            throws IOException {
        StagedAttempt attempt = attempt("job1", "0", 1, rows.size());
        try (BufferAllocator allocator = new RootAllocator();
                Sink sink = factory.open(spec, "job1", SCHEMA);
                TestRows.Batches batches = batches(allocator, SCHEMA, rows)) {
            sink.prepare();
            sink.stage(attempt, batches);
            sink.closeWith(new SinkManifest("job1", "g1", List.of(attempt)));
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
