package io.gridmill.loaders.json;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.Split;
import io.gridmill.loaders.Rows;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JSON lines mean. */
class JsonReadingTest {
    @TempDir
    Path folder;

    @Test
    void keysAreColumnsInAnyOrderAndWhatIsMissingIsNull() throws IOException {
        JsonFiles file = JsonFiles.of(folder, """
                {"a": 1, "b": "x"}
                {"b": "y", "a": 2}

                {"b": null}
                {"a": 4, "b": "é\\n\\u20ac\\ud83c\\udf88"}\r
                {}
                {"A": 6}""");

        assertThat(file.rows("a INTEGER, b VARCHAR"))
                .isEqualTo(List.of(
                        asList(1, "x"),
                        asList(2, "y"),
                        asList(null, null),
                        asList(4, "é\n€🎈"),
                        asList(null, null),
                        asList(6, null)));
    }

    @Test
    void typesAreInferredFromTheFirstRecords() throws IOException {
        JsonFiles file = JsonFiles.of(folder, """
                {"i": 1, "d": 1.5, "f": 1e3, "s": "12", "t": "2024-02-29T12:00:00.5", "y": "2024-02-29", "b": true, "n": null, "m": 1, "g": 1}
                {"i": -9223372036854775808, "d": 2, "f": 0.1, "s": "x", "t": "2024-02-29 12:00", "y": "0001-01-01", "b": false, "m": "x", "g": 12345678901234567890, "late": 7}
                """);

        assertThat(file.open(null).schema())
                .isEqualTo(TableSchema.parse(
                        "i BIGINT, d DECIMAL(18, 1), f DOUBLE, s VARCHAR, t TIMESTAMP, y DATE, b BOOLEAN, n VARCHAR,"
                                + " m VARCHAR, g DOUBLE, late BIGINT"));
        assertThat(file.rows(null).get(1))
                .isEqualTo(asList(
                        Long.MIN_VALUE,
                        new BigDecimal("2.0"),
                        0.1,
                        "x",
                        LocalDateTime.parse("2024-02-29T12:00"),
                        -719162,
                        false,
                        null,
                        "x",
                        12345678901234567890.0,
                        7L));
    }

    @Test
    void valuesAreTakenByTheirText() throws IOException {
        JsonFiles file = JsonFiles.of(folder, """
                {"v": 1.50, "n": "12", "f": "NaN", "b": "true"}
                {"v": false, "n": 3, "f": "-Infinity", "b": false}
                """);

        assertThat(file.rows("v VARCHAR, n INTEGER, f DOUBLE, b BOOLEAN"))
                .isEqualTo(List.of(
                        asList("1.50", 12, Double.NaN, true), asList("false", 3, Double.NEGATIVE_INFINITY, false)));
    }

    @Test
    void aLoadThatNamesColumnsLeavesOutOtherKeysEvenNestedOnes() throws IOException {
        JsonFiles file = JsonFiles.of(folder, "{\"x\": {\"a\": [1, {\"a\": 2}]}, \"a\": 5, \"y\": [], \"z\": \"\"}\n");

        assertThat(file.rows("a BIGINT")).isEqualTo(List.of(List.of(5L)));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstRecord() throws IOException {
        JsonFiles file = JsonFiles.of(folder, "\uFEFF{\"a\": 1}\n{\"a\": 2}\n");

        assertThat(file.rows(null)).isEqualTo(List.of(List.of(1L), List.of(2L)));
    }

    @Test
    void anyPlaceMayBeCutAndEachLineIsReadOnce() throws IOException {
        StringBuilder text = new StringBuilder();
        List<List<@Nullable Object>> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            text.append("{\"a\": ")
                    .append(i)
                    .append(", \"t\": \"")
                    .append("é".repeat(i))
                    .append("\"}\n");
            expected.add(asList((long) i, "é".repeat(i)));
        }
        JsonFiles file = JsonFiles.of(folder, text.toString());

        for (long target = 1; target < 300; target += 7) {
            assertThat(Rows.of(file.open(null), target, RejectHandler.FAIL)).isEqualTo(expected);
        }
        assertThat(file.open(null).splits(100).stream().mapToLong(Split::length).sum())
                .isEqualTo(text.toString().getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void aLineMayBeLongerThanAnyBuffer() throws IOException {
        String large = "x".repeat(3_000_000);
        JsonFiles file = JsonFiles.of(folder, "{\"a\": \"s\"}\n{\"a\": \"" + large + "\"}\n{\"a\": \"t\"}");

        assertThat(file.rows("a VARCHAR")).isEqualTo(Arrays.asList(asList("s"), asList(large), asList("t")));
    }
}
