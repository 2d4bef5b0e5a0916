package io.gridmill.loaders.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.loaders.DuckDb;
import io.gridmill.loaders.Rows;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that DuckDB wrote, plain and compressed, read here without any option and read by DuckDB. */
class JsonDuckDbTest {
    private static final String TABLE = """
            CREATE TABLE t AS SELECT
              CASE WHEN i = 0 THEN -9223372036854775808 WHEN i = 1 THEN 9223372036854775807 WHEN hash(i, 7) % 9 > 0 THEN hash(i, 8) // 2 END::BIGINT AS l,
              CASE WHEN hash(i, 1) % 9 > 0 THEN concat(hash(i, 2) % 100000, '.', 100 + hash(i, 3) % 900)::DECIMAL(12, 3) END AS d,
              CASE WHEN hash(i, 4) % 9 > 0 THEN hash(i, 5) / 7e30 END::DOUBLE AS f,
              CASE WHEN hash(i, 6) % 9 > 0 THEN hash(i, 9) % 2 = 0 END AS b,
              CASE WHEN hash(i, 10) % 9 > 0 THEN ['', 'plain', 'qu"ote', 'back\\slash', 'line\nbreak', 'tab\t', 'Straße 日本 🎈', chr(1)][1 + (hash(i, 11) % 8)::INT] END AS s,
              CASE WHEN hash(i, 12) % 9 > 0 THEN DATE '1800-01-01' + (hash(i, 13) % 100000)::INT END AS y,
              CASE WHEN hash(i, 14) % 9 > 0 THEN make_timestamp((hash(i, 15) % 4000000000000000)::BIGINT - 2000000000000000) END AS z
            FROM range(15000) r(i)
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"a.jsonl, uncompressed", "a.jsonl.gz, gzip", "a.jsonl.zst, zstd"})
    void valuesAndTypesAreThoseThatDuckDbWrote(String name, String compression) throws SQLException {
        Path file = folder.resolve(name);
        try (DuckDb duck = new DuckDb()) {
            duck.run(TABLE).run("COPY t TO '" + file + "' (FORMAT json, COMPRESSION '" + compression + "')");

            Source source = new JsonFormat()
                    .open(new SourceSpec("jsonl", List.of(folder + "/*" + name.substring(1)), null, Map.of()));

            assertThat(source.schema())
                    .isEqualTo(TableSchema.parse(
                            "l BIGINT, d DECIMAL(18, 3), f DOUBLE, b BOOLEAN, s VARCHAR, y DATE, z TIMESTAMP"));
            assertThat(source.splits(50_000).size() > 1).isEqualTo(compression.equals("uncompressed"));
            assertThat(rows(source))
                    .isEqualTo(duck.rows(
                            "SELECT l, d::DECIMAL(18, 3), f, b, s, CAST(y - DATE '1970-01-01' AS INTEGER), epoch_us(z) FROM"
                                    + " read_json('" + file
                                    + "', columns = {l: 'BIGINT', d: 'DECIMAL(18, 3)', f: 'DOUBLE', b: 'BOOLEAN',"
                                    + " s: 'VARCHAR', y: 'DATE', z: 'TIMESTAMP'})"));
        }
    }

    private static List<List<@Nullable Object>> rows(Source source) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> row : Rows.of(source, 50_000, RejectHandler.FAIL)) {
            List<@Nullable Object> plain = new ArrayList<>();
            for (Object value : row) {
                plain.add(
                        value instanceof LocalDateTime time
                                ? (Object) ChronoUnit.MICROS.between(LocalDateTime.parse("1970-01-01T00:00"), time)
                                : value);
            }
            rows.add(plain);
        }
        return rows;
    }
}
