package io.gridmill.compute.sql;

import static io.gridmill.compute.sql.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.task.Logic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one share ends with where there is a limit, in orders without ties; {@link TestTable#query} compares queries that have none. */
class WholeShareTest {
    private static final int ROWS = 60_000;

    private static TestTable table() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long i = 0; i < ROWS; i++) {
            rows.add(row(i, i % 11 == 0 ? null : i % 97, "s" + i % 1_000));
        }
        Collections.shuffle(rows, new Random(5));
        return new TestTable("k INTEGER, x INTEGER, s VARCHAR", 7_000, rows).withShares(2, 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT k, s FROM t ORDER BY k DESC LIMIT 10",
                "SELECT k, x FROM t ORDER BY x, k LIMIT 20 OFFSET 7",
                "SELECT k FROM t ORDER BY x DESC NULLS LAST, s, k LIMIT 5000",
                "SELECT k FROM t WHERE k < 0 ORDER BY k LIMIT 3",
                "SELECT COUNT(*), MIN(k) FROM (SELECT k FROM t ORDER BY k DESC LIMIT 100) AS u",
                "SELECT DISTINCT s FROM t ORDER BY s LIMIT 3",
                "SELECT x, COUNT(*) AS n FROM t GROUP BY x ORDER BY n DESC, x LIMIT 4 OFFSET 1"
            })
    void theFirstRowsAreThoseOfTheFinalStep(String sql) {
        try (TestTable table = table()) {
            Logic logic = SqlCompiler.compile(sql, Map.of(), table.schema());

            assertThat(logic.finishesWhole()).isTrue();
            assertThat(table.runWhole(logic)).isEqualTo(table.run(logic));
        }
    }

    @Test
    void aTopTenOfOneShareIsRight() {
        try (TestTable table = table()) {
            assertThat(table.runWhole(SqlCompiler.compile(
                            "SELECT k FROM t ORDER BY k LIMIT 3 OFFSET 2", Map.of(), table.schema())))
                    .containsExactly(row(2L), row(3L), row(4L));
        }
    }

    /** Lanes write such rows as they come, so that they never hold all of them. */
    @ParameterizedTest
    @ValueSource(strings = {"SELECT k FROM t", "SELECT k FROM t ORDER BY k", "SELECT k FROM t LIMIT 3"})
    void rowsThatMayBeManyNeedTheirFinalStep(String sql) {
        try (TestTable table = table()) {
            Logic logic = SqlCompiler.compile(sql, Map.of(), table.schema());
            assertThat(logic.finishesWhole()).isFalse();
        }
    }
}
