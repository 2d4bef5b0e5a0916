package io.gridmill.compute.risk;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.BatchOutput;
import io.gridmill.core.task.TaskContext;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Sums on their way to the combiner: by item, which is one of {@link Totals}, or behind them a market's number. */
final class RiskPartials {
    static final TableSchema SCHEMA = TableSchema.parse("item INTEGER, sum DECIMAL(38, 0)");
    private static final int ROWS = 8192;

    private RiskPartials() {}

    /** @param scenarios sums of the markets, settled */
    static void write(Totals totals, ExactSums scenarios, TaskContext context, BatchOutput output) {
        int items = Totals.COUNT + scenarios.recent.length;
        try (VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA.toArrow(), context.allocator())) {
            for (int from = 0; from < items; from += ROWS) {
                batch.allocateNew();
                int count = Math.min(ROWS, items - from);
                for (int row = 0; row < count; row++) {
                    int item = from + row;
                    BigInteger sum = item < Totals.COUNT ? totals.sum(item) : scenarios.sum(item - Totals.COUNT);
                    ((IntVector) batch.getVector(0)).setSafe(row, item);
                    ((DecimalVector) batch.getVector(1)).setSafe(row, new BigDecimal(sum));
                }
                batch.setRowCount(count);
                output.write(batch);
            }
        }
    }

    /** The sums of all partials by item. */
    static BigInteger[] merge(Iterator<VectorSchemaRoot> partials, int paths) {
        BigInteger[] sums = new BigInteger[Totals.COUNT + paths];
        Arrays.fill(sums, BigInteger.ZERO);
        while (partials.hasNext()) {
            VectorSchemaRoot batch = partials.next();
            IntVector items = (IntVector) batch.getVector(0);
            DecimalVector values = (DecimalVector) batch.getVector(1);
            for (int row = 0; row < batch.getRowCount(); row++) {
                int item = items.get(row);
                sums[item] = sums[item].add(values.getObject(row).unscaledValue());
            }
        }
        return sums;
    }
}
