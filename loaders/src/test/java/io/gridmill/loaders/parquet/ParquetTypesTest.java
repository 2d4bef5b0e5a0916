package io.gridmill.loaders.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.RejectedRow;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.core.source.SplitReader;
import io.gridmill.loaders.Rows;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types and encodings as Spark, Impala and parquet-java write them. */
class ParquetTypesTest {
    private static final int ROWS = 40_000;

    @TempDir
    Path folder;

    @Test
    void decimalsAreReadFromNumbersAndFromBytesOfAnyLength() throws IOException {
        List<String> values = List.of("0", "1", "-1", "999999999999999999", "-999999999999999999", "-256", "128");
        ParquetJavaFile.write(
                file(),
                "required int32 a (DECIMAL(9, 2)); required int64 b (DECIMAL(18, 4));"
                        + " required fixed_len_byte_array(8) c (DECIMAL(18, 0)); required binary d (DECIMAL(18, 18));"
                        + " required fixed_len_byte_array(20) e (DECIMAL(18, 3));",
                ParquetProperties.builder().withDictionaryEncoding(false),
                values.size(),
                (to, row) -> to.write((int) (Long.parseLong(values.get(row)) % 1_000_000_000), 0, 0),
                (to, row) -> to.write(Long.parseLong(values.get(row)), 0, 0),
                (to, row) -> to.write(bytes(values.get(row), 8), 0, 0),
                (to, row) -> to.write(bytes(values.get(row), 0), 0, 0),
                (to, row) -> to.write(bytes(values.get(row), 20), 0, 0));

        List<List<@Nullable Object>> expected = new ArrayList<>();
        for (String value : values) {
            BigDecimal unscaled = new BigDecimal(value);
            expected.add(List.of(
                    unscaled.remainder(BigDecimal.valueOf(1_000_000_000))
                            .movePointLeft(2)
                            .setScale(2),
                    unscaled.movePointLeft(4).setScale(4),
                    unscaled,
                    unscaled.movePointLeft(18).setScale(18),
                    unscaled.movePointLeft(3).setScale(3)));
        }
        assertThat(rows()).isEqualTo(expected);
        assertThat(open(null).schema())
                .isEqualTo(TableSchema.parse(
                        "a DECIMAL(9, 2), b DECIMAL(18, 4), c DECIMAL(18, 0), d DECIMAL(18, 18), e DECIMAL(18, 3)"));
    }

    private static Binary bytes(String unscaled, int length) {
        byte[] digits = new BigInteger(unscaled).toByteArray();
        byte[] bytes = new byte[Math.max(length, digits.length)];
        Arrays.fill(bytes, (byte) (digits[0] >> 7));
        System.arraycopy(digits, 0, bytes, bytes.length - digits.length, digits.length);
        return Binary.fromConstantByteArray(bytes);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void timestampsOfSparkInInt96AreMicroseconds(boolean dictionary) throws IOException {
        List<LocalDateTime> times = List.of(
                LocalDateTime.parse("1970-01-01T00:00:00"),
                LocalDateTime.parse("0001-01-01T00:00:00.000001"),
                LocalDateTime.parse("9999-12-31T23:59:59.999999"),
                LocalDateTime.parse("1969-12-31T23:59:59.5"));
        ParquetJavaFile.write(
                file(),
                "optional int96 t;",
                ParquetProperties.builder().withDictionaryEncoding(dictionary),
                8,
                (to, row) -> {
                    if (row >= times.size()) {
                        to.writeNull(0, 0);
                        return;
                    }
                    LocalDateTime time = times.get(row);
                    ByteBuffer value = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
                    value.putLong(time.toLocalTime().toNanoOfDay());
                    value.putInt((int) (time.toLocalDate().toEpochDay() + 2_440_588));
                    to.write(Binary.fromConstantByteArray(value.array()), 0, 1);
                });

        List<@Nullable Object> read = new ArrayList<>();
        rows().forEach(row -> read.add(row.get(0)));
        assertThat(read.subList(0, 4)).isEqualTo(times);
        assertThat(read.subList(4, 8)).containsOnlyNulls();
    }

    @Test
    void deltaAndSplitEncodingsOfVersion2AreRead() throws IOException {
        ParquetJavaFile.write(
                file(),
                "optional binary s (STRING); required int64 l; optional int32 i; optional boolean b; optional double d; optional float f;",
                ParquetProperties.builder()
                        .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_2_0)
                        .withDictionaryEncoding(false)
                        .withByteStreamSplitEncoding(true)
                        .withPageRowCountLimit(700),
                ROWS,
                (to, row) -> {
                    if (row % 5 == 0) {
                        to.writeNull(0, 0);
                    } else {
                        to.write(Binary.fromString("prefix-" + row / 10 + "-" + row), 0, 1);
                    }
                },
                (to, row) -> to.write(row * 1_000_003L - (row % 3) * 77_777_777_777L, 0, 0),
                (to, row) -> {
                    if (row % 7 == 0) {
                        to.writeNull(0, 0);
                    } else {
                        to.write(-row, 0, 1);
                    }
                },
                (to, row) -> {
                    if (row % 11 == 0) {
                        to.writeNull(0, 0);
                    } else {
                        to.write(row % 3 == 0, 0, 1);
                    }
                },
                (to, row) -> to.write(row / 3.0, 0, 1),
                (to, row) -> to.write(row / 7f, 0, 1));

        List<List<@Nullable Object>> expected = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            List<@Nullable Object> cells = new ArrayList<>();
            cells.add(row % 5 == 0 ? null : "prefix-" + row / 10 + "-" + row);
            cells.add(row * 1_000_003L - (row % 3) * 77_777_777_777L);
            cells.add(row % 7 == 0 ? null : -row);
            cells.add(row % 11 == 0 ? null : row % 3 == 0);
            cells.add(row / 3.0);
            cells.add(row / 7f);
            expected.add(cells);
        }
        assertThat(rows()).isEqualTo(expected);
    }

    @Test
    void aColumnThatFallsBackFromItsDictionaryIsReadOnBothSides() throws IOException {
        ParquetJavaFile.write(
                file(),
                "required binary s; required int64 l;",
                ParquetProperties.builder().withDictionaryPageSize(4096).withPageRowCountLimit(1000),
                ROWS,
                (to, row) -> to.write(Binary.fromString(row < 5000 ? "few" + row % 10 : "many" + row), 0, 0),
                (to, row) -> to.write((long) (row < 5000 ? row % 10 : row), 0, 0));

        List<List<@Nullable Object>> expected = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            expected.add(List.of(row < 5000 ? "few" + row % 10 : "many" + row, (long) (row < 5000 ? row % 10 : row)));
        }
        assertThat(rows()).isEqualTo(expected);
    }

    @Test
    void textsOfADictionaryArriveAsPlacesInItWithoutTheBadRows() throws IOException {
        ParquetJavaFile.write(
                file(),
                "optional binary s (STRING); required int32 n;",
                ParquetProperties.builder().withPageRowCountLimit(700),
                ROWS,
                (to, row) -> {
                    if (row % 4 == 1) {
                        to.writeNull(0, 0);
                    } else {
                        to.write(Binary.fromString("text " + row % 6), 0, 1);
                    }
                },
                (to, row) -> to.write(row % 10 == 7 ? 1000 : row % 100, 0, 0));
        Source source = open(TableSchema.parse("s VARCHAR, n TINYINT"));

        List<List<@Nullable Object>> expected = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            if (row % 10 != 7) {
                expected.add(Arrays.asList(row % 4 == 1 ? null : "text " + row % 6, (byte) (row % 100)));
            }
        }
        List<RejectedRow> rejected = new ArrayList<>();
        assertThat(Rows.of(source, Long.MAX_VALUE, rejected::add)).isEqualTo(expected);
        assertThat(rejected).hasSize(ROWS / 10);
        try (RootAllocator allocator = new RootAllocator();
                SplitReader reader = source.open(source.splits(Long.MAX_VALUE).get(0), allocator, row -> {})) {
            FieldVector vector = Objects.requireNonNull(reader.next()).getVector(0);
            TextRows texts = TextRows.of(vector, reader.dictionaries());
            assertThat(texts.places()).isNotNull();
            assertThat(texts.texts().getValueCount()).isEqualTo(7);
            assertThat(texts.length(0)).isEqualTo(6);
            assertThat(vector.isNull(1)).isTrue();
            assertThat(texts.length(1)).as("what a NULL adds to a chunk").isZero();
        }
    }

    @Test
    void nullsStayWhereTheyAreWhenADictionaryIsGivenUpWithinABatch() throws IOException {
        ParquetJavaFile.write(
                file(),
                "optional binary s (STRING);",
                ParquetProperties.builder().withDictionaryPageSize(4096).withPageRowCountLimit(1000),
                ROWS,
                (to, row) -> {
                    if (row < 2500 || row % 7 == 0) {
                        to.writeNull(0, 0);
                    } else {
                        to.write(Binary.fromString(row < 5000 ? "few" + row % 10 : "many" + row), 0, 1);
                    }
                });

        List<List<@Nullable Object>> expected = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            String text = row < 5000 ? "few" + row % 10 : "many" + row;
            expected.add(Collections.singletonList(row < 2500 || row % 7 == 0 ? null : text));
        }
        assertThat(rows()).isEqualTo(expected);
    }

    @Test
    void halfPrecisionBecomesReal() throws IOException {
        ParquetJavaFile.write(
                file(),
                "required fixed_len_byte_array(2) h (FLOAT16);",
                ParquetProperties.builder(),
                3,
                (to, row) -> to.write(
                        Binary.fromConstantByteArray(new byte[][] {{0, 0x3c}, {0, (byte) 0xc0}, {(byte) 0xff, 0x7b}}
                                [row]),
                        0,
                        0));

        assertThat(rows()).isEqualTo(List.of(List.of(1f), List.of(-2f), List.of(65504f)));
    }

    private Path file() {
        return folder.resolve("t.parquet");
    }

    private Source open(@Nullable TableSchema columns) {
        return new ParquetFormat().open(new SourceSpec("parquet", List.of(file().toString()), columns, Map.of()));
    }

    private List<List<@Nullable Object>> rows() {
        return Rows.of(open(null), Long.MAX_VALUE, RejectHandler.FAIL);
    }
}
