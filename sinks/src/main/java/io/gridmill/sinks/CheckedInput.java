package io.gridmill.sinks;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.BatchInput;
import io.gridmill.core.sink.StagedAttempt;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** An attempt's batches, each checked to have the types that the sink was opened for, and their rows compared with the ledger's. */
public final class CheckedInput implements BatchInput {
    private final StagedAttempt attempt;
    private final TableSchema schema;
    private final BatchInput batches;

    public CheckedInput(StagedAttempt attempt, TableSchema schema, BatchInput batches) {
        this.attempt = attempt;
        this.schema = schema;
        this.batches = batches;
    }

    @Override
    public @Nullable VectorSchemaRoot next() {
        VectorSchemaRoot batch = batches.next();
        if (batch == null) {
            return null;
        }
        boolean same = batch.getFieldVectors().size() == schema.size();
        for (int i = 0; same && i < schema.size(); i++) {
            ColumnType type = ColumnType.fromArrow(batch.getVector(i).getField().getType());
            same = type.equals(schema.column(i).type());
        }
        if (!same) {
            throw GridmillException.internal(
                    "a batch must have the columns of its sink (" + schema + "), got " + batch.getSchema() + place());
        }
        return batch;
    }

    /** Compares what a sink wrote with what the ledger says. */
    public long requireRows(long written) {
        if (written != attempt.rows()) {
            throw GridmillException.internal("an attempt's batches must hold " + attempt.rows()
                    + " rows as committed, got " + written + place());
        }
        return written;
    }

    private String place() {
        return " [attempt=" + attempt.attempt().token() + "]";
    }
}
