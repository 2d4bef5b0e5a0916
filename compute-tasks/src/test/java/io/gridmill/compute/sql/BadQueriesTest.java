package io.gridmill.compute.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadQueriesTest {
    private static final String COLUMNS =
            "id INTEGER, price DECIMAL(12, 2), name VARCHAR, day DATE, at TIMESTAMP, ok BOOLEAN, weight DOUBLE, big BIGINT";

    private static final TableSchema SCHEMA = TableSchema.parse(COLUMNS);

    @ParameterizedTest(name = "{0}")
    @MethodSource("badQueries")
    void aBadQueryIsRefusedWithWhatIsWrongAndWhere(String query, String message) {
        GridmillException e = catchThrowableOfType(
                GridmillException.class, () -> SqlCompiler.compile(query.replace("\\n", "\n"), params(query), SCHEMA));
        assertThat(e).as("must be refused: %s", query).isNotNull();
        assertThat(e.code()).isEqualTo(ErrorCode.USER);
        assertThat(e).hasMessage(message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failingRows")
    void aRowThatBreaksARuleFailsWithItsValuesAndTheExpression(String query, String message) {
        List<@Nullable Object> row =
                TestTable.row(7L, "12.50", "abc", "2024-02-29", "2024-02-29T12:34:56.789", true, 2.5, 9_000_000_000L);
        try (TestTable table = TestTable.of(COLUMNS, row)) {
            GridmillException e = catchThrowableOfType(
                    GridmillException.class, () -> table.query(query.replace("\\n", "\n"), params(query)));
            assertThat(e).as("must fail: %s", query).isNotNull();
            assertThat(e.code()).isEqualTo(ErrorCode.DATA);
            assertThat(e).hasMessage(message);
        }
    }

    private static Map<String, String> params(String query) {
        return query.contains(":p") ? Map.of("p", "x1") : Map.of();
    }

    @Test
    void aParameterThatTheQueryDoesNotHaveIsAnError() {
        GridmillException e = catchThrowableOfType(
                GridmillException.class,
                () -> SqlCompiler.compile(
                        "SELECT id FROM t WHERE id > :least", Map.of("least", "1", "most", "2"), SCHEMA));
        assertThat(e.code()).isEqualTo(ErrorCode.USER);
        assertThat(e).hasMessage("parameter :most does not occur in the query; its parameters: least");
    }

    private static List<Arguments> badQueries() throws IOException {
        return pairs("bad-queries.txt");
    }

    private static List<Arguments> failingRows() throws IOException {
        return pairs("failing-rows.txt");
    }

    private static List<Arguments> pairs(String file) throws IOException {
        List<Arguments> pairs = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(BadQueriesTest.class.getResourceAsStream(file)), StandardCharsets.UTF_8))) {
            String query = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("    ")) {
                    pairs.add(Arguments.of(query, line.strip()));
                } else {
                    query = line;
                }
            }
        }
        return pairs;
    }
}
