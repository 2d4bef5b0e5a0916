package io.gridmill.compute.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.schema.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/sql.md} shows is so. */
class SqlPageTest {
    private static final TableSchema ORDERS =
            TableSchema.parse("id INTEGER, customer VARCHAR, amount DECIMAL(18, 2), day DATE");

    private static final Pattern EXAMPLE = Pattern.compile("`([^`]+)` is `([^`]*)` \\|$");
    private static final Pattern QUERY = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource("examples")
    void anExampleGivesWhatThePageSays(String expression, String value) {
        assertThat(String.valueOf(Evaluated.value("CAST(" + expression + " AS VARCHAR)")))
                .isEqualTo(value.equals("NULL") ? "null" : value);
    }

    @Test
    void everyQueryOfThePageCompiles() throws IOException {
        Matcher queries = QUERY.matcher(page());
        List<String> found = new ArrayList<>();
        while (queries.find()) {
            found.add(queries.group(1));
        }
        assertThat(found).hasSizeGreaterThan(4).allSatisfy(query -> SqlCompiler.compile(query, Map.of(), ORDERS));
    }

    private static List<Arguments> examples() throws IOException {
        List<Arguments> examples = new ArrayList<>();
        for (String line : page().split("\n")) {
            Matcher example = EXAMPLE.matcher(line);
            if (line.startsWith("|") && example.find()) {
                examples.add(Arguments.of(example.group(1).replace("\\|", "|"), example.group(2)));
            }
        }
        return examples;
    }

    private static String page() throws IOException {
        return Files.readString(Path.of(System.getProperty("gridmill.home"), "docs", "sql.md"));
    }
}
