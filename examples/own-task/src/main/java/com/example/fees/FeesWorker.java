package com.example.fees;

import io.gridmill.core.task.BatchOutput;
import io.gridmill.core.task.TaskBatch;
import io.gridmill.core.task.TaskContext;
import io.gridmill.core.task.TaskWorker;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Computes the fees of one thread's batches. */
final class FeesWorker implements TaskWorker {
    private final BigDecimal rate;
    private final BigDecimal minimum;
    private final TaskContext context;
    private final BatchOutput output;

    FeesWorker(BigDecimal rate, BigDecimal minimum, TaskContext context, BatchOutput output) {
        this.rate = rate;
        this.minimum = minimum;
        this.context = context;
        this.output = output;
    }

    @Override
    public void accept(TaskBatch batch) {
        BigIntVector ids = batch.column(0, BigIntVector.class);
        VarCharVector customers = batch.column(1, VarCharVector.class);
        DecimalVector amounts = batch.column(2, DecimalVector.class);
        try (VectorSchemaRoot rows = VectorSchemaRoot.create(Fees.RESULT.toArrow(), context.allocator())) {
            BigIntVector resultIds = (BigIntVector) rows.getVector("id");
            VarCharVector resultCustomers = (VarCharVector) rows.getVector("customer");
            DecimalVector fees = (DecimalVector) rows.getVector("fee");
            rows.allocateNew();
            for (int row = 0; row < batch.rows(); row++) {
                resultIds.copyFromSafe(row, row, ids);
                resultCustomers.copyFromSafe(row, row, customers);
                if (!amounts.isNull(row)) {
                    fees.setSafe(row, fee(amounts.getObject(row)));
                }
            }
            rows.setRowCount(batch.rows());
            output.write(rows);
        }
    }

    private BigDecimal fee(BigDecimal amount) {
        return amount.multiply(rate).max(minimum).setScale(2, RoundingMode.HALF_UP);
    }
}
