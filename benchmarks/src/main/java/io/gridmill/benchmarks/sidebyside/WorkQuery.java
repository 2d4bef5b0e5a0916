package io.gridmill.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A query that both sides answer.
 *
 * @param name short, as it stands in the tables
 * @param sql in the dialect that both share
 */
record WorkQuery(String name, String sql) {
    /** The work of TPC-H's lineitem that batch jobs are made of. */
    static final List<WorkQuery> ALL = List.of(
            new WorkQuery("Q1", """
                    SELECT l_returnflag, l_linestatus, SUM(l_quantity), SUM(l_extendedprice),
                      SUM(l_extendedprice * (1 - l_discount)), SUM(l_extendedprice * (1 - l_discount) * (1 + l_tax)),
                      AVG(l_quantity), AVG(l_extendedprice), AVG(l_discount), COUNT(*)
                    FROM lineitem WHERE l_shipdate <= DATE '1998-09-02'
                    GROUP BY l_returnflag, l_linestatus"""),
            new WorkQuery("Q6", """
                    SELECT SUM(l_extendedprice * l_discount) FROM lineitem
                    WHERE l_shipdate >= DATE '1994-01-01' AND l_shipdate < DATE '1995-01-01'
                      AND l_discount BETWEEN 0.05 AND 0.07 AND l_quantity < 24"""),
            new WorkQuery(
                    "10,000 groups",
                    "SELECT l_suppkey, SUM(l_extendedprice), COUNT(*) FROM lineitem GROUP BY l_suppkey"),
            new WorkQuery(
                    "1.5 million groups",
                    "SELECT l_orderkey, SUM(l_quantity), COUNT(*) FROM lineitem GROUP BY l_orderkey"),
            new WorkQuery(
                    "two strings",
                    "SELECT l_shipmode, l_shipinstruct, COUNT(*), SUM(l_quantity) FROM lineitem"
                            + " GROUP BY l_shipmode, l_shipinstruct"),
            new WorkQuery(
                    "count distinct",
                    "SELECT l_returnflag, COUNT(DISTINCT l_suppkey) FROM lineitem GROUP BY l_returnflag"),
            new WorkQuery("LIKE", "SELECT COUNT(*) FROM lineitem WHERE l_comment LIKE '%special%'"),
            new WorkQuery(
                    "top 10",
                    "SELECT l_extendedprice, l_orderkey, l_linenumber FROM lineitem"
                            + " ORDER BY l_extendedprice DESC, l_orderkey, l_linenumber LIMIT 10"),
            new WorkQuery(
                    "by month",
                    "SELECT EXTRACT(MONTH FROM l_shipdate), MIN(l_extendedprice), MAX(l_extendedprice) FROM lineitem"
                            + " GROUP BY EXTRACT(MONTH FROM l_shipdate)"),
            new WorkQuery("CASE pivot", """
                    SELECT l_returnflag, SUM(CASE WHEN l_shipmode = 'AIR' THEN l_quantity ELSE 0 END),
                      SUM(CASE WHEN l_shipmode = 'RAIL' THEN l_quantity ELSE 0 END),
                      SUM(CASE WHEN l_shipmode IN ('SHIP', 'TRUCK') THEN l_quantity ELSE 0 END)
                    FROM lineitem GROUP BY l_returnflag"""),
            new WorkQuery(
                    "5 % of the rows",
                    "SELECT l_orderkey, l_linenumber, l_extendedprice * (1 - l_discount) FROM lineitem"
                            + " WHERE l_quantity >= 26 AND l_quantity < 51 AND l_discount = 0.03"));

    private static final List<String> Q1_AGGREGATES = List.of(
            "SUM(l_quantity)",
            "SUM(l_extendedprice)",
            "SUM(l_extendedprice * (1 - l_discount))",
            "SUM(l_extendedprice * (1 - l_discount) * (1 + l_tax))",
            "AVG(l_quantity)",
            "AVG(l_extendedprice)",
            "AVG(l_discount)",
            "COUNT(*)");

    private static final List<String> Q6_AGGREGATES = List.of(
            "SUM(l_extendedprice * l_discount)",
            "MAX(l_extendedprice)",
            "MIN(l_tax)",
            "AVG(l_quantity)",
            "MAX(l_partkey)");

    /** Q1 with its aggregates in another order: a kernel that was never compiled before. */
    static WorkQuery unseenQ1(Random random) {
        return new WorkQuery(
                "Q1, never seen",
                "SELECT l_returnflag, l_linestatus, " + shuffled(Q1_AGGREGATES, random)
                        + " FROM lineitem WHERE l_shipdate <= DATE '1998-09-02' GROUP BY l_returnflag, l_linestatus");
    }

    /** Q6's filter with aggregates in another order. */
    static WorkQuery unseenQ6(Random random) {
        return new WorkQuery(
                "Q6, never seen",
                "SELECT " + shuffled(Q6_AGGREGATES, random)
                        + " FROM lineitem WHERE l_shipdate >= DATE '1994-01-01' AND l_shipdate < DATE '1995-01-01'"
                        + " AND l_discount BETWEEN 0.05 AND 0.07 AND l_quantity < 24");
    }

    private static String shuffled(List<String> aggregates, Random random) {
        List<String> order = new ArrayList<>(aggregates);
        Collections.shuffle(order, random);
        return String.join(", ", order);
    }
}
