package io.gridmill.compute.sql;

import static io.gridmill.compute.sql.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LargeExpressionsTest {
    private static final String SCHEMA =
            "i INTEGER, b BIGINT, f DOUBLE, d DECIMAL(9, 2), s VARCHAR, day DATE, at TIMESTAMP";

    private static TestTable table() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long n = 0; n < 1000; n++) {
            String day = "2020-01-" + (10 + n % 20);
            rows.add(row(n, n * 3, n / 8.0, n + ".50", "n" + n, day, day + "T00:00:00"));
        }
        rows.add(row(null, null, null, null, null, null, null));
        return new TestTable(SCHEMA, 100, rows);
    }

    private static String each(int count, String between, IntFunction<String> item) {
        return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(between));
    }

    @Test
    void aListOfThousandsIsOneSetWhateverItsType() {
        try (TestTable t = table()) {
            String list = each(10_000, ", ", n -> "" + n * 7);
            assertThat(t.value("SELECT COUNT(*) FROM t WHERE i IN (" + list + ")"))
                    .isEqualTo(143L);
            assertThat(t.value("SELECT COUNT(*) FROM t WHERE b + 1 IN (" + list.replace(", ", ",\n") + ")"))
                    .isEqualTo(143L);
            assertThat(t.value("SELECT COUNT(*) FROM t WHERE f NOT IN (" + list + ")"))
                    .isEqualTo(982L);
            assertThat(t.value("SELECT COUNT(*) FROM t WHERE d IN (" + list + ", 7.5, 8.5e0, 9.501)"))
                    .isEqualTo(2L);
            assertThat(t.value("SELECT COUNT(*) FROM t WHERE s IN (" + each(5000, ", ", n -> "'n" + n * 2 + "'") + ")"))
                    .isEqualTo(500L);
            assertThat(t.value("SELECT COUNT(*) FROM t WHERE i IN (" + list + ", NULL) IS NULL"))
                    .isEqualTo(858L);
        }
    }

    @Test
    void aChainOfHundredsOfPatternsHasParentheses() {
        try (TestTable t = table()) {
            assertThat(t.value("SELECT COUNT(*) FROM t WHERE "
                            + each(150, " AND ", n -> "(s LIKE 'n%') AND (i BETWEEN " + n + " AND 2000)")))
                    .isEqualTo(851L);
            assertThat(t.value("SELECT COUNT(*) FROM t WHERE " + each(250, " AND ", n -> "s NOT LIKE 'n" + n + "'")))
                    .isEqualTo(750L);
            assertThatThrownBy(() -> t.value("SELECT COUNT(*) FROM t WHERE "
                            + each(900, "\nOR ", n -> n % 2 == 0 ? "s LIKE 'n" + n + "'" : "i BETWEEN 1 AND 2")))
                    .hasMessage("a chain must have at most 250 LIKE and BETWEEN, got more; write each in parentheses "
                            + "[line 251, column 6]");
        }
    }

    @Test
    void aListOfThousandsStillSkipsChunks() {
        try (TestTable t = table()) {
            assertThat(t.value("SELECT COUNT(*) FROM t WHERE i IN (" + each(3000, ", ", n -> "" + (250 - n)) + ")"))
                    .isEqualTo(251L);
            assertThat(t.chunksRead()).isEqualTo(3);
            assertThat(t.value("SELECT COUNT(*) FROM t WHERE i IN (" + each(50, ", ", n -> "" + (150 + n * 100))
                            + ", -1)"))
                    .isEqualTo(9L);
            assertThat(t.chunksRead()).isEqualTo(9);
        }
    }

    @Test
    void datesAndTimestampsAreMembersOfEachOthersLists() {
        try (TestTable t = table()) {
            assertThat(
                            t.value(
                                    "SELECT COUNT(*) FROM t WHERE day IN (DATE '2020-01-10', TIMESTAMP '2020-01-11 00:00:00', TIMESTAMP '2020-01-12 00:00:01')"))
                    .isEqualTo(100L);
            assertThat(t.value("SELECT COUNT(*) FROM t WHERE at IN (DATE '2020-01-10', DATE '2020-01-11', NULL)"))
                    .isEqualTo(100L);
        }
    }

    @Test
    void aChainOfComparisonsWithConstantsIsAListToo() {
        try (TestTable t = table()) {
            assertThat(t.value("SELECT COUNT(*) FROM t WHERE " + each(1500, " OR ", n -> "i = " + n * 2)))
                    .isEqualTo(500L);
            assertThat(t.value("SELECT COUNT(*) FROM t WHERE i = 1 OR 10 / (i - 2) > 100 OR "
                            + each(20, " OR ", n -> "i = " + n)))
                    .as("what the list holds is not divided")
                    .isEqualTo(20L);
            String text = t.explain("SELECT i FROM t WHERE " + each(9, " OR ", n -> "i = " + n) + " OR s = 'x'");
            assertThat(text).contains("((i IN [0, 1, 2, 3, 4, 5, 6, 7]… 9 values) OR (s = 'x'))");
        }
    }

    @Test
    void aChainOfAThousandOperandsIsNotDeep() {
        try (TestTable t = table()) {
            assertThat(t.value("SELECT COUNT(*) FROM t WHERE " + each(1000, " OR ", n -> "f > " + (n + 100))))
                    .isEqualTo(199L);
            assertThat(t.value("SELECT COUNT(*) FROM t WHERE " + each(1000, " AND ", n -> "f > " + n / 10.0)))
                    .isEqualTo(200L);
            assertThat(t.value("SELECT MAX(CHAR_LENGTH(" + each(1000, " || ", n -> "s || '.'") + ")) FROM t"))
                    .isEqualTo(5000L);
        }
    }

    @Test
    void whatWouldBeTooLongOrTooDeepIsRefusedBeforeItRuns() {
        String tooLarge =
                "an expression must have at most 5000 operators and operands, of which an IN list of constants is one, got more [line 1, column ";
        String tooDeep =
                "an expression must be nested at most 200 deep; parentheses cut a long chain of operators into shorter ones, as in (a + b) + (c + d) [line 1, column ";
        assertThat(refused(each(800, " OR ", n -> "i + " + n + " = b - " + n))).startsWith(tooLarge);
        assertThat(refused("i IN (" + each(1800, ", ", n -> "b - " + n) + ")")).startsWith(tooLarge);
        assertThat(refused(each(300, " + ", n -> "i") + " > 0"))
                .containsAnyOf(tooDeep, "a query must be nested less deeply");
        assertThat(refused("ABS(".repeat(250) + "i" + ")".repeat(250) + " > 0"))
                .containsAnyOf(tooDeep, "a query must be nested less deeply");
        assertThat(refused("CEIL(".repeat(40) + "day" + " TO MONTH)".repeat(40) + " = day"))
                .startsWith(tooLarge);
        assertThat(refused("(".repeat(30_000) + "i = 1" + ")".repeat(30_000)))
                .startsWith("at most 500 parentheses must be open at once, got more [line 1, column ");
    }

    @Test
    void whatIsJustShortEnoughRuns() {
        try (TestTable t = table()) {
            assertThat(t.value("SELECT MAX(" + each(190, " + ", n -> "i") + ") FROM t"))
                    .isEqualTo(999L * 190);
            assertThat(t.value("SELECT MAX(" + "COALESCE(".repeat(9) + "i" + ", 1)".repeat(9) + ") FROM t"))
                    .isEqualTo(999L);
            assertThat(t.value(
                            "SELECT SUM(CASE " + each(400, " ", n -> "WHEN i = " + n + " THEN " + n) + " END) FROM t"))
                    .hasToString("79800");
        }
    }

    /** Each level uses the one below it twice, so that all together are more than any limit. */
    @Test
    void subqueriesThatGrowWhenTheyArePutTogetherAreRefused() {
        String query = "SELECT i FROM t";
        for (int level = 0; level < 40; level++) {
            query = "SELECT i + i AS i FROM (" + query + ") AS q";
        }
        String doubling = query;

        assertThatThrownBy(() -> SqlCompiler.compile(doubling, Map.of(), TableSchema.parse(SCHEMA)))
                .isInstanceOf(GridmillException.class)
                .hasMessageStartingWith(
                        "an expression must have at most 5000 operators and operands, with those of the subqueries that it reads, got more [line 1, column ");
    }

    @Test
    void whatDoesNotFitAMethodIsRefused() {
        try (TestTable t = table()) {
            assertThatThrownBy(() -> t.value("SELECT MAX(CASE "
                            + each(1200, " ", n -> "WHEN i = " + n + " THEN 'x" + n + "'") + " END) FROM t"))
                    .isInstanceOfSatisfying(
                            GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER))
                    .hasMessageStartingWith("an expression must fit one method of 64 KB once compiled");
        }
    }

    private static String refused(String condition) {
        GridmillException e = catchThrowableOfType(
                GridmillException.class,
                () -> SqlCompiler.compile("SELECT i FROM t WHERE " + condition, Map.of(), TableSchema.parse(SCHEMA)));
        assertThat(e.code()).isEqualTo(ErrorCode.USER);
        return String.valueOf(e.getMessage());
    }
}
