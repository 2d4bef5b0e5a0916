package io.gridmill.tests.fault;

import java.util.List;

/**
 * A query that Gridmill and DuckDB answer alike.
 *
 * @param name for test names
 * @param sql over dataset and table {@code lines}
 * @param decimals numbers of the columns that hold decimals, from 0
 */
public record Query(String name, String sql, List<Integer> decimals) {
    /** Rows as they are, about a tenth of them. */
    static final Query ROWS = new Query(
            "row output",
            "SELECT orderkey, line, quantity, price * (1 - discount) AS amount, flag, shipped, note FROM lines WHERE supplier <= 30",
            List.of(2, 3));

    static final Query GROUPS = new Query(
            "aggregate",
            "SELECT supplier, flag, COUNT(*) AS n, COUNT(shipped) AS shipments, SUM(quantity) AS quantity, "
                    + "SUM(price * (1 - discount)) AS amount, MIN(price) AS cheapest, MAX(shipped) AS latest "
                    + "FROM lines GROUP BY supplier, flag",
            List.of(4, 5, 6));

    /** Whether partial results are merged at the end; otherwise each share's rows are final. */
    public boolean hasFinalShare() {
        return sql.contains(" GROUP BY ") || sql.contains(" ORDER BY ");
    }

    /** The query over another dataset of the same columns. */
    Query over(String dataset) {
        return new Query(name, sql.replace("FROM lines", "FROM " + dataset), decimals);
    }

    @Override
    public String toString() {
        return name;
    }
}
