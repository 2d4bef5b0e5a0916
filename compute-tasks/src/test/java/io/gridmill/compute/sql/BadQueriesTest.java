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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadQueriesTest {
    private static final TableSchema SCHEMA = TableSchema.parse(
            "id INTEGER, price DECIMAL(12, 2), name VARCHAR, day DATE, at TIMESTAMP, ok BOOLEAN, weight DOUBLE, big BIGINT");

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void aBadQueryIsRefusedWithWhatIsWrongAndWhere(String query, String message) {
        Map<String, String> params = query.contains(":p") ? Map.of("p", "x1") : Map.of();
        GridmillException e = catchThrowableOfType(
                GridmillException.class, () -> SqlCompiler.compile(query.replace("\\n", "\n"), params, SCHEMA));
        assertThat(e).as("must be refused: %s", query).isNotNull();
        assertThat(e.code()).isEqualTo(ErrorCode.USER);
        assertThat(e).hasMessage(message);
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

    private static List<Arguments> corpus() throws IOException {
        List<Arguments> pairs = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(BadQueriesTest.class.getResourceAsStream("bad-queries.txt")),
                StandardCharsets.UTF_8))) {
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
