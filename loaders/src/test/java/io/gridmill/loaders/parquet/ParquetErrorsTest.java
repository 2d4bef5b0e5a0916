package io.gridmill.loaders.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.RejectedRow;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.loaders.DuckDb;
import io.gridmill.loaders.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad files and columns: what is said of them. */
class ParquetErrorsTest {
    @TempDir
    Path folder;

    @Test
    void nestedColumnsAreRefusedByName() throws SQLException {
        write("SELECT 1 AS id, [1, 2] AS tags, {'a': 1} AS point");

        fails(() -> open(null), ErrorCode.USER, "column 'tags'", "nested LIST", "--columns");
        assertThat(Rows.of(open("id INTEGER"), Long.MAX_VALUE, RejectHandler.FAIL))
                .isEqualTo(List.of(List.of(1)));
        fails(() -> open("id INTEGER, point VARCHAR").splits(1), ErrorCode.USER, "column 'point'", "nested");
    }

    @Test
    void columnsOfTypesThatAreNotReadAreRefusedByNameAndType() throws SQLException {
        write("SELECT 1::DECIMAL(30, 2) AS d");
        fails(() -> open(null), ErrorCode.USER, "column 'd'", "DECIMAL(30,2)");
        write("SELECT TIME '12:00:00' AS t");
        fails(() -> open(null), ErrorCode.USER, "column 't'", "TIME");
        write("SELECT uuid() AS u");
        fails(() -> open(null), ErrorCode.USER, "column 'u'", "UUID");
    }

    @Test
    void aColumnThatIsMissingIsNamedWithThoseThatAreThere() throws SQLException {
        write("SELECT 1 AS a, 2 AS b");

        fails(() -> open("a INTEGER, c INTEGER").splits(1), ErrorCode.USER, "lacks the column 'c'", "it has a, b");
    }

    @Test
    void aTypeThatDoesNotBecomeTheLoadsIsNamed() throws SQLException {
        write("SELECT 'x' AS a");

        fails(
                () -> open("a BIGINT").splits(1),
                ErrorCode.USER,
                "column 'a'",
                "BINARY as STRING",
                "does not become BIGINT");
    }

    @Test
    void aLaterFileWithAnotherColumnIsNamed() throws SQLException {
        try (DuckDb duck = new DuckDb()) {
            duck.run("COPY (SELECT 1 AS a) TO '" + folder.resolve("1.parquet") + "' (FORMAT parquet)");
            duck.run("COPY (SELECT 1 AS a, 2 AS b) TO '" + folder.resolve("2.parquet") + "' (FORMAT parquet)");
        }
        Source source = new ParquetFormat().open(new SourceSpec("parquet", List.of(folder.toString()), null, Map.of()));

        fails(() -> source.splits(1), ErrorCode.USER, "2.parquet", "column 'b'", "first file does not have");
    }

    @Test
    void valuesThatTheLoadCannotHoldAreRejectedByRowAndTheOthersStay() throws SQLException {
        write(
                "SELECT i::BIGINT AS id, CASE WHEN i % 1000 = 7 THEN make_timestamp_ns(i * 1000 + 1) ELSE make_timestamp_ns(i * 1000) END AS t,"
                        + " CASE WHEN i = 1007 OR i = 9 THEN 18446744073709551615 ELSE i END::UBIGINT AS u FROM range(20000) r(i)");
        List<RejectedRow> rejected = new ArrayList<>();

        List<List<@Nullable Object>> rows = Rows.of(open(null), Long.MAX_VALUE, rejected::add);

        assertThat(rejected).hasSize(21);
        assertThat(rejected.get(0).message())
                .isEqualTo(file()
                        + ", row 8, column t: '1970-01-01T00:00:00.000007001' has nanoseconds, which TIMESTAMP does"
                        + " not hold: it has microseconds");
        assertThat(rejected)
                .contains(RejectedRow.ofRow(
                        file().toString(),
                        10,
                        "u",
                        "18446744073709551615",
                        "is out of range of BIGINT (up to 2^63 - 1)"));
        assertThat(rows).hasSize(20_000 - 21);
        assertThat(rows).allSatisfy(row -> assertThat(row.get(0)).isEqualTo(row.get(2)));
        fails(
                () -> Rows.of(open(null), Long.MAX_VALUE, RejectHandler.FAIL),
                ErrorCode.DATA,
                "row 8, column t",
                "000007001");
    }

    @Test
    void numbersBeyondANarrowerTypeAreRejected() throws SQLException {
        write("SELECT i::BIGINT AS a, (i / 4)::DECIMAL(9, 2) AS d FROM range(126, 131) r(i)");
        List<RejectedRow> rejected = new ArrayList<>();

        assertThat(Rows.of(open("a TINYINT, d DECIMAL(6, 3)"), Long.MAX_VALUE, rejected::add))
                .hasSize(2);
        assertThat(rejected.get(0).message())
                .contains("row 3, column a: '128' is out of range of TINYINT (-128 to 127)");
    }

    @Test
    void textsThatAreNotUtf8AreRejectedByRow() throws SQLException {
        write("SELECT CASE WHEN i = 2 THEN '\\xC3('::BLOB ELSE 'ok'::BLOB END AS s FROM range(4) r(i)");
        List<RejectedRow> rejected = new ArrayList<>();

        assertThat(Rows.of(open(null), Long.MAX_VALUE, rejected::add)).hasSize(3);
        assertThat(rejected).hasSize(1);
        assertThat(rejected.get(0).message()).contains("row 3, column s").contains("is not valid UTF-8");
    }

    @Test
    void aFileThatIsCutOffOrNoParquetSaysSo() throws SQLException, IOException {
        write("SELECT i FROM range(1000) r(i)");
        byte[] whole = Files.readAllBytes(file());

        Files.write(file(), Arrays.copyOf(whole, whole.length - 1));
        fails(() -> open(null), ErrorCode.DATA, file().toString(), "must start and end with PAR1", "cut off");
        Files.write(file(), Arrays.copyOf(whole, 7));
        fails(() -> open(null), ErrorCode.DATA, "it has 7 bytes");
        Files.writeString(file(), "id,name\n1,a\n2,b\n");
        fails(() -> open(null), ErrorCode.DATA, "must start and end with PAR1");
        byte[] longFooter = whole.clone();
        longFooter[whole.length - 5] = 0x7f;
        Files.write(file(), longFooter);
        fails(() -> open(null), ErrorCode.DATA, "footer must lie within it");
    }

    @Test
    void pagesOfOtherCodecsAreRefusedByNameWithFileAndColumn() throws IOException {
        ParquetJavaFile.write(
                file(),
                CompressionCodecName.LZO,
                "required int32 n;",
                ParquetProperties.builder(),
                1,
                (to, row) -> to.write(row, 0, 0));

        fails(
                () -> Rows.of(open(null), Long.MAX_VALUE, RejectHandler.FAIL),
                ErrorCode.USER,
                "LZO",
                "read are SNAPPY, GZIP, BROTLI, ZSTD, LZ4_RAW",
                "file=" + file(),
                "column=n");
    }

    @Test
    void aDecimalOfMoreDigitsThanItsTypeIsRejected() throws IOException {
        ParquetJavaFile.write(
                file(),
                "required binary d (DECIMAL(4, 2)); required int32 n;",
                ParquetProperties.builder(),
                2,
                (to, row) -> to.write(Binary.fromConstantByteArray(new byte[] {(byte) row, 0, 0}), 0, 0),
                (to, row) -> to.write(row, 0, 0));
        List<RejectedRow> rejected = new ArrayList<>();

        assertThat(Rows.of(open(null), Long.MAX_VALUE, rejected::add)).hasSize(1);
        assertThat(rejected.get(0).message())
                .contains("row 2, column d: '655.36' has more digits than DECIMAL(4, 2) holds");
    }

    /** A flipped bit gives an error with the file's name, or other values, but no other exception and no lost memory. */
    @Test
    void damagedFilesNeverGiveAnotherErrorThanOurs() throws SQLException, IOException {
        Random random = new Random(20261127);
        for (String codec : List.of("uncompressed", "snappy", "zstd", "gzip", "brotli", "lz4_raw")) {
            try (DuckDb duck = new DuckDb()) {
                duck.run(
                        "COPY (SELECT i, CASE WHEN i % 3 = 0 THEN NULL ELSE 'text' || i % 50 END AS s, i / 7 AS d, i % 2 = 0 AS b, 'x' || i AS u"
                                + " FROM range(3000) r(i)) TO '" + file() + "' (FORMAT parquet, COMPRESSION '" + codec
                                + "')");
            }
            byte[] whole = Files.readAllBytes(file());
            for (int round = 0; round < 150; round++) {
                byte[] damaged = whole.clone();
                for (int i = 0; i <= random.nextInt(3); i++) {
                    int at = random.nextBoolean()
                            ? random.nextInt(whole.length)
                            : whole.length - 1 - random.nextInt(Math.min(whole.length, 900));
                    damaged[at] ^= (byte) (1 << random.nextInt(8));
                }
                Files.write(file(), damaged);
                try {
                    Rows.of(open(null), Long.MAX_VALUE, row -> {});
                } catch (GridmillException e) {
                    assertThat(e.code()).as(e.getMessage()).isIn(ErrorCode.DATA, ErrorCode.USER);
                }
            }
        }
    }

    private Path file() {
        return folder.resolve("t.parquet");
    }

    private void write(String query) throws SQLException {
        try (DuckDb duck = new DuckDb()) {
            duck.run("COPY (" + query + ") TO '" + file() + "' (FORMAT parquet)");
        }
    }

    private Source open(@Nullable String columns) {
        return new ParquetFormat()
                .open(new SourceSpec(
                        "parquet",
                        List.of(file().toString()),
                        columns == null ? null : TableSchema.parse(columns),
                        Map.of()));
    }

    private static void fails(ThrowingCallable call, ErrorCode code, String... words) {
        assertThatThrownBy(call)
                .isInstanceOf(GridmillException.class)
                .hasMessageContainingAll(words)
                .extracting(e -> ((GridmillException) e).code())
                .isEqualTo(code);
    }
}
