package io.gridmill.compute.sql;

import static io.gridmill.compute.sql.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.schema.TableSchema;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CalendarFunctionsTest {
    @Test
    void whatAFloorLeavesAsItIsIsStillAnotherKeyOfAGrouping() {
        LocalDate day = LocalDate.of(2024, 2, 29);
        try (TestTable table = TestTable.column("DATE", day)) {
            assertThat(table.query("SELECT FLOOR(x TO DAY), x, COUNT(*) FROM t GROUP BY ROLLUP (FLOOR(x TO DAY), x)"))
                    .containsExactlyInAnyOrder(row(day, day, 1L), row(day, null, 1L), row(null, null, 1L));
        }
        LocalDateTime time = day.atTime(1, 2, 3, 4000);
        try (TestTable table = TestTable.column("TIMESTAMP", time)) {
            assertThat(
                            table.query(
                                    "SELECT FLOOR(x TO MICROSECOND), x, COUNT(*) FROM t GROUP BY ROLLUP (FLOOR(x TO MICROSECOND), x)"))
                    .containsExactlyInAnyOrder(row(time, time, 1L), row(time, null, 1L), row(null, null, 1L));
        }
    }

    @Test
    void everyDayHasItsPlaceInWeekAndYear() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (LocalDate day = LocalDate.of(1, 1, 1); day.getYear() < 10_000; day = day.plusDays(97)) {
            rows.add(row(day));
        }
        for (LocalDate day = LocalDate.of(1998, 12, 1); day.getYear() < 2011; day = day.plusDays(1)) {
            rows.add(row(day));
        }
        try (TestTable table = new TestTable("x DATE", 5000, rows)) {
            for (List<@Nullable Object> r : table.query(
                    "SELECT x, EXTRACT(DOY FROM x), EXTRACT(DOW FROM x), EXTRACT(ISODOW FROM x), EXTRACT(WEEK FROM x), EXTRACT(ISOYEAR FROM x) FROM t")) {
                LocalDate day = (LocalDate) r.get(0);
                assertThat(r.subList(1, 6))
                        .as("%s", day)
                        .isEqualTo(Arrays.asList(
                                (long) day.getDayOfYear(),
                                day.getDayOfWeek().getValue() % 7L,
                                (long) day.getDayOfWeek().getValue(),
                                (long) day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
                                (long) day.get(IsoFields.WEEK_BASED_YEAR)));
            }
        }
    }

    @Test
    void secondsOfAMinuteHaveThousandthsAndMillionths() {
        try (TestTable t = TestTable.column("TIMESTAMP", "1969-12-31T23:58:12.345678")) {
            assertThat(
                            t.query(
                                    "SELECT EXTRACT(HOUR FROM x), EXTRACT(MINUTE FROM x), EXTRACT(SECOND FROM x), EXTRACT(MILLISECOND FROM x), EXTRACT(MICROSECOND FROM x) FROM t"))
                    .containsExactly(row(23L, 58L, 12L, 12_345L, 12_345_678L));
        }
        assertThat(Evaluated.value("EXTRACT(MICROSECOND FROM DATE '2020-01-01')"))
                .isEqualTo(0L);
    }

    @Test
    void floorAndCeilingGoToTheStartOfAUnit() {
        LocalDateTime half = LocalDateTime.of(2024, 5, 16, 13, 45, 30, 123_456_000);
        String[] units = {"YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND", "MILLISECOND"};
        String[] floors = {
            "2024-01-01T00:00",
            "2024-04-01T00:00",
            "2024-05-01T00:00",
            "2024-05-13T00:00",
            "2024-05-16T00:00",
            "2024-05-16T13:00",
            "2024-05-16T13:45",
            "2024-05-16T13:45:30",
            "2024-05-16T13:45:30.123"
        };
        String[] ceilings = {
            "2025-01-01T00:00",
            "2024-07-01T00:00",
            "2024-06-01T00:00",
            "2024-05-20T00:00",
            "2024-05-17T00:00",
            "2024-05-16T14:00",
            "2024-05-16T13:46",
            "2024-05-16T13:45:31",
            "2024-05-16T13:45:30.124"
        };
        for (int i = 0; i < units.length; i++) {
            try (TestTable t = TestTable.column("TIMESTAMP", half, floors[i], null)) {
                String unit = units[i];
                assertThat(t.query("SELECT FLOOR(x TO " + unit + "), CEIL(x TO " + unit + ") FROM t ORDER BY x DESC"))
                        .as(unit)
                        .containsExactly(
                                row(null, null),
                                row(LocalDateTime.parse(floors[i]), LocalDateTime.parse(ceilings[i])),
                                row(LocalDateTime.parse(floors[i]), LocalDateTime.parse(floors[i])));
            }
        }
        assertThat(Evaluated.value("FLOOR(DATE '2024-05-16' TO WEEK)")).isEqualTo(LocalDate.of(2024, 5, 13));
        assertThat(Evaluated.value("CEIL(DATE '2024-05-13' TO WEEK)")).isEqualTo(LocalDate.of(2024, 5, 13));
        assertThat(Evaluated.value("FLOOR(DATE '0001-01-01' TO WEEK)")).isEqualTo(LocalDate.of(1, 1, 1));
        assertThat(Evaluated.value("FLOOR(TIMESTAMP '1969-12-31 23:59:59' TO DAY)"))
                .isEqualTo(LocalDateTime.of(1969, 12, 31, 0, 0));
        assertThat(Evaluated.error("CEIL(DATE '9999-12-31' + x * INTERVAL '0' DAY TO YEAR)"))
                .contains("must lie between 0001-01-01 and 9999-12-31, got 9999-01-01 plus 12 months");
    }

    @Test
    void intervalsAreLiteralsOrTakenAnyNumberOfTimes() {
        assertThat(Evaluated.value("DATE '2024-01-31' + x * INTERVAL '1' MONTH"))
                .isEqualTo(LocalDate.of(2024, 8, 31));
        assertThat(Evaluated.value("DATE '2024-01-31' - INTERVAL '2' DAY * x")).isEqualTo(LocalDate.of(2024, 1, 17));
        assertThat(Evaluated.value("DATE '2024-01-31' + INTERVAL x WEEK")).isEqualTo(LocalDate.of(2024, 3, 20));
        assertThat(Evaluated.value("INTERVAL (x + 1) YEAR + DATE '2024-02-29'")).isEqualTo(LocalDate.of(2032, 2, 29));
        assertThat(Evaluated.value("DATE '2024-01-31' + INTERVAL '1-2' YEAR TO MONTH"))
                .isEqualTo(LocalDate.of(2025, 3, 31));
        assertThat(Evaluated.value("TIMESTAMP '2024-01-31 00:00:00' - INTERVAL '1 02:03:04.5' DAY TO SECOND"))
                .isEqualTo(LocalDateTime.of(2024, 1, 29, 21, 56, 55, 500_000_000));
        assertThat(Evaluated.value("TIMESTAMP '2024-01-31 00:00:00' + INTERVAL '-90' MINUTE"))
                .isEqualTo(LocalDateTime.of(2024, 1, 30, 22, 30));
        assertThat(Evaluated.value("DATE '2024-01-31' + NULL * INTERVAL '1' DAY"))
                .isNull();
    }

    @Test
    void timestampAddAndDifferenceAreEachOthersInverse() {
        assertThat(Evaluated.value("TIMESTAMPADD(MONTH, 1, DATE '2024-01-31')")).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(Evaluated.value("TIMESTAMPADD(HOUR, x, DATE '2024-01-31')"))
                .isEqualTo(LocalDateTime.of(2024, 1, 31, 7, 0));
        assertThat(Evaluated.value("TIMESTAMPADD(SQL_TSI_DAY, -1, TIMESTAMP '2024-01-01 10:00:00')"))
                .isEqualTo(LocalDateTime.of(2023, 12, 31, 10, 0));
        assertThat(Evaluated.value("TIMESTAMPDIFF(MONTH, DATE '2024-01-31', DATE '2024-02-29')"))
                .isEqualTo(1L);
        assertThat(Evaluated.value("TIMESTAMPDIFF(MONTH, DATE '2024-02-29', DATE '2024-01-31')"))
                .isEqualTo(-1L);
        assertThat(Evaluated.value("TIMESTAMPDIFF(MONTH, TIMESTAMP '2024-01-15 12:00:00', DATE '2024-03-15')"))
                .isEqualTo(1L);
        assertThat(Evaluated.value("TIMESTAMPDIFF(YEAR, DATE '2000-02-29', DATE '2024-02-28')"))
                .isEqualTo(23L);
        assertThat(Evaluated.value("TIMESTAMPDIFF(DAY, TIMESTAMP '2024-01-03 11:00:00', DATE '2024-01-01')"))
                .isEqualTo(-2L);
        assertThat(Evaluated.value("TIMESTAMPDIFF(MICROSECOND, DATE '0001-01-01', DATE '9999-12-31')"))
                .isEqualTo(315_537_811_200_000_000L);
        assertThat(Evaluated.value("DATE '2024-03-01' - DATE '2024-02-01'")).isEqualTo(29L);
    }

    @Test
    void whatLeavesTheCalendarIsAnErrorWithTheDate() {
        assertThat(Evaluated.error("DATE '9999-12-31' + x * INTERVAL '1' DAY"))
                .isEqualTo(
                        "a date must lie between 0001-01-01 and 9999-12-31, got 9999-12-31 plus 7 days, in DATE '9999-12-31' + x * INTERVAL '1' DAY [line 1, column 8]");
        assertThat(Evaluated.error("TIMESTAMPADD(YEAR, -2025, TIMESTAMP '2024-01-01 00:00:00')"))
                .contains("got 2024-01-01 plus -24300 months");
        assertThat(Evaluated.error("TIMESTAMPADD(HOUR, -x, TIMESTAMP '0001-01-01 01:00:00')"))
                .contains("got 0001-01-01 01:00:00 plus -25200000000 microseconds");
        assertThat(Evaluated.error("TIMESTAMPADD(YEAR, 9223372036854775807, DATE '2024-01-01')"))
                .contains("must fit BIGINT, got 9223372036854775807 * 12");
        assertThat(Evaluated.error("TIMESTAMPADD(MONTH, 9223372036854775807, DATE '2024-01-01')"))
                .contains("plus 9223372036854775807 months");
    }

    @Test
    void theClockIsReadWhenTheQueryIsAcceptedAndNotAgain() {
        Instant accepted = Instant.parse("2024-02-29T23:59:59.123456789Z");
        try (TestTable t =
                new TestTable("x DATE", 1, List.of(row("2024-02-29"), row("2024-03-01"), row("2024-02-01")))) {
            String sql =
                    "SELECT x, CURRENT_DATE AS d, current_timestamp AS ts, LOCALTIMESTAMP AS l FROM t WHERE x >= FLOOR(CURRENT_DATE TO MONTH) AND x < CURRENT_TIMESTAMP ORDER BY x";
            for (int attempt = 0; attempt < 2; attempt++) {
                LocalDateTime time = LocalDateTime.of(2024, 2, 29, 23, 59, 59, 123_456_000);
                LocalDate day = LocalDate.of(2024, 2, 29);
                assertThat(t.run(SqlCompiler.compile(sql, Map.of(), t.schema(), accepted)))
                        .containsExactly(row(LocalDate.of(2024, 2, 1), day, time, time), row(day, day, time, time));
            }
            assertThat(t.run(SqlCompiler.compile(sql, Map.of(), t.schema(), accepted.minusSeconds(86_400 * 40L))))
                    .hasSize(0);
        }
        TableSchema quoted = TableSchema.parse("\"current_date\" INTEGER");
        assertThat(SqlCompiler.compile("SELECT \"CURRENT_DATE\" FROM t", Map.of(), quoted)
                        .resultSchema())
                .hasToString("current_date INTEGER");
    }

    @Test
    void datesThatAreComputedFromConstantsSkipChunks() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            rows.add(row(LocalDate.of(2024, 1 + i, 15)));
        }
        try (TestTable t = new TestTable("x DATE", 1, rows)) {
            assertThat(t.query("SELECT x FROM t WHERE x >= FLOOR(DATE '2024-11-20' TO MONTH) - INTERVAL '1' MONTH"))
                    .hasSize(3);
            assertThat(t.chunksRead()).isEqualTo(3);
        }
    }
}
