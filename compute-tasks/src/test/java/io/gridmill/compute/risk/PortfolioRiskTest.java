package io.gridmill.compute.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.BatchOutput;
import io.gridmill.core.task.CancelToken;
import io.gridmill.core.task.TaskBatch;
import io.gridmill.core.task.TaskContext;
import io.gridmill.core.task.TaskParameters;
import io.gridmill.core.task.TaskPlan;
import io.gridmill.core.task.TaskWorker;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.util.TransferPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortfolioRiskTest {
    private static final TableSchema SCHEMA =
            TableSchema.parse("id BIGINT, kind VARCHAR, spot DOUBLE, strike DECIMAL(12, 2),"
                    + " years DOUBLE, rate DOUBLE, volatility DOUBLE, quantity INTEGER");

    /** One row of the dataset. */
    private record Option(
            long id,
            String kind,
            double spot,
            String strike,
            double years,
            double rate,
            double volatility,
            int quantity) {}

    private final RootAllocator allocator = new RootAllocator();

    @AfterEach
    void nothingLeaks() {
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }

    /** Reference values: Hull, Options, Futures, and Other Derivatives, examples on Black-Scholes-Merton and the Greeks. */
    @Test
    void valuesAndGreeksAreThoseOfTheTextbook() {
        List<double[]> rows = positions(List.of(
                new Option(1, "call", 42, "40.00", 0.5, 0.10, 0.20, 1),
                new Option(2, "PUT", 42, "40.00", 0.5, 0.10, 0.20, 1),
                new Option(3, "call", 49, "50.00", 0.3846, 0.05, 0.20, 100)));

        assertThat(rows.get(0)[1]).isCloseTo(4.76, within(0.005));
        assertThat(rows.get(1)[1]).isCloseTo(0.81, within(0.005));
        double[] third = rows.get(2);
        assertThat(third[2]).as("delta").isCloseTo(0.522, within(0.0005));
        assertThat(third[3]).as("gamma").isCloseTo(0.066, within(0.0005));
        assertThat(third[4]).as("vega").isCloseTo(12.1, within(0.05));
        assertThat(third[5]).as("theta").isCloseTo(-4.31, within(0.005));
        assertThat(third[6]).as("rho").isCloseTo(8.91, within(0.005));
    }

    @Test
    void callsAndPutsKeepTheirParityAndGreeksAreDerivatives() {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            Option call = random(random, round, "call");
            Option put = new Option(
                    round, "put", call.spot, call.strike, call.years, call.rate, call.volatility, call.quantity);
            List<double[]> rows = positions(List.of(call, put));
            double forward = call.spot - Double.parseDouble(call.strike) * Math.exp(-call.rate * call.years);
            assertThat(rows.get(0)[1] - rows.get(1)[1]).isCloseTo(forward, within(1e-10));

            double h = 1e-4 * call.spot;
            List<double[]> moved = positions(List.of(
                    new Option(1, "call", call.spot + h, call.strike, call.years, call.rate, call.volatility, 1),
                    new Option(1, "call", call.spot - h, call.strike, call.years, call.rate, call.volatility, 1)));
            double delta = (moved.get(0)[1] - moved.get(1)[1]) / (2 * h);
            assertThat(rows.get(0)[2]).isCloseTo(delta, within(1e-5));
            double gamma = (moved.get(0)[2] - moved.get(1)[2]) / (2 * h);
            assertThat(rows.get(0)[3]).isCloseTo(gamma, within(1e-5));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void theAnswerIsTheSameHoweverRowsAreSpread(int workers) {
        Random random = new Random(5);
        List<Option> options = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            options.add(random(random, i, i % 3 == 0 ? "put" : "call"));
        }
        double[] expected = portfolio(options, 1, Map.of("paths", "500"));
        assertThat(expected[0]).isEqualTo(3000);
        assertThat(portfolio(options, workers, Map.of("paths", "500"))).isEqualTo(expected);
        assertThat(portfolio(options, workers, Map.of("paths", "500", "seed", "2")))
                .isNotEqualTo(expected);
    }

    /** A long share-like position moves with its underlying alone: its value at risk is known in closed form. */
    @Test
    void valueAtRiskIsThatOfTheNormalDistributionWhereThatIsKnown() {
        // Deep in the money: delta 1, no gamma, hardly any theta.
        List<Option> one = List.of(new Option(1, "call", 100, "0.01", 1, 0.0, 0.20, 1000));
        double[] row = portfolio(one, 1, Map.of("paths", "200000", "horizon-days", "10"));

        double spread = 0.20 * Math.sqrt(10 / 365.0);
        assertThat(row[1]).isCloseTo(99_990, within(1e-6));
        assertThat(row[7])
                .isCloseTo(100_000 * (1 - Math.exp(-0.5 * spread * spread - 1.644854 * spread)), within(40.0));
        assertThat(row[8])
                .isCloseTo(100_000 * (1 - Math.exp(-0.5 * spread * spread - 2.326348 * spread)), within(60.0));
        assertThat(row[9]).isGreaterThan(row[8]);
    }

    /** Double.equals, as assertThat uses it, knows 0 from -0. */
    @Test
    void nothingIsAtRiskWithoutPositions() {
        double[] row = portfolio(List.of(), 1, Map.of("paths", "100"));

        assertThat(row).containsOnly(0.0);
    }

    @Test
    void correlationTakesDiversificationAway() {
        List<Option> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(new Option(i, "call", 100, "0.01", 1, 0.0, 0.20, 10));
        }
        double apart = portfolio(many, 1, Map.of("paths", "20000", "correlation", "0"))[8];
        double half = portfolio(many, 1, Map.of("paths", "20000", "correlation", "0.5"))[8];
        double together = portfolio(many, 1, Map.of("paths", "20000", "correlation", "1"))[8];

        assertThat(together / apart).isCloseTo(10, within(0.6));
        assertThat(half / together).isCloseTo(Math.sqrt(0.505), within(0.03));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            paths        | 99        | parameter 'paths' must be an even number from 100 to 1000000, got 99
            paths        | 101       | parameter 'paths' must be an even number from 100 to 1000000, got 101
            result       | all       | parameter 'result' must be portfolio or positions, got 'all'
            horizon-days | 0         | parameter 'horizon-days' must be above 0, and at most 3650, got 0.0
            correlation  | 1.1       | parameter 'correlation' must be from 0 to 1, got 1.1
            correlation  | NaN       | parameter 'correlation' must be a finite number, got 'NaN'
            """)
    void parametersAreChecked(String name, String value, String message) {
        assertThatThrownBy(() -> new PortfolioRisk().plan(SCHEMA, new TaskParameters(Map.of(name, value))))
                .isInstanceOf(GridmillException.class)
                .hasMessage(message);
    }

    @Test
    void idsAreIntegers() {
        TableSchema decimal = TableSchema.parse("ID DECIMAL(4, 1), kind VARCHAR");

        assertThatThrownBy(() -> new PortfolioRisk().plan(decimal, new TaskParameters(Map.of())))
                .isInstanceOf(GridmillException.class)
                .hasMessage("column 'id' must be of an integer type, got DECIMAL(4, 1)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            swap | 100  | 90   | 1    | 0.01 | 0.2 | 1       | kind must be call or put, got swap [position=7]
            call | 0    | 90   | 1    | 0.01 | 0.2 | 1       | spot must be a number from 1e-12 to 1e15, got 0.0 [position=7]
            call | 100  | 0.00 | 1    | 0.01 | 0.2 | 1       | strike must be a number from 1e-12 to 1e15, got 0.0 [position=7]
            call | 100  | 90   | -1   | 0.01 | 0.2 | 1       | years must be a number from 1e-12 to 1e15, got -1.0 [position=7]
            call | 100  | 90   | 1    | NaN  | 0.2 | 1       | rate must be a number from -1e15 to 1e15, got NaN [position=7]
            call | 1e14 | 90   | 1    | 0.01 | 0.2 | 1000000 | a position's value and Greeks must be below 2.251799813685248E15 in size, got 9.999999999991089E19 [position=7]
            call | 1e9  | 90   | 1    | 0.01 | 0.2 | 1000    | a position's gain must be below 2.147483648E9 in every market, it is not [position=7]
            """)
    void whatAPositionCannotHaveIsSaid(
            String kind,
            double spot,
            String strike,
            double years,
            double rate,
            double volatility,
            int quantity,
            String message) {
        Option option = new Option(7, kind, spot, strike, years, rate, volatility, quantity);
        assertThatThrownBy(() -> portfolio(List.of(option), 1, Map.of()))
                .isInstanceOf(GridmillException.class)
                .hasMessage(message);
    }

    private static Option random(Random random, int id, String kind) {
        double strike = 50 + random.nextInt(10_000) / 100.0;
        return new Option(
                id,
                kind,
                60 + random.nextInt(8000) / 100.0,
                String.format(Locale.ROOT, "%.2f", strike),
                0.1 + random.nextDouble() * 3,
                random.nextDouble() * 0.08 - 0.01,
                0.1 + random.nextDouble() * 0.4,
                random.nextInt(2000) - 1000);
    }

    private List<double[]> positions(List<Option> options) {
        List<double[]> rows = new ArrayList<>();
        TaskPlan plan = new PortfolioRisk().plan(SCHEMA, new TaskParameters(Map.of("result", "positions")));
        run(plan, options, 1, batch -> rows.addAll(values(batch)));
        return rows;
    }

    private double[] portfolio(List<Option> options, int workers, Map<String, String> parameters) {
        TaskPlan plan = new PortfolioRisk().plan(SCHEMA, new TaskParameters(new TreeMap<>(parameters)));
        List<VectorSchemaRoot> partials = new ArrayList<>();
        List<double[]> rows = new ArrayList<>();
        try {
            run(plan, options, workers, batch -> partials.add(copy(batch)));
            plan.combiner()
                    .combine(
                            partials.iterator(),
                            new TaskContext(allocator, CancelToken.NEVER),
                            batch -> rows.addAll(values(batch)));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            partials.forEach(VectorSchemaRoot::close);
        }
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private void run(TaskPlan plan, List<Option> options, int workers, BatchOutput output) {
        TaskContext context = new TaskContext(allocator, CancelToken.NEVER);
        try {
            for (int n = 0; n < workers; n++) {
                TaskWorker worker = plan.workers().open(context, output);
                List<Option> mine = new ArrayList<>();
                for (int i = n; i < options.size(); i += workers) {
                    mine.add(options.get(i));
                }
                for (int from = 0; from < mine.size(); from += 700 + 100 * n) {
                    try (VectorSchemaRoot batch =
                            batch(mine.subList(from, Math.min(mine.size(), from + 700 + 100 * n)))) {
                        worker.accept(TaskBatch.of(batch));
                    }
                }
                worker.finish();
                worker.close();
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private VectorSchemaRoot batch(List<Option> options) {
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA.toArrow(), allocator);
        root.allocateNew();
        for (int row = 0; row < options.size(); row++) {
            Option option = options.get(row);
            ((BigIntVector) root.getVector(0)).setSafe(row, option.id);
            ((VarCharVector) root.getVector(1)).setSafe(row, option.kind.getBytes(StandardCharsets.UTF_8));
            ((Float8Vector) root.getVector(2)).setSafe(row, option.spot);
            ((DecimalVector) root.getVector(3)).setSafe(row, new BigDecimal(option.strike).setScale(2));
            ((Float8Vector) root.getVector(4)).setSafe(row, option.years);
            ((Float8Vector) root.getVector(5)).setSafe(row, option.rate);
            ((Float8Vector) root.getVector(6)).setSafe(row, option.volatility);
            ((IntVector) root.getVector(7)).setSafe(row, option.quantity);
        }
        root.setRowCount(options.size());
        return root;
    }

    private VectorSchemaRoot copy(VectorSchemaRoot batch) {
        List<FieldVector> copies = new ArrayList<>();
        for (FieldVector vector : batch.getFieldVectors()) {
            TransferPair transfer = vector.getTransferPair(allocator);
            transfer.transfer();
            copies.add((FieldVector) transfer.getTo());
        }
        return new VectorSchemaRoot(copies);
    }

    private static List<double[]> values(VectorSchemaRoot batch) {
        List<double[]> rows = new ArrayList<>();
        for (int row = 0; row < batch.getRowCount(); row++) {
            double[] values = new double[batch.getFieldVectors().size()];
            for (int n = 0; n < values.length; n++) {
                values[n] = ((Number) batch.getVector(n).getObject(row)).doubleValue();
            }
            rows.add(values);
        }
        return rows;
    }
}
