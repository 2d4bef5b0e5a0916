package io.gridmill.benchmarks;

import io.gridmill.core.chunk.Chunk;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Isolates the compiled loop of a group-by with few groups and much arithmetic, TPC-H Q1: two string keys, four sums, three averages, a count.
 * One thread, chunks that are decoded already, the plan compiled already. Not in it: SQL, Janino, grid, ledger, journal. An operation is one
 * pass over {@code rows} rows, partials, final step and sort included.
 *
 * <p>Floor: the loop that a person would write over plain arrays ({@code byte} codes for the keys, {@code int} days, {@code long} unscaled
 * decimals: 38 bytes a row) with one slot for each pair of keys, without overflow checks.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar GroupBy             # raise: -f 3 -wi 10 -i 10 -p rows=6000000</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets up before it calls anything else
public class GroupByBenchmark {
    private static final String QUERY = "SELECT l_returnflag, l_linestatus, SUM(l_quantity), SUM(l_extendedprice),"
            + " SUM(l_extendedprice * (1 - l_discount)), SUM(l_extendedprice * (1 - l_discount) * (1 + l_tax)),"
            + " AVG(l_quantity), AVG(l_extendedprice), AVG(l_discount), COUNT(*) FROM lineitem"
            + " WHERE l_shipdate <= DATE '1998-09-02'"
            + " GROUP BY l_returnflag, l_linestatus ORDER BY l_returnflag, l_linestatus";

    private static final int LAST_DATE = (int) LocalDate.of(1998, 9, 2).toEpochDay();
    private static final int STATUSES = Lineitem.LINE_STATUSES.length;
    private static final int GROUPS = Lineitem.RETURN_FLAGS.length * STATUSES;

    @Param("1048576")
    public int rows;

    private BufferAllocator allocator;
    private Lineitem lineitem;
    private List<Chunk> chunks;
    private OneThreadQuery query;

    @Setup
    public void encodeAndCheck() {
        allocator = new RootAllocator();
        lineitem = new Lineitem(rows);
        chunks = lineitem.chunks(allocator);
        query = new OneThreadQuery(QUERY, Lineitem.SCHEMA, chunks, allocator);
        Check.rows("Q1", answer(compiledFloor()), compiled());
    }

    @TearDown
    public void close() {
        chunks.forEach(Chunk::close);
        allocator.close();
    }

    @Benchmark
    public List<List<Object>> compiled() {
        return query.run();
    }

    @Benchmark
    public Sums compiledFloor() {
        Sums sums = new Sums();
        for (int row = 0; row < lineitem.rows; row++) {
            if (lineitem.shipDate[row] <= LAST_DATE) {
                int group = lineitem.returnFlag[row] * STATUSES + lineitem.lineStatus[row];
                long price = lineitem.extendedPrice[row];
                long discounted = price * (100 - lineitem.discount[row]);
                sums.quantity[group] += lineitem.quantity[row];
                sums.price[group] += price;
                sums.discounted[group] += discounted;
                sums.charged[group] += discounted * (100 + lineitem.tax[row]);
                sums.discount[group] += lineitem.discount[row];
                sums.count[group]++;
            }
        }
        return sums;
    }

    private static List<List<Object>> answer(Sums sums) {
        List<List<Object>> rows = new ArrayList<>();
        for (int group = 0; group < GROUPS; group++) {
            long count = sums.count[group];
            if (count > 0) {
                rows.add(List.of(
                        Lineitem.RETURN_FLAGS[group / STATUSES],
                        Lineitem.LINE_STATUSES[group % STATUSES],
                        BigDecimal.valueOf(sums.quantity[group], 2),
                        BigDecimal.valueOf(sums.price[group], 2),
                        BigDecimal.valueOf(sums.discounted[group], 4),
                        BigDecimal.valueOf(sums.charged[group], 6),
                        sums.quantity[group] / 100.0 / count,
                        sums.price[group] / 100.0 / count,
                        sums.discount[group] / 100.0 / count,
                        count));
            }
        }
        return rows;
    }

    /** One slot a group, unscaled. */
    public static final class Sums {
        private final long[] quantity = new long[GROUPS];
        private final long[] price = new long[GROUPS];
        private final long[] discounted = new long[GROUPS];
        private final long[] charged = new long[GROUPS];
        private final long[] discount = new long[GROUPS];
        private final long[] count = new long[GROUPS];
    }
}
