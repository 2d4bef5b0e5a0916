package io.gridmill.compute.sql;

import static io.gridmill.compute.sql.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NumberFunctionsTest {
    @Test
    void roundingGoesHalfAwayFromZeroInEveryType() {
        try (TestTable t = TestTable.of(
                "i INTEGER, d DECIMAL(9, 2), w DECIMAL(30, 3), f DOUBLE, r REAL",
                row(-1250L, "-2.55", "1234567.500", 2.5, -0.5),
                row(null, null, null, null, null))) {
            String where = " FROM t WHERE i IS NOT NULL";
            assertThat(t.query("SELECT ROUND(i), ROUND(i, 2), ROUND(i, -2), TRUNCATE(i, -2)" + where))
                    .containsExactly(row(-1250L, -1250L, -1300L, -1200L));
            assertThat(t.query("SELECT ROUND(d), ROUND(d, 1), ROUND(d, -1), ROUND(d, 5), TRUNCATE(d, 1), TRUNC(d)"
                            + where))
                    .containsExactly(row(
                            new BigDecimal("-3"),
                            new BigDecimal("-2.6"),
                            new BigDecimal("0"),
                            new BigDecimal("-2.55"),
                            new BigDecimal("-2.5"),
                            new BigDecimal("-2")));
            assertThat(t.query("SELECT FLOOR(d), CEIL(d), FLOOR(w), CEILING(w), ROUND(w)" + where))
                    .containsExactly(row(
                            new BigDecimal("-3"),
                            new BigDecimal("-2"),
                            new BigDecimal("1234567"),
                            new BigDecimal("1234568"),
                            new BigDecimal("1234568")));
            assertThat(t.query(
                            "SELECT ROUND(f), ROUND(-f), FLOOR(-f), CEIL(f), TRUNCATE(-f), ROUND(r), ROUND(f / 1e3, 3)"
                                    + where))
                    .containsExactly(row(3.0, -3.0, -3.0, 3.0, -2.0, -1.0, 0.003));
            assertThat(t.query(
                            "SELECT ROUND(d, i + 1251), ROUND(f, 400), ROUND(f, -400), ROUND(1e300, 20), TRUNCATE(-0.49999999999999994)"
                                    + where))
                    .containsExactly(row(new BigDecimal("-2.60"), 2.5, 0.0, 1e300, new BigDecimal("0")));
            assertThat(t.query("SELECT ROUND(i), FLOOR(d), CEIL(w), TRUNCATE(f, 1), SIGN(i) FROM t WHERE i IS NULL"))
                    .containsExactly(row(null, null, null, null, null));
        }
    }

    @Test
    void roundingKeepsTypesAndDropsDigitsOfDecimals() {
        try (TestTable t = TestTable.of("i SMALLINT, d DECIMAL(9, 2), f REAL, w DECIMAL(38, 38)")) {
            assertThat(SqlCompiler.compile(
                                    "SELECT ROUND(i, -1) AS a, FLOOR(d) AS b, ROUND(d, 1) AS c, ROUND(d, i) AS e, CEIL(f) AS g, SIGN(d) AS h, FLOOR(w) AS k FROM t",
                                    Map.of(),
                                    t.schema())
                            .resultSchema())
                    .hasToString(
                            "a SMALLINT, b DECIMAL(8, 0), c DECIMAL(9, 1), e DECIMAL(9, 2), g REAL, h INTEGER, k DECIMAL(1, 0)");
        }
    }

    @Test
    void whatRoundsToItselfIsStillAKeyOfItsOwn() {
        try (TestTable t = TestTable.of("d DECIMAL(9, 2), i INTEGER", row("1.25", 3L))) {
            assertThat(
                            t.query(
                                    "SELECT d, ROUND(d, 2), i, FLOOR(i), COUNT(*) FROM t GROUP BY d, i, ROLLUP (ROUND(d, 2), FLOOR(i)) ORDER BY 2, 4"))
                    .containsExactly(
                            row(new BigDecimal("1.25"), new BigDecimal("1.25"), 3L, 3L, 1L),
                            row(new BigDecimal("1.25"), new BigDecimal("1.25"), 3L, null, 1L),
                            row(new BigDecimal("1.25"), null, 3L, null, 1L));
        }
    }

    @Test
    void signsAreOfEveryRepresentation() {
        try (TestTable t = TestTable.of(
                "i BIGINT, w DECIMAL(38, 2), f DOUBLE",
                row(-5L, "-99999999999999999999.00", -0.5),
                row(0L, "0.00", 0.0),
                row(7L, "0.01", Double.NaN),
                row(8L, "184467440737095516.16", 1e300))) {
            assertThat(t.query("SELECT SIGN(i), SIGN(w), SIGN(f) FROM t ORDER BY i"))
                    .containsExactly(row(-1L, -1L, -1L), row(0L, 0L, 0L), row(1L, 1L, 0L), row(1L, 1L, 1L));
        }
    }

    @Test
    void powersAndLogarithmsAreDoubles() {
        assertThat(Evaluated.value("SQRT(2.25)")).isEqualTo(1.5);
        assertThat(Evaluated.value("POWER(2, 10)")).isEqualTo(1024.0);
        assertThat(Evaluated.value("POWER(-2, 3)")).isEqualTo(-8.0);
        assertThat(Evaluated.value("POWER(10, 400)")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Evaluated.value("LN(EXP(1))")).isEqualTo(1.0);
        assertThat(Evaluated.value("LOG10(1000)")).isEqualTo(3.0);
        assertThat(Evaluated.value("SQRT(NULL)")).isNull();
        assertThat(Evaluated.value("7.5e0 % 2")).isEqualTo(1.5);
        assertThat(Evaluated.value("MOD(-7.5, 2)")).isEqualTo(new BigDecimal("-1.5"));
    }

    @Test
    void whatIsNotDefinedIsAnErrorWithTheValueAndThePlace() {
        assertThat(Evaluated.error("SQRT(-4)"))
                .isEqualTo("SQRT must have a number >= 0, got -4.0, in SQRT(-4) [line 1, column 8]");
        assertThat(Evaluated.error("LN(0)"))
                .isEqualTo("LN must have a number > 0, got 0.0, in LN(0) [line 1, column 8]");
        assertThat(Evaluated.error("1 + LOG10(-1)"))
                .isEqualTo("LOG10 must have a number > 0, got -1.0, in LOG10(-1) [line 1, column 12]");
        assertThat(Evaluated.error("POWER(0, -1)")).contains("POWER of 0 must have an exponent >= 0, got -1.0");
        assertThat(Evaluated.error("POWER(-8, 0.5)")).contains("must have a whole exponent, got -8.0 and 0.5");
        assertThat(Evaluated.error("1e0 % 0")).contains("division by zero");
        for (String digits : List.of("20", "400", "-400", "2147483647", "-2147483647")) {
            assertThat(Evaluated.value("ROUND(CAST('Infinity' AS DOUBLE), " + digits + ")"))
                    .isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(Evaluated.value("TRUNCATE(CAST('-Infinity' AS DOUBLE), " + digits + ")"))
                    .isEqualTo(Double.NEGATIVE_INFINITY);
        }
        assertThat(Evaluated.error("ROUND(2147483647, -1)")).contains("must fit INTEGER, got 2147483650");
        assertThat(Evaluated.error("ROUND(999999999999999999.0, -1)")).contains("must fit 18 decimal digits");
        assertThat(Evaluated.error("FLOOR(CAST('12345678901234567890.5' AS DECIMAL(30, 1)))"))
                .contains("must fit 18 decimal digits");
    }

    @Test
    void greatestAndLeastLeaveOutNulls() {
        try (TestTable t = TestTable.of(
                "a INTEGER, b INTEGER, s VARCHAR, d DATE, w DECIMAL(30, 2), f DOUBLE, o BOOLEAN",
                row(1L, null, "x", "2020-01-01", "99999999999999999999.00", Double.NaN, true),
                row(null, null, null, null, null, null, null))) {
            assertThat(
                            t.query(
                                    "SELECT GREATEST(a, b, 0), LEAST(b, a, 5), GREATEST(s, 'a'), LEAST(d, DATE '2019-05-05'), GREATEST(w, 1), LEAST(w, 1.5), GREATEST(f, 1), LEAST(o, FALSE), GREATEST(b) FROM t ORDER BY a"))
                    .containsExactly(
                            row(
                                    1L,
                                    1L,
                                    "x",
                                    java.time.LocalDate.of(2019, 5, 5),
                                    new BigDecimal("99999999999999999999.00"),
                                    new BigDecimal("1.50"),
                                    Double.NaN,
                                    false,
                                    null),
                            row(
                                    0L,
                                    5L,
                                    "a",
                                    java.time.LocalDate.of(2019, 5, 5),
                                    new BigDecimal("1.00"),
                                    new BigDecimal("1.50"),
                                    1.0,
                                    false,
                                    null));
            assertThat(t.query("SELECT GREATEST(a, b), LEAST(NULL, b), GREATEST(s, NULL) FROM t ORDER BY a"))
                    .containsExactly(row(1L, null, "x"), row(null, null, null));
        }
    }
}
