package io.gridmill.cli.demo.rows;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the demo asks the grid, and the answers that plain loops over the generator find, exact to the last digit. */
public final class Expected {
    /** An aggregate over all lines, as query 1 of TPC-H. */
    public static final String SUMMARY = """
            SELECT l_returnflag, l_linestatus, SUM(l_quantity) AS sum_qty, SUM(l_extendedprice) AS sum_price,
                   SUM(l_extendedprice * (1 - l_discount)) AS sum_net,
                   SUM(l_extendedprice * (1 - l_discount) * (1 + l_tax)) AS sum_charge,
                   AVG(l_quantity) AS avg_qty, AVG(l_discount) AS avg_discount, COUNT(*) AS line_count
            FROM lineitem WHERE l_shipdate <= DATE '1998-09-02'
            GROUP BY l_returnflag, l_linestatus ORDER BY l_returnflag, l_linestatus
            """;

    /** A row for about every second line. The first two columns name it. */
    public static final String DISCOUNTED = """
            SELECT l_orderkey, l_linenumber, l_suppkey, l_shipdate, l_shipmode,
                   l_extendedprice * (1 - l_discount) AS net,
                   l_extendedprice * (1 - l_discount) * (1 + l_tax) AS charge,
                   CASE WHEN l_receiptdate > l_commitdate THEN 'late' ELSE 'in time' END AS delivery
            FROM lineitem WHERE l_discount >= 0.05
            """;

    /** A question about the rows of {@link #DISCOUNTED}, once they are a dataset. */
    public static final String DELIVERIES = """
            SELECT delivery, COUNT(*) AS line_count, SUM(charge) AS sum_charge, MIN(l_shipdate) AS first, MAX(l_shipdate) AS last
            FROM discounted GROUP BY delivery ORDER BY delivery
            """;

    public static final String PRIORITIES = """
            SELECT o_orderpriority, COUNT(*) AS order_count, SUM(o_totalprice) AS sum_price
            FROM orders GROUP BY o_orderpriority ORDER BY o_orderpriority
            """;

    private static final int LAST_SHIP_DAY = (int) LocalDate.of(1998, 9, 2).toEpochDay();
    private static final MathContext EXACT_ENOUGH = new MathContext(40);

    private final Orders orders;
    private final RowSheet discounted;
    private final Map<String, long[]> summary = new TreeMap<>();
    private final Map<String, long[]> deliveries = new TreeMap<>();
    private final Map<String, long[]> priorities = new TreeMap<>();

    private Expected(Orders orders) {
        this.orders = orders;
        this.discounted = new RowSheet(orders.count(), this::discountedRow);
    }

    /** Makes every row once: writes it, and counts it into the answers. */
    public static Expected writing(Orders orders, CsvFiles files) throws IOException {
        Expected expected = new Expected(orders);
        for (long key = 1; key <= orders.count(); key++) {
            Order order = orders.order(key);
            files.write(order);
            expected.add(order);
        }
        return expected;
    }

    /** As {@link #writing}, without files. */
    static Expected of(Orders orders) {
        Expected expected = new Expected(orders);
        orders.forEach(expected::add);
        return expected;
    }

    private void add(Order order) {
        add(priorities, order.priority(), order.totalCents(), 1);
        for (OrderLine line : order.lines()) {
            if (line.shipDay() <= LAST_SHIP_DAY) {
                add(
                        summary,
                        line.returnFlag() + "|" + line.lineStatus(),
                        100L * line.quantity(),
                        line.priceCents(),
                        line.netUnits(),
                        line.chargeUnits(),
                        line.discountPercent(),
                        1);
            }
            if (line.discountPercent() >= 5) {
                discounted.expect(RowSheet.place(line.order(), line.number()), row(line));
                long[] days = deliveries.computeIfAbsent(
                        delivery(line), key -> new long[] {0, 0, Long.MAX_VALUE, Long.MIN_VALUE});
                days[0]++;
                days[1] = Math.addExact(days[1], line.chargeUnits());
                days[2] = Math.min(days[2], line.shipDay());
                days[3] = Math.max(days[3], line.shipDay());
            }
        }
    }

    private static void add(Map<String, long[]> groups, String key, long... values) {
        long[] sums = groups.computeIfAbsent(key, ignored -> new long[values.length]);
        for (int i = 0; i < values.length; i++) {
            sums[i] = Math.addExact(sums[i], values[i]);
        }
    }

    private String discountedRow(long place) {
        return row(orders.order(RowSheet.order(place)).lines().get(RowSheet.line(place) - 1));
    }

    static String row(OrderLine line) {
        return line.order() + "|" + line.number() + "|" + line.supplier() + "|" + LocalDate.ofEpochDay(line.shipDay())
                + "|" + line.mode() + "|" + line.net() + "|" + line.charge() + "|" + delivery(line);
    }

    private static String delivery(OrderLine line) {
        return line.receiptDay() > line.commitDay() ? "late" : "in time";
    }

    /** How many rows {@link #DISCOUNTED} has. */
    public long discountedRows() {
        return discounted.count();
    }

    /** A comparison with the rows of {@link #DISCOUNTED}. */
    public RowCheck discounted(String where) {
        return new RowCheck(where, discounted);
    }

    /** The rows of {@link #SUMMARY}. */
    public List<String> summary() {
        List<String> rows = new ArrayList<>();
        summary.forEach((key, sums) -> rows.add(key + "|" + decimal(sums[0], 2) + "|" + decimal(sums[1], 2) + "|"
                + decimal(sums[2], 4) + "|" + decimal(sums[3], 6) + "|" + average(sums[0], sums[5]) + "|"
                + average(sums[4], sums[5]) + "|" + sums[5]));
        return rows;
    }

    /** The rows of {@link #DELIVERIES}. */
    public List<String> deliveries() {
        List<String> rows = new ArrayList<>();
        deliveries.forEach((key, sums) -> rows.add(key + "|" + sums[0] + "|" + decimal(sums[1], 6) + "|"
                + LocalDate.ofEpochDay(sums[2]) + "|" + LocalDate.ofEpochDay(sums[3])));
        return rows;
    }

    /** The rows of {@link #PRIORITIES}. */
    public List<String> priorities() {
        List<String> rows = new ArrayList<>();
        priorities.forEach((key, sums) -> rows.add(key + "|" + sums[1] + "|" + decimal(sums[0], 2)));
        return rows;
    }

    private static String decimal(long unscaled, int scale) {
        return BigDecimal.valueOf(unscaled, scale).toPlainString();
    }

    /** The double nearest to the exact average of hundredths. */
    private static double average(long hundredths, long count) {
        return BigDecimal.valueOf(hundredths, 2)
                .divide(BigDecimal.valueOf(count), EXACT_ENOUGH)
                .doubleValue();
    }
}
