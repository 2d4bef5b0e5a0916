package io.gridmill.compute.sql;

import static io.gridmill.compute.sql.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AggregatesTest {
    @Test
    void anAggregateSeesTheRowsOfItsFilterAndComputesItsArgumentForNoOther() {
        try (TestTable table = TestTable.of("k INTEGER, x INTEGER", row(1L, 10L), row(1L, 0L), row(2L, null))) {
            assertThat(table.query(
                            "SELECT k, COUNT(*) FILTER (WHERE x > 0), SUM(100 / x) FILTER (WHERE x <> 0), COUNT(*)"
                                    + " FROM t GROUP BY k ORDER BY k"))
                    .containsExactly(row(1L, 1L, new BigDecimal("10"), 2L), row(2L, 0L, null, 1L));
        }
    }

    @Test
    void moreColumnsThanAKernelIsToldOfMayBeReadAtOnce() {
        int columns = 70;
        String names = IntStream.range(0, columns).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        String schema =
                IntStream.range(0, columns).mapToObj(i -> "c" + i + " BIGINT").collect(Collectors.joining(", "));
        String sums =
                IntStream.range(0, columns).mapToObj(i -> "SUM(c" + i + ")").collect(Collectors.joining(", "));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long i = 0; i < 10; i++) {
            long first = i;
            rows.add(LongStream.range(0, columns)
                    .mapToObj(c -> first == 9 && c == 68 ? null : first * 100 + c)
                    .collect(Collectors.toCollection(ArrayList::new)));
        }
        // The first chunk has no NULL, the second one.
        try (TestTable table = new TestTable(schema, 5, rows)) {
            assertThat(table.query("SELECT " + names + " FROM t ORDER BY c0")).isEqualTo(rows);
            List<@Nullable Object> totals =
                    table.query("SELECT " + sums + " FROM t").get(0);
            assertThat(totals.get(67)).isEqualTo(new BigDecimal(4500 + 10 * 67));
            assertThat(totals.get(68)).isEqualTo(new BigDecimal(3600 + 9 * 68));
            assertThat(totals.get(69)).isEqualTo(new BigDecimal(4500 + 10 * 69));
        }
    }

    @Test
    void distinctValuesCountOnceHoweverManySharesAndLanesSawThem() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long i = 0; i < 5_000; i++) {
            rows.add(row(i % 3, i % 7 == 0 ? null : i % 101, "s" + i % 13));
        }
        try (TestTable table = new TestTable("k INTEGER, x INTEGER, s VARCHAR", 300, rows)) {
            for (int shares = 1; shares <= 4; shares++) {
                table.withShares(shares, 3);
                assertThat(table.query(
                                "SELECT COUNT(DISTINCT x), SUM(DISTINCT x), AVG(DISTINCT x), COUNT(DISTINCT s), COUNT(x)"
                                        + " FROM t"))
                        .containsExactly(row(101L, new BigDecimal("5050"), 50.0, 13L, 4285L));
                assertThat(table.query("SELECT k, COUNT(DISTINCT s), COUNT(*) FROM t GROUP BY k ORDER BY k"))
                        .containsExactly(row(0L, 13L, 1667L), row(1L, 13L, 1667L), row(2L, 13L, 1666L));
            }
        }
    }

    @Test
    void groupsOfStringsAndNumbersAreTheSameWhateverCodesTheDictionariesOfTheChunksGive() {
        Random random = new Random(11);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        Map<List<@Nullable Object>, Long> counts = new HashMap<>();
        Map<Object, Set<Object>> distinct = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            // Each chunk has other strings than the one before, so a string's code differs from chunk to chunk.
            String a = random.nextInt(20) == 0 ? null : "a" + (i / 2_000 + random.nextInt(4));
            String b = random.nextInt(20) == 0 ? null : "b" + random.nextInt(3);
            Long x = random.nextInt(20) == 0 ? null : (long) random.nextInt(200);
            rows.add(row(a, b, x));
            counts.merge(row(a, b, x), 1L, Long::sum);
            if (x != null) {
                distinct.computeIfAbsent(String.valueOf(a), key -> new HashSet<>())
                        .add(x);
            }
        }
        try (TestTable table = new TestTable("a VARCHAR, b VARCHAR, x INTEGER", 2_000, rows)) {
            for (int lanes = 1; lanes <= 3; lanes++) {
                table.withShares(2, lanes);
                Map<List<@Nullable Object>, Long> found = new HashMap<>();
                table.query("SELECT a, b, x, COUNT(*) FROM t GROUP BY a, b, x")
                        .forEach(row -> found.put(row.subList(0, 3), (Long) row.get(3)));
                assertThat(found).isEqualTo(counts);
                Map<Object, Object> values = new HashMap<>();
                table.query("SELECT a, COUNT(DISTINCT x) FROM t GROUP BY a")
                        .forEach(row -> values.put(String.valueOf(row.get(0)), row.get(1)));
                Map<Object, Object> expected = new HashMap<>();
                distinct.forEach((a, x) -> expected.put(a, (long) x.size()));
                assertThat(values).isEqualTo(expected);
            }
        }
    }

    @Test
    void distinctValuesBeyondTheBudgetAreRefused() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long i = 0; i < 50_000; i++) {
            rows.add(row(i * 1_000_003));
        }
        try (TestTable table = new TestTable("x BIGINT", 5_000, rows).withMemory(400_000)) {
            GridmillException e =
                    catchThrowableOfType(GridmillException.class, () -> table.query("SELECT COUNT(DISTINCT x) FROM t"));
            assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE);
            assertThat(e)
                    .hasMessageStartingWith("memory of a query must stay within its budget of 400000 bytes, needed ")
                    .hasMessageContaining("for groups or distinct values");
        }
    }

    @Test
    void variancesOfIntegersAndDecimalsAreExactUpToTheLastDivision() {
        try (TestTable table = TestTable.of(
                "i BIGINT, d DECIMAL(18, 2)",
                row(Long.MAX_VALUE, "1000000000000000.01"),
                row(Long.MAX_VALUE - 2, "1000000000000000.03"),
                row(null, null))) {
            assertThat(table.query("SELECT VAR_POP(i), VAR_SAMP(i), STDDEV_POP(i), VARIANCE(d), STDDEV_POP(d) FROM t"))
                    .containsExactly(row(1.0, 2.0, 1.0, 0.0002, 0.01));
        }
    }

    @Test
    void varianceOfDoublesKeepsItsDigitsFarFromZeroAndHoweverRowsAreCut() {
        Random random = new Random(7);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            rows.add(row(1e7 + (random.nextInt(2_001) - 1_000) / 1024.0));
        }
        // Computed with decimals: the values are multiples of 1/1024.
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal squares = BigDecimal.ZERO;
        for (List<@Nullable Object> row : rows) {
            BigDecimal value = new BigDecimal((Double) row.get(0)).subtract(new BigDecimal(10_000_000));
            sum = sum.add(value);
            squares = squares.add(value.multiply(value));
        }
        double expected = squares.doubleValue() / 2_000 - Math.pow(sum.doubleValue() / 2_000, 2);
        for (int chunk : new int[] {37, 500, 2_000}) {
            try (TestTable table = new TestTable("x DOUBLE", chunk, rows).withShares(3, 2)) {
                assertThat((Double) table.value("SELECT VAR_POP(x) FROM t"))
                        .isCloseTo(expected, org.assertj.core.data.Offset.offset(expected * 1e-14));
            }
        }
    }

    @Test
    void ofTooFewValuesAVarianceIsNull() {
        try (TestTable table = TestTable.column("INTEGER", 5L, null)) {
            assertThat(table.query("SELECT VAR_POP(x), VAR_SAMP(x), STDDEV(x) FROM t"))
                    .containsExactly(row(0.0, null, null));
            assertThat(table.query("SELECT VAR_POP(x), STDDEV_POP(x) FROM t WHERE x > 5"))
                    .containsExactly(row(null, null));
        }
    }

    @Test
    void booleansAreAggregatedByName() {
        try (TestTable table = TestTable.column("BOOLEAN", true, null, false)) {
            assertThat(table.query("SELECT BOOL_AND(x), EVERY(x), BOOL_OR(x), ANY_VALUE(x) FROM t"))
                    .containsExactly(row(false, false, true, false));
        }
    }

    @Test
    void groupingSetsGiveOneRowForEachGroupOfEachSet() {
        try (TestTable table = TestTable.of(
                "a VARCHAR, b INTEGER, x INTEGER", row("p", 1L, 1L), row("p", 2L, 2L), row(null, 1L, 4L))) {
            assertThat(table.query(
                            "SELECT a, b, SUM(x), COUNT(DISTINCT b), GROUPING(a, b) FROM t GROUP BY ROLLUP (a, b)"
                                    + " ORDER BY GROUPING(a, b), a, b"))
                    .containsExactly(
                            row("p", 1L, new BigDecimal("1"), 1L, 0L),
                            row("p", 2L, new BigDecimal("2"), 1L, 0L),
                            row(null, 1L, new BigDecimal("4"), 1L, 0L),
                            row("p", null, new BigDecimal("3"), 2L, 1L),
                            row(null, null, new BigDecimal("4"), 1L, 1L),
                            row(null, null, new BigDecimal("7"), 2L, 3L));
            assertThat(table.query("SELECT a, COUNT(*) FROM t WHERE x > 9 GROUP BY GROUPING SETS ((a), ())"))
                    .as("the set of no keys has its row even when there are none")
                    .containsExactly(row(null, 0L));
        }
    }
}
