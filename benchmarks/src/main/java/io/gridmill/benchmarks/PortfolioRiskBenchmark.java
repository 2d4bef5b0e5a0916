package io.gridmill.benchmarks;

import io.gridmill.compute.simd.VectorForms;
import io.gridmill.compute.task.TaskCompiler;
import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.InMemoryChunks;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.TaskSpec;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.CancelToken;
import io.gridmill.core.task.Logic;
import io.gridmill.core.task.TaskContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.util.TransferPair;
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
 * Isolates the built-in task {@code portfolio-risk}: one thread, chunks that are decoded already, as a share runs them, with the combiner. Not in
 * it: grid, ledger, journal. An operation values {@code rows} options, and simulates {@value #PATHS} markets for each.
 *
 * <p>Floors: the loop that a person would write over plain arrays, with {@code Math}. {@code taskFloor} draws the numbers that the task draws,
 * which are the same however the options are spread over nodes, so its answer is the same but for rounding. {@code otherNumbersFloor} draws
 * cheaper ones, of a {@code SplittableRandom} for each option, and is compared without the losses. Both add doubles as they come, so that
 * their answer depends on the order.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar PortfolioRisk       # raise: -f 3 -p rows=1000000</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets up before it calls anything else
public class PortfolioRiskBenchmark {
    static final int PATHS = 100;
    private static final double CORRELATION = 0.5;
    private static final double HORIZON = 10 / 365.0;
    private static final TableSchema SCHEMA = TableSchema.parse("id BIGINT, kind VARCHAR, spot DOUBLE, strike DOUBLE,"
            + " years DOUBLE, rate DOUBLE, volatility DOUBLE, quantity DOUBLE");

    @Param("100000")
    public int rows;

    private BufferAllocator allocator;
    private List<Chunk> chunks;
    private Logic logic;
    private boolean[] call;
    private double[][] numbers;

    @Setup
    public void encodeAndCheck() {
        VectorForms.warmUp();
        allocator = new RootAllocator();
        try (VectorSchemaRoot options = options()) {
            chunks = InMemoryChunks.of(options, SCHEMA, allocator);
        }
        logic = new TaskCompiler(Path.of("."))
                .compile(TaskSpec.of("options", "portfolio-risk"), Map.of("paths", Integer.toString(PATHS)), SCHEMA);
        double[] ours = task();
        requireEqual(ours, taskFloor(), ours.length);
        requireEqual(ours, otherNumbersFloor(), 7);
    }

    private void requireEqual(double[] ours, double[] plain, int count) {
        for (int n = 0; n < count; n++) {
            if (Math.abs(ours[n] - plain[n]) > 1e-9 * Math.max(1, Math.abs(plain[n])) * rows) {
                throw GridmillException.internal("risk must be right before it is timed: must be "
                        + Arrays.toString(plain) + ", got " + Arrays.toString(ours));
            }
        }
    }

    private VectorSchemaRoot options() {
        SplittableRandom random = new SplittableRandom(42);
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA.toArrow(), allocator);
        root.allocateNew();
        call = new boolean[rows];
        numbers = new double[6][rows];
        double[][] bounds = {{60, 140}, {50, 150}, {0.1, 3}, {0, 0.08}, {0.1, 0.5}, {1, 100}};
        for (int row = 0; row < rows; row++) {
            call[row] = random.nextBoolean();
            ((BigIntVector) root.getVector(0)).setSafe(row, row);
            ((VarCharVector) root.getVector(1))
                    .setSafe(row, (call[row] ? "call" : "put").getBytes(StandardCharsets.UTF_8));
            for (int n = 0; n < numbers.length; n++) {
                numbers[n][row] = random.nextDouble(bounds[n][0], bounds[n][1]);
                ((Float8Vector) root.getVector(2 + n)).setSafe(row, numbers[n][row]);
            }
        }
        root.setRowCount(rows);
        return root;
    }

    @TearDown
    public void close() {
        chunks.forEach(Chunk::close);
        allocator.close();
    }

    @Benchmark
    public double[] task() {
        TaskContext context = new TaskContext(allocator, CancelToken.NEVER);
        List<VectorSchemaRoot> partials = new ArrayList<>();
        List<double[]> result = new ArrayList<>();
        try (Logic.ShareRun run = logic.startShare(
                context, chunks.stream().map(Chunk::header).toList(), batch -> partials.add(moved(batch)))) {
            Logic.Lane lane = run.openLane();
            chunks.forEach(lane::accept);
            run.finish();
        }
        logic.runFinal(partials.iterator(), context, batch -> {
            double[] row = new double[batch.getFieldVectors().size()];
            for (int n = 0; n < row.length; n++) {
                row[n] = ((Number) batch.getVector(n).getObject(0)).doubleValue();
            }
            result.add(row);
        });
        partials.forEach(VectorSchemaRoot::close);
        return result.get(0);
    }

    private VectorSchemaRoot moved(VectorSchemaRoot batch) {
        return new VectorSchemaRoot(batch.getFieldVectors().stream()
                .map(vector -> {
                    TransferPair transfer = vector.getTransferPair(allocator);
                    transfer.transfer();
                    return (FieldVector) transfer.getTo();
                })
                .toList());
    }

    /** Fills an array with an option's standard normal numbers, one for each market. */
    private interface Numbers {
        void draw(long stream, double[] to);
    }

    @Benchmark
    public double[] taskFloor() {
        return plain(PortfolioRiskBenchmark::philox);
    }

    @Benchmark
    public double[] otherNumbersFloor() {
        return plain((stream, to) -> {
            SplittableRandom random = new SplittableRandom(stream);
            for (int path = 0; path < to.length; path++) {
                to[path] = random.nextGaussian();
            }
        });
    }

    /** Philox4x32-10 under the seed 1, then Box-Muller: a counter's first number is of one half of the markets, its second of the other. */
    private static void philox(long stream, double[] to) {
        int half = to.length / 2;
        for (int i = 0; i < half; i++) {
            int c0 = i;
            int c1 = (int) stream;
            int c2 = (int) (stream >>> 32);
            int c3 = 0;
            int k0 = 1;
            int k1 = 0;
            for (int round = 0; round < 10; round++) {
                long p0 = 0xD2511F53L * (c0 & 0xFFFFFFFFL);
                long p1 = 0xCD9E8D57L * (c2 & 0xFFFFFFFFL);
                c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
                c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
                c1 = (int) p1;
                c3 = (int) p0;
                k0 += 0x9E3779B9;
                k1 += 0xBB67AE85;
            }
            double u = (((long) c1 << 32 | c0 & 0xFFFFFFFFL) >>> 12) * 0x1p-52 + 0x1p-53;
            double angle = (((long) c3 << 32 | c2 & 0xFFFFFFFFL) >>> 12) * 0x1p-52 * 2 * Math.PI;
            double radius = Math.sqrt(-2 * Math.log(u));
            to[i] = radius * Math.cos(angle);
            to[half + i] = radius * Math.sin(angle);
        }
    }

    private double[] plain(Numbers numbersOf) {
        double[] totals = new double[10];
        double[] gains = new double[PATHS];
        double[] market = new double[PATHS];
        double[] own = new double[PATHS];
        numbersOf.draw(Long.MIN_VALUE, market);
        for (int path = 0; path < PATHS; path++) {
            market[path] *= Math.sqrt(CORRELATION);
        }
        for (int row = 0; row < rows; row++) {
            double sign = call[row] ? 1 : -1;
            double spot = numbers[0][row];
            double years = numbers[2][row];
            double rate = numbers[3][row];
            double volatility = numbers[4][row];
            double quantity = numbers[5][row];
            double root = Math.sqrt(years);
            double d1 = (Math.log(spot / numbers[1][row]) + (rate + volatility * volatility / 2) * years)
                    / (volatility * root);
            double d2 = d1 - volatility * root;
            double density = Math.exp(-d1 * d1 / 2) / Math.sqrt(2 * Math.PI);
            double paid = numbers[1][row] * Math.exp(-rate * years) * normalCdf(sign * d2);
            double delta = sign * normalCdf(sign * d1);
            double gamma = density / (spot * volatility * root);
            double theta = -spot * density * volatility / (2 * root) - sign * rate * paid;
            totals[0]++;
            totals[1] += quantity * (spot * delta - sign * paid);
            totals[2] += quantity * delta;
            totals[3] += quantity * gamma;
            totals[4] += quantity * spot * density * root;
            totals[5] += quantity * theta;
            totals[6] += quantity * sign * years * paid;
            numbersOf.draw(row, own);
            double spread = volatility * Math.sqrt(HORIZON);
            for (int path = 0; path < PATHS; path++) {
                double z = market[path] + Math.sqrt(1 - CORRELATION) * own[path];
                double move = spot * (Math.exp(spread * z - spread * spread / 2) - 1);
                gains[path] += quantity * (delta * move + gamma * move * move / 2 + theta * HORIZON);
            }
        }
        Arrays.sort(gains);
        totals[7] = -gains[PATHS / 20];
        totals[8] = -gains[PATHS / 100];
        totals[9] = -gains[0];
        return totals;
    }

    /** Hart's approximation as West gives it, with one exponential. */
    private static double normalCdf(double x) {
        double size = Math.abs(x);
        if (size > 7.07106781186547) {
            return x > 0 ? 1 : 0;
        }
        double a = ((((((3.52624965998911E-02 * size + 0.700383064443688) * size + 6.37396220353165) * size
                                                                + 33.912866078383)
                                                        * size
                                                + 112.079291497871)
                                        * size
                                + 221.213596169931)
                        * size
                + 220.206867912376);
        double b = (((((((8.83883476483184E-02 * size + 1.75566716318264) * size + 16.064177579207) * size
                                                                                + 86.7807322029461)
                                                                        * size
                                                                + 296.564248779674)
                                                        * size
                                                + 637.333633378831)
                                        * size
                                + 793.826512519948)
                        * size
                + 440.413735824752);
        double tail = Math.exp(-size * size / 2) * a / b;
        return x > 0 ? 1 - tail : tail;
    }
}
