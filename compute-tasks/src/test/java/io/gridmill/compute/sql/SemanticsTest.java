package io.gridmill.compute.sql;

import static io.gridmill.compute.sql.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticsTest {
    private static @Nullable Object value(String expression) {
        try (TestTable table = TestTable.column("INTEGER", 7L)) {
            return table.value("SELECT " + expression + " FROM t");
        }
    }

    private static String dataError(TestTable table, String sql) {
        GridmillException e = catchThrowableOfType(GridmillException.class, () -> table.query(sql));
        assertThat(e).as("must fail: %s", sql).isNotNull();
        assertThat(e.code()).isEqualTo(ErrorCode.DATA);
        return String.valueOf(e.getMessage());
    }

    private static List<@Nullable Object> column(List<List<@Nullable Object>> rows) {
        List<@Nullable Object> values = new ArrayList<>();
        rows.forEach(row -> values.add(row.get(0)));
        return values;
    }

    // ---- arithmetic ----

    @Test
    void integerDivisionGoesTowardsZero() {
        assertThat(value("x / 2")).isEqualTo(3L);
        assertThat(value("-x / 2")).isEqualTo(-3L);
        assertThat(value("-x % 3")).isEqualTo(-1L);
        assertThat(value("MOD(x, -4)")).isEqualTo(3L);
    }

    @Test
    void aDivisionWithADecimalOrDoubleIsADouble() {
        assertThat(value("x / 2.0")).isEqualTo(3.5);
        assertThat(value("1.5 / x")).isEqualTo(1.5 / 7);
        assertThat(value("x / 2e0")).isEqualTo(3.5);
    }

    @Test
    void divisionByZeroIsAnErrorForEveryTypeAndNamesTheExpression() {
        try (TestTable table = TestTable.of("x INTEGER, d DECIMAL(9, 2), f DOUBLE", row(0L, "0.00", 0.0))) {
            assertThat(dataError(table, "SELECT 1, 10 / x FROM t"))
                    .isEqualTo(
                            "division by zero: the divisor must not be 0, dividend is 10, in 10 / x [line 1, column 11]");
            assertThat(dataError(table, "SELECT 10 % x FROM t"))
                    .contains("division by zero")
                    .contains("10 % x");
            assertThat(dataError(table, "SELECT 10 / d FROM t")).contains("division by zero");
            assertThat(dataError(table, "SELECT 10 / f FROM t")).contains("division by zero");
            assertThat(dataError(table, "SELECT SUM(x) FROM t HAVING 1 / SUM(x) > 0"))
                    .contains("1 / SUM(x)");
        }
    }

    @Test
    void decimalsAreExactWithTheScalesOfSql() {
        try (TestTable table = TestTable.of("a DECIMAL(9, 2), b DECIMAL(5, 3)", row("1234567.89", "-0.125"))) {
            assertThat(table.query("SELECT a + b, a - b, a * b, a * (1 - b) FROM t"))
                    .containsExactly(row(
                            new BigDecimal("1234567.765"),
                            new BigDecimal("1234568.015"),
                            new BigDecimal("-154320.98625"),
                            new BigDecimal("1388888.87625")));
            TableSchema schema = SqlCompiler.compile("SELECT a + b AS s, a * b AS p FROM t", Map.of(), table.schema())
                    .resultSchema();
            assertThat(schema).hasToString("s DECIMAL(11, 3), p DECIMAL(14, 5)");
        }
    }

    @Test
    void moreThan18DigitsAreAnOverflowThatNamesTheExpression() {
        try (TestTable table = TestTable.of("a DECIMAL(18, 2)", row("9999999999999999.99"))) {
            assertThat(dataError(table, "SELECT a * 10.5 FROM t"))
                    .contains("must fit 18 decimal digits")
                    .contains("a * 10.5 [line 1, column 8]");
            assertThat(dataError(table, "SELECT a + 0.01 FROM t")).contains("must fit 18 decimal digits");
            assertThat(table.value("SELECT a - 0.01 FROM t")).isEqualTo(new BigDecimal("9999999999999999.98"));
        }
    }

    @Test
    void integerOverflowIsAnErrorOfTheResultsType() {
        try (TestTable table = TestTable.of(
                "t TINYINT, s SMALLINT, i INTEGER, b BIGINT", row(127L, 32767L, 2147483647L, Long.MAX_VALUE))) {
            assertThat(dataError(table, "SELECT t + t FROM t")).contains("must fit TINYINT, got 254");
            assertThat(dataError(table, "SELECT s * s FROM t")).contains("must fit SMALLINT");
            assertThat(dataError(table, "SELECT i + 1 FROM t")).contains("must fit INTEGER, got 2147483648");
            assertThat(dataError(table, "SELECT b + 1 FROM t")).contains("must fit BIGINT");
            assertThat(dataError(table, "SELECT -(-b - 1) FROM t")).contains("must fit BIGINT");
            assertThat(dataError(table, "SELECT ABS(-b - 1) FROM t")).contains("must fit BIGINT");
            assertThat(dataError(table, "SELECT i + b - b FROM t"))
                    .as("each step is checked")
                    .contains("i + b [line");
            assertThat(table.value("SELECT -b - 1 FROM t WHERE t + 1 = 128 AND -9223372036854775808 < b"))
                    .isEqualTo(Long.MIN_VALUE);
        }
    }

    // ---- aggregates ----

    @Test
    void sumsOfIntegersAndDecimalsAreExactBeyondALong() {
        try (TestTable table =
                TestTable.column("BIGINT", Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, -1L, null, Long.MAX_VALUE)) {
            assertThat(table.value("SELECT SUM(x) FROM t")).isEqualTo(new BigDecimal("36893488147419103227"));
            assertThat(table.value("SELECT SUM(-x) FROM t")).isEqualTo(new BigDecimal("-36893488147419103227"));
            assertThat(table.query("SELECT x > 0, SUM(x) FROM t GROUP BY 1 ORDER BY 2 DESC NULLS LAST LIMIT 1"))
                    .containsExactly(row(true, new BigDecimal("36893488147419103228")));
        }
    }

    @Test
    void wideDecimalsPassThroughAndAddUp() {
        BigDecimal large = new BigDecimal("99999999999999999999999999999999999999");
        try (TestTable table = TestTable.column("DECIMAL(38, 0)", large, large.negate(), BigDecimal.TEN, null)) {
            assertThat(table.value("SELECT SUM(x) FROM t")).isEqualTo(BigDecimal.TEN);
            assertThat(table.query("SELECT MIN(x), MAX(x), AVG(x) FROM t"))
                    .containsExactly(row(large.negate(), large, 10.0 / 3));
            assertThat(column(table.query("SELECT x FROM t WHERE x >= 10 ORDER BY x")))
                    .containsExactly(BigDecimal.TEN, large);
            assertThat(dataError(table, "SELECT x * 2 FROM t WHERE x > 10")).contains("must fit 18 decimal digits");
            assertThat(dataError(table, "SELECT SUM(x) FROM t WHERE x > 0")).contains("SUM must fit 38 digits");
            assertThat(table.query("SELECT x, COUNT(*) FROM t GROUP BY x")).hasSize(4);
        }
    }

    @Test
    void anAggregateOverNoRowsIsOneRowOfNullsAndCountZero() {
        for (TestTable table : List.of(
                new TestTable("x INTEGER, s VARCHAR", 1, List.of()),
                TestTable.of("x INTEGER, s VARCHAR", row(1L, "a")))) {
            try (table) {
                assertThat(table.query("SELECT COUNT(*), COUNT(x), SUM(x), AVG(x), MIN(s), MAX(x) FROM t WHERE x > 5"))
                        .containsExactly(row(0L, 0L, null, null, null, null));
                assertThat(table.query("SELECT s, COUNT(*) FROM t WHERE x > 5 GROUP BY s"))
                        .isEmpty();
                assertThat(table.query("SELECT x FROM t WHERE x > 5")).isEmpty();
            }
        }
    }

    @Test
    void aShareWithoutRowsDoesNotSpoilTheLeastOfTheOthers() {
        try (TestTable table = new TestTable(
                "d DATE, i TINYINT, b BOOLEAN",
                1,
                List.of(row("2020-01-01", 5L, true), row(null, null, null), row("2020-06-01", 3L, true)))) {
            table.withShares(3, 2);
            assertThat(table.query("SELECT MIN(d), MAX(d), MIN(i), MAX(i), MIN(b), MAX(b) FROM t"))
                    .containsExactly(row(LocalDate.of(2020, 1, 1), LocalDate.of(2020, 6, 1), 3L, 5L, true, true));
        }
    }

    @Test
    void averagesAreCorrectlyRounded() {
        try (TestTable table = TestTable.column("DECIMAL(9, 2)", "0.10", "0.20", "0.00")) {
            assertThat(table.value("SELECT AVG(x) FROM t")).isEqualTo(0.1);
        }
        try (TestTable table = TestTable.column("BIGINT", Long.MAX_VALUE, Long.MAX_VALUE)) {
            assertThat(table.value("SELECT AVG(x) FROM t")).isEqualTo((double) Long.MAX_VALUE);
        }
    }

    @Test
    void sumsOfDoublesHardlyDependOnTheCut() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            rows.add(row(i % 2 == 0 ? 1e16 + i : -1e16));
        }
        List<@Nullable Object> sums = new ArrayList<>();
        for (int cut : new int[] {1, 7, 100, 1000}) {
            try (TestTable table = new TestTable("x DOUBLE", cut, rows)) {
                sums.add(table.withShares(3, 2).value("SELECT SUM(x) FROM t"));
            }
        }
        assertThat(sums).containsOnly(249500.0);
    }

    // ---- NULL, NaN, zero, strings, order ----

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NULL + NULL",
                "-NULL",
                "+NULL",
                "ABS(NULL)",
                "ROUND(NULL, 1)",
                "FLOOR(NULL)",
                "SQRT(NULL)",
                "NULLIF(NULL, 1)",
                "NULLIF(NULL, NULL)",
                "NULLIF(NULL, DATE '2024-02-29')",
                "EXTRACT(YEAR FROM NULL)",
                "DATE '2024-02-29' + NULL",
                "NULL + TIMESTAMP '2024-02-29 12:00:00'",
                "DATE '2024-02-29' - NULL",
                "NULL + INTERVAL '1' DAY",
                "SUM(NULL)",
                "AVG(NULL)",
                "STDDEV(NULL)",
                "BOOL_AND(NULL)",
                "MIN(NULL)"
            })
    void aNullHasTheTypeThatItsPlaceWants(String expression) {
        assertThat(Evaluated.value(expression)).isNull();
    }

    @Test
    void nothingIsComparedWithNull() {
        try (TestTable table = TestTable.column("INTEGER", 1L)) {
            for (String sign : List.of("=", "<>", "<", "<=", ">", ">=")) {
                assertThat(column(table.query("SELECT NULL " + sign + " NULL FROM t")))
                        .containsExactly((Object) null);
                assertThat(column(table.query("SELECT 'a' " + sign + " NULL FROM t")))
                        .containsExactly((Object) null);
                assertThat(table.query("SELECT x FROM t WHERE NULL " + sign + " NULL"))
                        .isEmpty();
            }
            assertThat(column(table.query("SELECT CASE NULL WHEN NULL THEN 1 ELSE 2 END FROM t")))
                    .containsExactly(2L);
        }
    }

    @Test
    void nullsSortAsTheLargestUnlessSaidOtherwise() {
        try (TestTable table = TestTable.column("INTEGER", 2L, null, 1L)) {
            assertThat(column(table.query("SELECT x FROM t ORDER BY x"))).containsExactly(1L, 2L, null);
            assertThat(column(table.query("SELECT x FROM t ORDER BY x DESC"))).containsExactly(null, 2L, 1L);
            assertThat(column(table.query("SELECT x FROM t ORDER BY x NULLS FIRST")))
                    .containsExactly(null, 1L, 2L);
            assertThat(column(table.query("SELECT x FROM t ORDER BY x DESC NULLS LAST")))
                    .containsExactly(2L, 1L, null);
        }
    }

    @Test
    void nanEqualsItselfAndSortsAboveAllNumbers() {
        double inf = Double.POSITIVE_INFINITY;
        try (TestTable table = TestTable.column("DOUBLE", Double.NaN, inf, 1.0, Double.NaN, -inf)) {
            assertThat(column(table.query("SELECT x FROM t ORDER BY x")))
                    .containsExactly(-inf, 1.0, inf, Double.NaN, Double.NaN);
            assertThat(table.query("SELECT x, COUNT(*) FROM t GROUP BY x"))
                    .contains(row(Double.NaN, 2L))
                    .hasSize(4);
            assertThat(table.value("SELECT COUNT(*) FROM t WHERE x = x")).isEqualTo(5L);
            assertThat(table.value("SELECT COUNT(*) FROM t WHERE x > 1e300")).isEqualTo(3L);
            assertThat(table.value("SELECT COUNT(*) FROM t WHERE NOT (x < 5)")).isEqualTo(3L);
            assertThat(table.query("SELECT MIN(x), MAX(x) FROM t")).containsExactly(row(-inf, Double.NaN));
        }
    }

    @Test
    void negativeZeroGroupsWithZero() {
        try (TestTable table = TestTable.column("DOUBLE", -0.0, 0.0, 0.0)) {
            assertThat(table.query("SELECT COUNT(*) FROM t GROUP BY x")).containsExactly(row(3L));
            assertThat(table.query("SELECT DISTINCT x FROM t")).hasSize(1);
            assertThat(table.value("SELECT COUNT(*) FROM t WHERE x IN (0e0)")).isEqualTo(3L);
        }
    }

    @Test
    void stringsCompareByCodePoint() {
        String emoji = "\uD83D\uDE00";
        String privateUse = "\uE000";
        try (TestTable table = TestTable.column("VARCHAR", emoji, privateUse, "z", "Z", "")) {
            assertThat(column(table.query("SELECT x FROM t ORDER BY x")))
                    .containsExactly("", "Z", "z", privateUse, emoji);
            assertThat(table.query("SELECT MIN(x), MAX(x) FROM t")).containsExactly(row("", emoji));
            assertThat(table.value("SELECT COUNT(*) FROM t WHERE x > '" + privateUse + "'"))
                    .isEqualTo(1L);
            assertThat(table.value("SELECT CHAR_LENGTH(x) FROM t WHERE x = '" + emoji + "'"))
                    .isEqualTo(1L);
        }
    }

    @Test
    void andOrNotFollowThreeValuedLogic() {
        Boolean[] all = {true, false, null};
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Boolean a : all) {
            for (Boolean b : all) {
                rows.add(row(a, b));
            }
        }
        try (TestTable table = new TestTable("a BOOLEAN, b BOOLEAN", 2, rows)) {
            for (List<@Nullable Object> result :
                    table.query("SELECT a, b, a AND b, a OR b, NOT a, a IS TRUE, a IS NOT FALSE, a = b FROM t")) {
                Boolean a = (Boolean) result.get(0);
                Boolean b = (Boolean) result.get(1);
                boolean someFalse = Boolean.FALSE.equals(a) || Boolean.FALSE.equals(b);
                boolean someTrue = Boolean.TRUE.equals(a) || Boolean.TRUE.equals(b);
                boolean someNull = a == null || b == null;
                assertThat(result.subList(2, 8))
                        .containsExactly(
                                someFalse ? Boolean.FALSE : someNull ? null : Boolean.TRUE,
                                someTrue ? Boolean.TRUE : someNull ? null : Boolean.FALSE,
                                a == null ? null : Boolean.valueOf(!a),
                                Boolean.TRUE.equals(a),
                                !Boolean.FALSE.equals(a),
                                someNull ? null : a.equals(b));
            }
        }
    }

    @Test
    void aNullInAListMakesNoMatchUnknown() {
        try (TestTable table = TestTable.column("INTEGER", 1L, 2L, null)) {
            assertThat(column(table.query("SELECT x IN (1, NULL) FROM t ORDER BY x")))
                    .containsExactly(true, null, null);
            assertThat(column(table.query("SELECT x NOT IN (1, NULL) FROM t ORDER BY x")))
                    .containsExactly(false, null, null);
            assertThat(table.query("SELECT x FROM t WHERE x NOT IN (1, NULL)")).isEmpty();
        }
    }

    @Test
    void guardsKeepErrorsAway() {
        try (TestTable table = TestTable.of("x INTEGER, s VARCHAR", row(0L, "no"), row(2L, "4"), row(null, null))) {
            assertThat(column(table.query("SELECT CASE WHEN x <> 0 THEN 8 / x END FROM t ORDER BY 1")))
                    .containsExactly(4L, null, null);
            assertThat(column(table.query("SELECT x FROM t WHERE x <> 0 AND 8 / x = 4")))
                    .containsExactly(2L);
            assertThat(column(table.query("SELECT x FROM t WHERE x = 0 OR 8 / x = 4 ORDER BY x")))
                    .containsExactly(0L, 2L);
            assertThat(column(table.query("SELECT 8 / x FROM t WHERE x <> 0"))).containsExactly(4L);
            assertThat(column(table.query("SELECT CAST(s AS INTEGER) FROM t WHERE s <> 'no'")))
                    .containsExactly(4L);
            assertThat(column(table.query(
                            "SELECT CASE WHEN s = 'no' THEN 0 ELSE CAST(s AS INTEGER) END FROM t ORDER BY 1")))
                    .containsExactly(0L, 4L, null);
            assertThat(dataError(table, "SELECT CAST(s AS INTEGER) FROM t"))
                    .isEqualTo("CAST must find a value of INTEGER, got 'no', in CAST(s AS INTEGER) [line 1, column 8]");
        }
    }

    // ---- names, clauses ----

    @Test
    void namesAreComparedWithoutCaseAndKeptAsTyped() {
        try (TestTable table = TestTable.of("Id INTEGER, \"Two words\" INTEGER", row(1L, 2L))) {
            TableSchema schema = SqlCompiler.compile(
                            "SELECT ID, \"two WORDS\", id AS MyName, id + 1, id FROM \"T\" AS tt WHERE TT.iD = 1",
                            Map.of(),
                            table.schema())
                    .resultSchema();
            assertThat(schema.columns().stream().map(c -> c.name()))
                    .containsExactly("Id", "Two words", "MyName", "id + 1", "Id_1");
        }
    }

    @Test
    void resultsCanBeOrderedByPositionAliasExpressionAndWhatIsNotSelected() {
        try (TestTable table = TestTable.of("a INTEGER, b INTEGER", row(1L, 9L), row(2L, 8L), row(3L, 7L))) {
            assertThat(column(table.query("SELECT a FROM t ORDER BY b"))).containsExactly(3L, 2L, 1L);
            assertThat(column(table.query("SELECT a AS z FROM t ORDER BY z DESC")))
                    .containsExactly(3L, 2L, 1L);
            assertThat(column(table.query("SELECT a AS z FROM t ORDER BY -z * 2")))
                    .containsExactly(3L, 2L, 1L);
            assertThat(column(table.query("SELECT a FROM t ORDER BY 1 DESC LIMIT 1 OFFSET 1")))
                    .containsExactly(2L);
            assertThat(column(table.query("SELECT a FROM t ORDER BY a FETCH FIRST 2 ROWS ONLY")))
                    .containsExactly(1L, 2L);
            assertThat(column(table.query("SELECT a % 2 FROM t GROUP BY a % 2 ORDER BY SUM(b)")))
                    .containsExactly(0L, 1L);
            assertThat(table.query("SELECT a FROM t LIMIT 2")).hasSize(2);
            assertThat(table.query("SELECT a FROM t LIMIT 0")).isEmpty();
            assertThat(table.query("SELECT a FROM t OFFSET 2")).hasSize(1);
            assertThat(table.query("SELECT SUM(a) FROM t HAVING SUM(a) > 6")).isEmpty();
        }
    }

    @Test
    void parametersAreTypedByWhatStandsBesideThem() {
        try (TestTable table = TestTable.of(
                "d DECIMAL(9, 2), day DATE, s VARCHAR",
                row("1.50", "2020-02-01", "it's"),
                row("2.50", "2020-03-01", ":x"))) {
            Map<String, String> params = Map.of("least", "2.125", "from", "2020-02-15", "name", "it's", "n", "1");
            assertThat(table.query(
                            "SELECT d FROM t WHERE d > :least AND day >= :from AND s <> :name -- :not a parameter\nLIMIT :n",
                            params))
                    .containsExactly(row(new BigDecimal("2.50")));
            assertThat(table.query("SELECT CAST(:p AS DATE) FROM t WHERE s = ':x'", Map.of("p", "1999-12-31")))
                    .containsExactly(row(LocalDate.of(1999, 12, 31)));
        }
    }

    @Test
    void rowsBehindALimitAreNotComputed() {
        try (TestTable table = TestTable.column("INTEGER", 1L, 2L, 0L)) {
            assertThat(column(table.query("SELECT 10 / x FROM t LIMIT 2"))).containsExactly(10L, 5L);
        }
    }

    // ---- dates, strings, casts ----

    @Test
    void datesMoveByIntervals() {
        assertThat(value("DATE '2020-01-31' + INTERVAL '1' MONTH")).isEqualTo(LocalDate.of(2020, 2, 29));
        assertThat(value("DATE '1998-12-01' - INTERVAL '90' DAY")).isEqualTo(LocalDate.of(1998, 9, 2));
        assertThat(value("DATE '2020-02-29' + INTERVAL '1' YEAR")).isEqualTo(LocalDate.of(2021, 2, 28));
        assertThat(value("TIMESTAMP '1969-12-31 23:59:59.999999' + INTERVAL '0.000001' SECOND"))
                .isEqualTo(LocalDateTime.of(1970, 1, 1, 0, 0));
        assertThat(value("EXTRACT(YEAR FROM DATE '0001-01-01')")).isEqualTo(1L);
        assertThat(value("EXTRACT(DAY FROM TIMESTAMP '1969-12-31 23:59:59')")).isEqualTo(31L);
        try (TestTable table = TestTable.column("DATE", "9999-12-31")) {
            assertThat(dataError(table, "SELECT x + INTERVAL '1' DAY FROM t"))
                    .contains("between 0001-01-01 and 9999-12-31");
        }
    }

    @Test
    void everyDayOfTheCalendarHasItsYearMonthAndDay() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (LocalDate day = LocalDate.of(1, 1, 1); day.getYear() < 10_000; day = day.plusDays(37)) {
            rows.add(row(day));
        }
        try (TestTable table = new TestTable("x DATE", 5000, rows)) {
            for (List<@Nullable Object> r : table.query(
                    "SELECT x, EXTRACT(YEAR FROM x), EXTRACT(MONTH FROM x), EXTRACT(DAY FROM x), EXTRACT(QUARTER FROM x) FROM t")) {
                LocalDate day = (LocalDate) r.get(0);
                assertThat(r.subList(1, 5))
                        .isEqualTo(Arrays.asList(
                                (long) day.getYear(),
                                (long) day.getMonthValue(),
                                (long) day.getDayOfMonth(),
                                (day.getMonthValue() + 2L) / 3));
            }
        }
    }

    @Test
    void likeKnowsItsWildcardsAndEscape() {
        String[][] cases = {
            {"abc", "abc", "t"},
            {"abc", "a_c", "t"},
            {"abc", "_", "f"},
            {"", "%", "t"},
            {"", "_", "f"},
            {"abab", "%ab", "t"},
            {"aab", "%ab", "t"},
            {"aXbXc", "a%b%c", "t"},
            {"ab", "a%b%b", "f"},
            {"日本", "_本", "t"},
            {"日本", "__", "t"},
            {"日本", "___", "f"},
            {"a%b", "a!%b", "t"},
            {"axb", "a!%b", "f"},
            {"a_b", "%!_%", "t"},
            {"a!b", "a!!b", "t"},
            {"aaa", "%a%a%a%", "t"},
            {"aa", "%a%a%a%", "f"},
            {"日本語", "%本_", "t"},
            {"日本", "%本_", "f"},
            {"ab", "%_b", "t"},
            {"b", "%_b", "f"},
        };
        for (String[] c : cases) {
            try (TestTable table = TestTable.column("VARCHAR", c[0])) {
                assertThat(table.value("SELECT x LIKE '" + c[1] + "' ESCAPE '!' FROM t"))
                        .as(Arrays.toString(c))
                        .isEqualTo(c[2].equals("t"));
            }
        }
    }

    @Test
    void castsRoundHalfAwayFromZeroAndFailByValue() {
        assertThat(value("CAST(2.5 AS INTEGER)")).isEqualTo(3L);
        assertThat(value("CAST(-2.5 AS INTEGER)")).isEqualTo(-3L);
        assertThat(value("CAST(1.005 AS DECIMAL(5, 2))")).isEqualTo(new BigDecimal("1.01"));
        assertThat(value("CAST(' 42 ' AS INTEGER)")).isEqualTo(42L);
        assertThat(value("CAST(DATE '2020-01-02' AS VARCHAR)")).isEqualTo("2020-01-02");
        assertThat(value("CAST(TIMESTAMP '2020-01-02 03:04:05.600' AS VARCHAR)"))
                .isEqualTo("2020-01-02 03:04:05.6");
        assertThat(value("CAST('abcdef' AS VARCHAR(3))")).isEqualTo("abc");
        assertThat(value("CAST(TRUE AS VARCHAR)")).isEqualTo("true");
        assertThat(value("'7'::INTEGER + 1")).isEqualTo(8L);
        try (TestTable table = TestTable.of(
                "i INTEGER, s VARCHAR, f DOUBLE, w DECIMAL(30, 2)",
                row(300L, "x", Double.NaN, "1234567890123456789012345678.99"))) {
            assertThat(dataError(table, "SELECT CAST(i AS TINYINT) FROM t")).contains("value of TINYINT, got 300");
            assertThat(dataError(table, "SELECT CAST(i AS DECIMAL(3, 1)) FROM t"))
                    .contains("value of DECIMAL(3, 1), got 300");
            assertThat(dataError(table, "SELECT CAST(s AS DATE) FROM t")).contains("value of DATE, got 'x'");
            assertThat(dataError(table, "SELECT CAST(s AS DOUBLE) FROM t")).contains("value of DOUBLE, got 'x'");
            assertThat(dataError(table, "SELECT CAST(f AS INTEGER) FROM t")).contains("value of INTEGER, got NaN");
            assertThat(dataError(table, "SELECT CAST(f AS DECIMAL(9, 2)) FROM t"))
                    .contains("got NaN");
            assertThat(dataError(table, "SELECT CAST(w AS BIGINT) FROM t")).contains("value of BIGINT");
            assertThat(table.value("SELECT CAST(w AS VARCHAR) FROM t")).isEqualTo("1234567890123456789012345678.99");
        }
    }

    // ---- limits ----

    @Test
    void chunksThatCannotMatchAreNotRead() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(row(
                    (long) i,
                    new BigDecimal(i).movePointLeft(1).setScale(2),
                    "k" + (10 + i / 10),
                    i < 10 ? null : (Long) 1L));
        }
        try (TestTable table = new TestTable("i INTEGER, d DECIMAL(9, 2), s VARCHAR, n INTEGER", 10, rows)) {
            Map<String, Integer> chunks = Map.of(
                    "i < 10",
                    1,
                    "i BETWEEN 15 AND 25",
                    2,
                    "d >= 9.85",
                    1,
                    "i IN (5, 95, 400)",
                    2,
                    "s = 'k13'",
                    1,
                    "n IS NULL",
                    1,
                    "n IS NOT NULL AND i < 10",
                    0,
                    "i = 5 OR i = 95",
                    2,
                    "25 > i",
                    3);
            chunks.forEach((filter, expected) -> {
                long found = rows.size();
                assertThat(table.value("SELECT COUNT(*) FROM t WHERE " + filter))
                        .as(filter)
                        .isNotEqualTo(found);
                assertThat(table.chunksRead()).as(filter).isEqualTo(expected);
            });
            assertThat(table.query("SELECT i FROM t LIMIT 0")).isEmpty();
            assertThat(table.chunksRead()).isZero();
        }
    }

    @Test
    void groupsThatDoNotFitTheBudgetAreAResourceError() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            rows.add(row((long) i * 7919, "name " + i));
        }
        try (TestTable table = new TestTable("i BIGINT, s VARCHAR", 10_000, rows)) {
            table.withMemory(1 << 19);
            for (String sql : List.of(
                    "SELECT i, COUNT(*) FROM t GROUP BY i",
                    "SELECT s, COUNT(*) FROM t GROUP BY s",
                    "SELECT i, s FROM t ORDER BY s",
                    "SELECT DISTINCT s FROM t")) {
                assertThatThrownBy(() -> table.query(sql))
                        .as(sql)
                        .isInstanceOfSatisfying(
                                GridmillException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                        .hasMessageContaining("budget");
            }
            table.withMemory(1 << 21);
            assertThat(table.query("SELECT i, s FROM t ORDER BY s DESC LIMIT 2"))
                    .hasSize(2);
            assertThatThrownBy(() -> table.query("SELECT i, s FROM t ORDER BY s"))
                    .hasMessageContaining("budget");
        }
    }

    @Test
    void explainSaysWhatZoneMapsLeaveOut() {
        try (TestTable table = TestTable.of("a INTEGER, b VARCHAR", row(1L, "x"))) {
            assertThat(table.explain("SELECT b FROM t WHERE a > 5"))
                    .contains("Reads 0 of 1 chunks, 0 of 1 rows, 0 of ", "Kernel for any chunk:");
        }
    }

    @Test
    void explainShowsPlanPruningColumnsAndSource() {
        try (TestTable table = TestTable.of("a INTEGER, b VARCHAR, unused DOUBLE", row(1L, "x", 0.0))) {
            String text = table.explain("SELECT b, SUM(a) FROM t WHERE a < 5 GROUP BY b");
            assertThat(text)
                    .contains(
                            "Aggregate by [b]",
                            "by zone maps: (a < 5)",
                            "Scan [a, b]",
                            "Reads 1 of 1 chunks, 1 of 1 rows, ",
                            "  a INTEGER: INTEGER in 1, ",
                            "  b VARCHAR: UTF8 in 1, ",
                            " bytes, no NULLs",
                            "Kernel for the first of them:",
                            "class GeneratedKernel extends Kernel");
        }
    }

    @Test
    void explainSaysWhichTextsAreCompressedAndCountsThemAsTheyAreRead() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            rows.add(row("carefully final deposits number " + i));
        }
        try (TestTable table = new TestTable("b VARCHAR", 1000, rows)) {
            // 34,890 bytes of texts and 1,001 offsets of 4 bytes, each padded to 64, and a header of 64
            assertThat(table.explain("SELECT b FROM t")).contains("  b VARCHAR: UTF8 compressed in 1, 39,040 bytes, ");
        }
    }

    @Test
    void theDatasetIsTheNameInFrom() {
        assertThat(SqlQuery.parse("SELECT * FROM gridmill.shares").dataset()).isEqualTo("gridmill.shares");
        assertThat(SqlQuery.parse("SELECT x.a FROM LineItem x;").dataset()).isEqualTo("LineItem");
    }
}
