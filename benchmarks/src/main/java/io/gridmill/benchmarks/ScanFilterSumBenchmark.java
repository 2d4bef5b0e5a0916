package io.gridmill.benchmarks;

import io.gridmill.core.chunk.Chunk;
import java.math.BigDecimal;
import java.time.LocalDate;
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
 * Isolates the compiled loop of a scan that filters and sums, TPC-H Q6: one thread, chunks that are decoded already, the plan compiled
 * already. Not in it: SQL, Janino, grid, ledger, journal. An operation is one pass over {@code rows} rows, partials and final step included. No chunk
 * is pruned: ship dates lie in random order, as in TPC-H.
 *
 * <p>Floor: the loop that a person would write over plain arrays ({@code int} days, {@code long} unscaled decimals: 28 bytes a
 * row), without overflow checks. A kernel reads narrower columns, so it may well be below this floor.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar ScanFilterSum       # raise: -f 3 -wi 10 -i 10 -p rows=6000000</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets up before it calls anything else
public class ScanFilterSumBenchmark {
    private static final String QUERY = "SELECT SUM(l_extendedprice * l_discount) FROM lineitem"
            + " WHERE l_shipdate >= DATE '1994-01-01' AND l_shipdate < DATE '1995-01-01'"
            + " AND l_discount BETWEEN 0.05 AND 0.07 AND l_quantity < 24";

    private static final int FROM_DATE = (int) LocalDate.of(1994, 1, 1).toEpochDay();
    private static final int TO_DATE = (int) LocalDate.of(1995, 1, 1).toEpochDay();

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
        Check.rows("Q6", List.of(List.of(BigDecimal.valueOf(compiledFloor(), 4))), compiled());
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
    public long compiledFloor() {
        int[] shipDate = lineitem.shipDate;
        long[] discount = lineitem.discount;
        long[] quantity = lineitem.quantity;
        long[] price = lineitem.extendedPrice;
        long sum = 0;
        for (int row = 0; row < shipDate.length; row++) {
            if (shipDate[row] >= FROM_DATE
                    && shipDate[row] < TO_DATE
                    && discount[row] >= 5
                    && discount[row] <= 7
                    && quantity[row] < 2400) {
                sum += price[row] * discount[row];
            }
        }
        return sum;
    }
}
