package io.gridmill.loaders.parquet;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that DuckDB wrote, read here and read by DuckDB, which shares no code. */
class ParquetDuckDbTest {
    /** All kinds of columns, with extremes in the first rows, NULLs, long runs and few or many distinct values. */
    private static final String TABLE = """
            CREATE TABLE t AS SELECT
              CASE WHEN i = 0 THEN -128 WHEN i = 1 THEN 127 WHEN hash(i, 1) % 9 > 0 THEN hash(i, 2) % 100 END::TINYINT AS i8,
              CASE WHEN i = 0 THEN -32768 WHEN i = 1 THEN 32767 WHEN hash(i, 3) % 9 > 0 THEN hash(i, 4) % 30000 END::SMALLINT AS i16,
              CASE WHEN i = 0 THEN -2147483648 WHEN i = 1 THEN 2147483647 WHEN hash(i, 5) % 9 > 0 THEN hash(i, 6) % 2000000000 END::INTEGER AS i32,
              CASE WHEN i = 0 THEN -9223372036854775808 WHEN i = 1 THEN 9223372036854775807 WHEN hash(i, 7) % 9 > 0 THEN hash(i, 8) // 2 END::BIGINT AS i64,
              i::BIGINT AS serial,
              CASE WHEN i = 0 THEN 255 WHEN hash(i, 9) % 9 > 0 THEN hash(i, 10) % 256 END::UTINYINT AS u8,
              CASE WHEN i = 0 THEN 65535 WHEN hash(i, 11) % 9 > 0 THEN hash(i, 12) % 65536 END::USMALLINT AS u16,
              CASE WHEN i = 0 THEN 4294967295 WHEN hash(i, 13) % 9 > 0 THEN hash(i, 14) % 4294967296 END::UINTEGER AS u32,
              CASE WHEN i = 0 THEN 9223372036854775807 WHEN hash(i, 15) % 9 > 0 THEN hash(i, 16) // 2 END::UBIGINT AS u64,
              CASE WHEN i = 0 THEN -99.99 WHEN hash(i, 17) % 9 > 0 THEN (hash(i, 18) % 10000) / 100 END::DECIMAL(4, 2) AS d4,
              CASE WHEN i = 0 THEN -999999.999 WHEN hash(i, 19) % 9 > 0 THEN (hash(i, 20) % 1000000) / 1000 END::DECIMAL(9, 3) AS d9,
              CASE WHEN i = 0 THEN '-99999999999999.9999' WHEN i = 1 THEN '99999999999999.9999'
                   WHEN hash(i, 21) % 9 > 0 THEN concat(hash(i, 22) % 100000000, '.', 1000 + hash(i, 45) % 9000) END::DECIMAL(18, 4) AS d18,
              CASE WHEN i = 0 THEN 'NaN'::FLOAT WHEN i = 1 THEN '-Infinity'::FLOAT WHEN i = 2 THEN '-0'::FLOAT WHEN hash(i, 23) % 9 > 0 THEN hash(i, 24) % 1000 / 7 END::FLOAT AS f4,
              CASE WHEN i = 0 THEN 'NaN'::DOUBLE WHEN i = 1 THEN 'Infinity'::DOUBLE WHEN i = 2 THEN 5e-324 WHEN hash(i, 25) % 9 > 0 THEN hash(i, 26) / 7 END::DOUBLE AS f8,
              CASE WHEN hash(i, 27) % 9 > 0 THEN hash(i, 28) % 3 = 0 END AS b,
              i % 5000 < 2500 AS runs,
              CASE WHEN hash(i, 29) % 9 > 0 THEN ['RAIL', 'AIR', '', 'SHIP', 'Straße', '日本', '🎈'][1 + (hash(i, 30) % 7)::INT] END AS few,
              CASE WHEN hash(i, 31) % 9 > 0 THEN repeat('x€', (hash(i, 32) % 40)::INT) || hash(i, 33) END AS many,
              CASE WHEN i = 0 THEN DATE '0001-01-01' WHEN i = 1 THEN DATE '9999-12-31'
                   WHEN hash(i, 34) % 9 > 0 THEN DATE '1900-01-01' + (hash(i, 35) % 100000)::INT END AS day,
              CASE WHEN hash(i, 36) % 9 > 0 THEN make_timestamp((hash(i, 37) % 4000000000000000)::BIGINT - 2000000000000000) END AS us,
              CASE WHEN hash(i, 38) % 9 > 0 THEN make_timestamp((hash(i, 39) % 4000000000000)::BIGINT * 1000) END::TIMESTAMP_MS AS ms,
              CASE WHEN hash(i, 40) % 9 > 0 THEN make_timestamp((hash(i, 41) % 4000000000000000)::BIGINT - 2000000000000000) END::TIMESTAMP_NS AS ns,
              CASE WHEN hash(i, 42) % 9 > 0 THEN make_timestamp((hash(i, 43) % 4000000000000000)::BIGINT) END::TIMESTAMP WITH TIME ZONE AS tz,
              NULL::INTEGER AS nothing,
              NULL::VARCHAR AS no_text
            FROM range(20000) r(i)
            """;

    private static final String QUERY =
            "SELECT i8, i16, i32, i64, serial, u8, u16, u32, u64::BIGINT, d4, d9, d18, f4, f8, b, runs, few, many,"
                    + " CAST(day - DATE '1970-01-01' AS INTEGER), epoch_us(us), epoch_us(ms), epoch_us(ns), epoch_us(tz), nothing, no_text FROM ";

    private static final String SCHEMA =
            "i8 TINYINT, i16 SMALLINT, i32 INTEGER, i64 BIGINT, serial BIGINT, u8 SMALLINT, u16 INTEGER, u32 BIGINT, u64 BIGINT,"
                    + " d4 DECIMAL(4, 2), d9 DECIMAL(9, 3), d18 DECIMAL(18, 4), f4 REAL, f8 DOUBLE, b BOOLEAN, runs BOOLEAN, few VARCHAR,"
                    + " many VARCHAR, day DATE, us TIMESTAMP, ms TIMESTAMP, ns TIMESTAMP, tz TIMESTAMP, nothing INTEGER, no_text VARCHAR";

    @TempDir
    Path folder;

    private DuckDb duck;

    @BeforeEach
    void start() throws SQLException {
        duck = new DuckDb();
        duck.run("SET TimeZone = 'UTC'").run(TABLE);
    }

    @AfterEach
    void stop() throws SQLException {
        duck.close();
    }

    @ParameterizedTest
    @CsvSource({
        "uncompressed, V1, 122880",
        "snappy, V1, 3000",
        "gzip, V1, 122880",
        "brotli, V1, 122880",
        "zstd, V1, 5000",
        "lz4_raw, V1, 122880",
        "uncompressed, V2, 4096",
        "snappy, V2, 122880",
        "brotli, V2, 4096",
        "zstd, V2, 122880",
        "gzip, V2, 7000",
        "lz4_raw, V2, 122880"
    })
    void valuesAndTypesAreThoseThatDuckDbWrote(String codec, String version, int rowGroup) throws SQLException {
        Path file = folder.resolve("t.parquet");
        duck.run("COPY t TO '" + file + "' (FORMAT parquet, COMPRESSION '" + codec + "', PARQUET_VERSION '" + version
                + "', ROW_GROUP_SIZE " + rowGroup + ")");

        Source source = open(file, null);

        assertThat(source.schema()).isEqualTo(TableSchema.parse(SCHEMA));
        assertThat(rows(source)).isEqualTo(duck.rows(QUERY + "read_parquet('" + file + "')"));
    }

    @Test
    void onlyTheColumnsThatALoadNamesAreReadInItsOrderAndWidened() throws SQLException {
        Path file = folder.resolve("t.parquet");
        duck.run("COPY t TO '" + file + "' (FORMAT parquet)");

        Source source =
                open(file, "MANY VARCHAR, i32 BIGINT, f4 DOUBLE, d4 DECIMAL(12, 4), u8 INTEGER, i8 DECIMAL(5, 2)");

        assertThat(rows(source))
                .isEqualTo(
                        duck.rows(
                                "SELECT many, i32::BIGINT, f4::DOUBLE, d4::DECIMAL(12, 4), u8::INTEGER, i8::DECIMAL(5, 2) FROM t"));
    }

    @Test
    void aFolderOfFilesIsReadFileByFile() throws SQLException {
        duck.run("COPY (SELECT * FROM t WHERE serial < 100) TO '" + folder.resolve("a.parquet") + "' (FORMAT parquet)");
        duck.run(
                "COPY (SELECT * FROM t WHERE serial >= 100) TO '" + folder.resolve("b.parquet") + "' (FORMAT parquet)");

        assertThat(rows(open(folder.resolve("*.parquet"), null))).isEqualTo(duck.rows(QUERY + "t"));
    }

    @Test
    void longTextsOfADictionaryMakeSmallBatches() throws SQLException {
        Path file = folder.resolve("t.parquet");
        duck.run("COPY (SELECT repeat(chr(65 + (i % 3)::INT), 300000) AS v FROM range(500) r(i)) TO '" + file
                + "' (FORMAT parquet)");

        assertThat(Rows.of(open(file, null), Long.MAX_VALUE, RejectHandler.FAIL))
                .hasSize(500)
                .allSatisfy(row -> assertThat((String) row.get(0)).hasSize(300_000));
    }

    @Test
    void aFileWithoutRowsHasColumnsAndNoSplits() throws SQLException {
        Path file = folder.resolve("t.parquet");
        duck.run("COPY (SELECT * FROM t WHERE false) TO '" + file + "' (FORMAT parquet)");

        Source source = open(file, null);

        assertThat(source.schema()).isEqualTo(TableSchema.parse(SCHEMA));
        assertThat(rows(source)).isEmpty();
    }

    private static Source open(Path from, @Nullable String columns) {
        return new ParquetFormat()
                .open(new SourceSpec(
                        "parquet",
                        List.of(from.toString()),
                        columns == null ? null : TableSchema.parse(columns),
                        Map.of()));
    }

    private static List<List<@Nullable Object>> rows(Source source) {
        return Rows.of(source, 100_000, RejectHandler.FAIL).stream()
                .map(ParquetDuckDbTest::plain)
                .toList();
    }

    private static List<@Nullable Object> plain(List<@Nullable Object> row) {
        List<@Nullable Object> plain = new ArrayList<>();
        for (Object value : row) {
            plain.add(
                    value instanceof LocalDateTime time
                            ? (Object) ChronoUnit.MICROS.between(LocalDateTime.parse("1970-01-01T00:00"), time)
                            : value);
        }
        return plain;
    }
}
