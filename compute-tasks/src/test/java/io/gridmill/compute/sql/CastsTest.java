package io.gridmill.compute.sql;

import static io.gridmill.compute.sql.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CastsTest {
    private static final List<String> TYPES = List.of(
            "BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "DECIMAL(9, 2)",
            "DECIMAL(30, 2)",
            "REAL",
            "DOUBLE",
            "VARCHAR",
            "DATE",
            "TIMESTAMP");

    @Test
    void everyTypeIsCastToEveryOtherOrRefusedByName() {
        for (String from : TYPES) {
            for (String to : TYPES) {
                boolean times = Set.of("DATE", "TIMESTAMP").contains(from);
                boolean toTimes = Set.of("DATE", "TIMESTAMP").contains(to);
                boolean cast = times == toTimes || from.equals("VARCHAR") || to.equals("VARCHAR");
                try (TestTable t = TestTable.column(from, (Object) null)) {
                    String sql = "SELECT CAST(x AS " + to + ") AS y FROM t";
                    if (cast) {
                        assertThat(t.value(sql)).as(sql).isNull();
                        assertThat(SqlCompiler.compile(sql, Map.of(), t.schema())
                                        .resultSchema())
                                .hasToString("y " + to);
                    } else {
                        GridmillException e = catchThrowableOfType(GridmillException.class, () -> t.query(sql));
                        assertThat(e.code()).isEqualTo(ErrorCode.USER);
                        assertThat(e)
                                .hasMessage("CAST to " + to + " must have a type that it can read, got " + from
                                        + " in CAST(x AS " + to + ") [line 1, column 8]");
                    }
                }
            }
        }
    }

    @Test
    void booleansAreZeroAndOne() {
        try (TestTable t = TestTable.of(
                "b BOOLEAN, f DOUBLE, d DECIMAL(9, 2)", row(true, Double.NaN, "0.01"), row(false, -0.0, "0.00"))) {
            assertThat(
                            t.query(
                                    "SELECT CAST(b AS TINYINT), CAST(b AS DECIMAL(3, 1)), CAST(b AS DOUBLE), CAST(f AS BOOLEAN), CAST(d AS BOOLEAN), CAST(b AS VARCHAR) FROM t ORDER BY b"))
                    .containsExactly(
                            row(0L, new BigDecimal("0.0"), 0.0, false, false, "false"),
                            row(1L, new BigDecimal("1.0"), 1.0, true, true, "true"));
        }
        assertThat(Evaluated.error("CAST(x = 7 AS DECIMAL(2, 2))")).contains("value of DECIMAL(2, 2), got 1");
    }

    @Test
    void textsAreReadWithSpacesAroundAndNothingElse() {
        assertThat(Evaluated.value("CAST(' +1.5e2 ' AS INTEGER)")).isEqualTo(150L);
        assertThat(Evaluated.value("CAST('-2.5' AS SMALLINT)")).isEqualTo(-3L);
        assertThat(Evaluated.value("CAST('.5' AS DECIMAL(3, 1))")).isEqualTo(new BigDecimal("0.5"));
        assertThat(Evaluated.value("CAST('-Infinity' AS DOUBLE)")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Evaluated.value("CAST('NaN' AS REAL)")).isEqualTo(Double.NaN);
        assertThat(Evaluated.value("CAST(' True ' AS BOOLEAN)")).isEqualTo(true);
        Map<String, String> wrong = Map.ofEntries(
                Map.entry("CAST('' AS INTEGER)", "INTEGER, got ''"),
                Map.entry("CAST('1 2' AS INTEGER)", "INTEGER, got '1 2'"),
                Map.entry("CAST('128' AS TINYINT)", "TINYINT, got '128'"),
                Map.entry("CAST('1e999999999' AS BIGINT)", "BIGINT, got '1e999999999'"),
                Map.entry("CAST('123.456' AS DECIMAL(4, 2))", "DECIMAL(4, 2), got 123.456"),
                Map.entry("CAST('0x10' AS DOUBLE)", "DOUBLE, got '0x10'"),
                Map.entry("CAST('1.5f' AS DOUBLE)", "DOUBLE, got '1.5f'"),
                Map.entry("CAST('1e300' AS REAL)", "REAL, got 1.0E300"),
                Map.entry("CAST('yes' AS BOOLEAN)", "BOOLEAN, got 'yes'"),
                Map.entry("CAST('2023-02-29' AS DATE)", "DATE, got '2023-02-29'"),
                Map.entry("CAST('0000-12-31' AS DATE)", "DATE, got '0000-12-31'"),
                Map.entry("CAST('2023-01-01 10:00' AS DATE)", "DATE, got '2023-01-01 10:00'"),
                Map.entry("CAST('2023-01-01 24:00:00' AS TIMESTAMP)", "TIMESTAMP, got '2023-01-01 24:00:00'"),
                Map.entry(
                        "CAST('2023-01-01 10:00:00.1234567' AS TIMESTAMP)",
                        "TIMESTAMP, which has microseconds, got '2023-01-01 10:00:00.1234567'"),
                Map.entry("CAST(x * 100 AS TINYINT)", "TINYINT, got 700"),
                Map.entry("CAST(x * 1e10 AS INTEGER)", "INTEGER, got 7.0E10"),
                Map.entry("CAST(x / 0.0001 AS DECIMAL(5, 1))", "DECIMAL(5, 1), got 70000.0"),
                Map.entry("CAST(-x - 2147483641.5 AS INTEGER)", "INTEGER, got -2147483648.5"),
                Map.entry("CAST(RPAD('z', 100, 'z') AS INTEGER)", "INTEGER, got '" + "z".repeat(80) + "…'"));
        wrong.forEach((expression, message) -> assertThat(Evaluated.error(expression))
                .as(expression)
                .isEqualTo("CAST must find a value of " + message + ", in " + expression + " [line 1, column 8]"));
    }
}
