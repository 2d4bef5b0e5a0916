package io.gridmill.compute.sql;

import static io.gridmill.compute.sql.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.task.Logic;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NestedQueriesTest {
    private static TestTable orders() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long i = 0; i < 1_000; i++) {
            rows.add(row(i, i % 10, i % 7, "c" + i % 4));
        }
        return new TestTable("id INTEGER, k INTEGER, v INTEGER, name VARCHAR", 100, rows);
    }

    @Test
    void filtersOfSubqueriesAndAroundThemReachTheZoneMapsAndOnlyUsedColumnsAreRead() {
        try (TestTable table = orders()) {
            String sql = "WITH picked AS (SELECT id AS number, k, v, name FROM t WHERE id >= 300)"
                    + " SELECT number, label FROM (SELECT number, k + 1 AS label, v FROM picked) AS s WHERE s.number < 302";
            assertThat(table.query(sql)).containsExactlyInAnyOrder(row(300L, 1L), row(301L, 2L));
            assertThat(table.chunksRead()).isEqualTo(1);
            Logic logic = SqlCompiler.compile(sql, Map.of(), table.schema());
            assertThat(logic.inputColumns()).containsExactly(0, 1);
            assertThat(logic.hasFinalStep()).isFalse();
        }
    }

    @Test
    void anAggregateOverAnAggregateIsALevelOfItsOwn() {
        try (TestTable table = orders()) {
            assertThat(table.query(
                            "SELECT n, COUNT(*), MAX(total) FROM (SELECT v, COUNT(*) AS n, SUM(k) AS total FROM t"
                                    + " GROUP BY v) AS g GROUP BY n ORDER BY n"))
                    .containsExactly(row(142L, 1L, new BigDecimal("639")), row(143L, 6L, new BigDecimal("647")));
            assertThat(table.value(
                            "SELECT COUNT(*) FROM (SELECT n FROM (SELECT k, v, COUNT(*) AS n FROM t GROUP BY k, v)"
                                    + " AS g WHERE n > 14 ORDER BY n, k LIMIT 5) AS h"))
                    .isEqualTo(5L);
        }
    }

    @Test
    void aFilterOverGroupsIsAHavingAndNeedsNoLevel() {
        try (TestTable table = orders()) {
            String sql = "SELECT v, n FROM (SELECT v, COUNT(*) AS n FROM t GROUP BY v) AS g WHERE n < 143";
            assertThat(table.query(sql)).containsExactly(row(6L, 142L));
            assertThat(table.explain(sql)).contains("having").doesNotContain("over\n");
        }
    }

    @Test
    void explainShowsEveryLevel() {
        try (TestTable table = orders()) {
            assertThat(table.explain(
                            "SELECT MAX(n) FROM (SELECT k, COUNT(*) AS n FROM t WHERE id > 500 GROUP BY k) AS g"))
                    .containsSubsequence("MAX(n)", "over", "Aggregate by [k]", "by zone maps: (id > 500)");
        }
    }

    @Test
    void theOrderOfASubqueryHoldsForALimitAroundIt() {
        try (TestTable table = orders()) {
            assertThat(table.query("SELECT id FROM (SELECT id, v FROM t ORDER BY id DESC) AS s LIMIT 2"))
                    .containsExactly(row(999L), row(998L));
        }
    }

    @Test
    void branchesOfAUnionAreReadTogetherAndEachByItsZoneMaps() {
        try (TestTable table = orders()) {
            assertThat(
                            table.query(
                                    "SELECT id, 'low' AS what FROM t WHERE id < 2 UNION ALL SELECT id, name FROM t WHERE id = 998"))
                    .containsExactlyInAnyOrder(row(0L, "low"), row(1L, "low"), row(998L, "c2"));
            assertThat(table.chunksRead()).isEqualTo(2);
            assertThat(
                            table.query(
                                    "SELECT k, COUNT(*) AS n FROM t WHERE k < 1 GROUP BY k UNION ALL SELECT v, 2.5 FROM t"
                                            + " WHERE id = 5 UNION ALL SELECT NULL, NULL FROM t WHERE id = 1 ORDER BY k, 2 LIMIT 3"))
                    .containsExactly(row(0L, new BigDecimal("100.0")), row(5L, new BigDecimal("2.5")), row(null, null));
            assertThat(table.query("SELECT k FROM t UNION SELECT v FROM t ORDER BY 1 DESC LIMIT 1"))
                    .containsExactly(row(9L));
        }
    }

    @Test
    void anErrorOfARowNamesTheExpressionWhereItWasTypedThroughAllLevels() {
        try (TestTable table = orders()) {
            assertThatThrownBy(() ->
                            table.query("SELECT SUM(q) FROM (\n  SELECT 100 / (k - 3) AS q FROM t) AS s\nWHERE q > 0"))
                    .hasMessageContaining("100 / (k - 3) [line 2, column 10]");
            assertThatThrownBy(() -> table.query(
                            "SELECT 7 / (n - 143) FROM (SELECT v, COUNT(*) AS n FROM t GROUP BY v LIMIT 99) AS g"))
                    .hasMessageContaining("7 / (n - 143) [line 1, column 8]");
        }
    }
}
