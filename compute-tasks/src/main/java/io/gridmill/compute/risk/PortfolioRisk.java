package io.gridmill.compute.risk;

import io.gridmill.compute.simd.DoubleMath;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.BatchOutput;
import io.gridmill.core.task.Task;
import io.gridmill.core.task.TaskBatch;
import io.gridmill.core.task.TaskContext;
import io.gridmill.core.task.TaskParameters;
import io.gridmill.core.task.TaskPlan;
import io.gridmill.core.task.TaskWorker;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The task {@code portfolio-risk}. It reads the columns {@code id} (of an integer type; names the position's random numbers), {@code kind} (call or
 * put), {@code spot}, {@code strike}, {@code years}, {@code rate}, {@code volatility} and {@code quantity} (numbers).
 *
 * <p>Result {@code portfolio}: one row with value, Greeks, value at risk and expected shortfall of all positions together; {@code var_95} is the
 * loss that 95 % of the simulated markets do not exceed, {@code shortfall_99} the mean of the worst 1 %. Result {@code positions}: value and Greeks of
 * each.
 */
public final class PortfolioRisk implements Task {
    private static final TableSchema BY_POSITION = TableSchema.parse(
            "id BIGINT, value DOUBLE, delta DOUBLE, gamma DOUBLE, vega DOUBLE, theta DOUBLE, rho DOUBLE");
    private static final TableSchema OF_ALL =
            TableSchema.parse("positions BIGINT, value DOUBLE, delta DOUBLE, gamma DOUBLE,"
                    + " vega DOUBLE, theta DOUBLE, rho DOUBLE, var_95 DOUBLE, var_99 DOUBLE, shortfall_99 DOUBLE");

    @Override
    public TaskPlan plan(TableSchema input, TaskParameters given) {
        RiskParameters parameters = RiskParameters.of(given);
        int id = input.indexOf("id");
        if (id >= 0 && !input.column(id).type().isInteger()) {
            throw GridmillException.user("column 'id' must be of an integer type, got "
                    + input.column(id).type());
        }
        if (parameters.perPosition()) {
            return TaskPlan.of(Positions.COLUMNS, BY_POSITION, PositionWorker::new);
        }
        return TaskPlan.combined(
                Positions.COLUMNS,
                RiskPartials.SCHEMA,
                (context, output) -> new PortfolioWorker(parameters, context, output),
                OF_ALL,
                (partials, context, output) -> report(partials, parameters.paths(), context, output));
    }

    private static final class PortfolioWorker implements TaskWorker {
        private final TaskContext context;
        private final BatchOutput output;
        private final Positions positions = new Positions();
        private final BlackScholes prices;
        private final Scenarios scenarios;
        private final Totals totals = new Totals();

        PortfolioWorker(RiskParameters parameters, TaskContext context, BatchOutput output) {
            this.context = context;
            this.output = output;
            DoubleMath math = DoubleMath.open();
            this.prices = new BlackScholes(math);
            this.scenarios = new Scenarios(parameters, math);
        }

        @Override
        public void accept(TaskBatch batch) {
            positions.read(batch);
            prices.price(positions);
            totals.add(positions, prices);
            scenarios.add(positions, prices, context.cancel());
        }

        @Override
        public void finish() {
            RiskPartials.write(totals, scenarios.settle(), context, output);
        }
    }

    private static final class PositionWorker implements TaskWorker {
        private final TaskContext context;
        private final BatchOutput output;
        private final Positions positions = new Positions();
        private final BlackScholes prices = new BlackScholes(DoubleMath.open());

        PositionWorker(TaskContext context, BatchOutput output) {
            this.context = context;
            this.output = output;
        }

        @Override
        public void accept(TaskBatch batch) {
            positions.read(batch);
            prices.price(positions);
            double[][] measures = {prices.value, prices.delta, prices.gamma, prices.vega, prices.theta, prices.rho};
            try (VectorSchemaRoot rows = VectorSchemaRoot.create(BY_POSITION.toArrow(), context.allocator())) {
                for (FieldVector vector : rows.getFieldVectors()) {
                    vector.setInitialCapacity(positions.count);
                    vector.allocateNew();
                }
                for (int row = 0; row < positions.count; row++) {
                    ((BigIntVector) rows.getVector(0)).set(row, positions.id[row]);
                    for (int n = 0; n < measures.length; n++) {
                        ((Float8Vector) rows.getVector(1 + n)).set(row, measures[n][row]);
                    }
                }
                rows.setRowCount(positions.count);
                output.write(rows);
            }
        }
    }

    private static void report(
            Iterator<VectorSchemaRoot> partials, int paths, TaskContext context, BatchOutput output) {
        BigInteger[] sums = RiskPartials.merge(partials, paths);
        BigInteger[] markets = Arrays.copyOfRange(sums, Totals.COUNT, sums.length);
        Arrays.sort(markets);
        try (VectorSchemaRoot row = VectorSchemaRoot.create(OF_ALL.toArrow(), context.allocator())) {
            row.allocateNew();
            ((BigIntVector) row.getVector(0))
                    .set(
                            0,
                            sums[Totals.POSITIONS]
                                    .shiftRight(Totals.FRACTION_BITS)
                                    .longValueExact());
            for (int item = Totals.VALUE; item <= Totals.RHO; item++) {
                ((Float8Vector) row.getVector(item)).set(0, new BigDecimal(sums[item]).doubleValue() * 0x1p-40);
            }
            int worst = paths / 100;
            BigInteger tail = Arrays.stream(markets, 0, worst).reduce(BigInteger.ZERO, BigInteger::add);
            ((Float8Vector) row.getVector(7)).set(0, loss(markets[paths / 20]));
            ((Float8Vector) row.getVector(8)).set(0, loss(markets[worst]));
            ((Float8Vector) row.getVector(9))
                    .set(
                            0,
                            new BigDecimal(tail.negate())
                                            .divide(BigDecimal.valueOf(worst), MathContext.DECIMAL128)
                                            .doubleValue()
                                    * DoubleMath.FIXED_UNIT);
            row.setRowCount(1);
            output.write(row);
        }
    }

    private static double loss(BigInteger gain) {
        return new BigDecimal(gain.negate()).doubleValue()
                * DoubleMath.FIXED_UNIT; // Negated exactly: of nothing, 0 and not -0.
    }
}
