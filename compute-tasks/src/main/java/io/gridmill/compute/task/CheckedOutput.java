package io.gridmill.compute.task;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.BatchOutput;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.util.ValueVectorUtility;
import org.apache.arrow.vector.validate.ValidateUtil;
import org.jspecify.annotations.Nullable;

/** Takes only batches of the schema that the task's plan promised. Thread-safe. */
final class CheckedOutput implements BatchOutput {
    private final String task;
    private final TableSchema schema;
    private final List<Field> fields;
    private final BatchOutput output;

    CheckedOutput(String task, TableSchema schema, BatchOutput output) {
        this.task = task;
        this.schema = schema;
        this.fields = schema.toArrow().getFields();
        this.output = output;
    }

    @Override
    public void write(VectorSchemaRoot batch) {
        Objects.requireNonNull(batch, "a task must write a batch, got null");
        List<Field> written = batch.getSchema().getFields();
        if (written.size() != fields.size()) {
            throw wrong("it wrote " + written.size() + " columns", null);
        }
        for (int i = 0; i < fields.size(); i++) {
            Field field = written.get(i);
            if (!field.getName().equals(fields.get(i).getName())
                    || !field.getType().equals(fields.get(i).getType())) {
                throw wrong(
                        "column " + (i + 1) + " was '" + field.getName() + "' of Arrow type " + field.getType(), null);
            }
            if (batch.getVector(i).getValueCount() != batch.getRowCount()) {
                throw wrong(
                        "column '" + field.getName() + "' had "
                                + batch.getVector(i).getValueCount() + " values in a batch of " + batch.getRowCount()
                                + " rows",
                        null);
            }
        }
        try {
            ValueVectorUtility.validateFull(batch);
        } catch (ValidateUtil.ValidateException e) {
            throw wrong("a batch was not valid Arrow: " + e.getMessage(), e);
        }
        output.write(batch);
    }

    private GridmillException wrong(String what, @Nullable Exception cause) {
        return new GridmillException(
                ErrorCode.USER, "task " + task + " must write (" + schema + ") as its plan says; " + what, cause);
    }
}
