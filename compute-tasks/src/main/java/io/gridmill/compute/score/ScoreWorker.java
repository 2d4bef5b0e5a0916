package io.gridmill.compute.score;

import io.gridmill.compute.simd.DoubleMath;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.BatchOutput;
import io.gridmill.core.task.TaskBatch;
import io.gridmill.core.task.TaskContext;
import io.gridmill.core.task.TaskWorker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Scores the rows of a batch, column by column. */
final class ScoreWorker implements TaskWorker {
    /** Below it, {@link DoubleMath#exp} of the negative ends. */
    private static final double LEAST_ORDINARY = -708;

    private final Model model;
    private final int kept;
    private final String name;
    private final TaskContext context;
    private final BatchOutput output;
    private final DoubleMath math = DoubleMath.open();
    private final double[] score = new double[TaskBatch.MAX_ROWS];
    private final double[] values = new double[TaskBatch.MAX_ROWS];

    ScoreWorker(Model model, int kept, TableSchema result, TaskContext context, BatchOutput output) {
        this.model = model;
        this.kept = kept;
        this.name = result.column(kept).name();
        this.context = context;
        this.output = output;
    }

    @Override
    public void accept(TaskBatch batch) {
        int rows = batch.rows();
        Arrays.fill(score, 0, rows, model.intercept());
        int column = kept;
        List<FieldVector> factors = new ArrayList<>();
        for (double weight : model.weights().values()) {
            factors.add(batch.column(column));
            batch.doubles(column++, values);
            for (int row = 0; row < rows; row++) {
                score[row] += weight * values[row];
            }
        }
        for (Map<String, Double> weights : model.categories().values()) {
            addCategory(batch.column(column++, VarCharVector.class), weights, rows);
        }
        if (model.kind() == Model.Kind.LOGISTIC) {
            for (int row = 0; row < rows; row++) {
                values[row] = -score[row];
            }
            math.exp(values, values, rows);
            for (int row = 0; row < rows; row++) {
                // Where the 1 does not count any more, and math.exp ends.
                score[row] = score[row] < LEAST_ORDINARY ? StrictMath.exp(score[row]) : 1 / (1 + values[row]);
            }
        }
        write(batch, factors, rows);
    }

    private void addCategory(VarCharVector vector, Map<String, Double> weights, int rows) {
        for (int row = 0; row < rows; row++) {
            if (!vector.isNull(row)) {
                score[row] += weights.getOrDefault(new String(vector.get(row), StandardCharsets.UTF_8), 0.0);
            }
        }
    }

    private void write(TaskBatch batch, List<FieldVector> factors, int rows) {
        List<FieldVector> columns = new ArrayList<>();
        for (int n = 0; n < kept; n++) {
            columns.add(batch.column(n));
        }
        try (Float8Vector scores = new Float8Vector(name, context.allocator())) {
            scores.allocateNew(rows);
            for (int row = 0; row < rows; row++) {
                scores.set(row, score[row]);
            }
            for (FieldVector factor : factors) {
                for (int row = 0; factor.getNullCount() > 0 && row < rows; row++) {
                    if (factor.isNull(row)) {
                        scores.setNull(row);
                    }
                }
            }
            scores.setValueCount(rows);
            columns.add(scores);
            output.write(new VectorSchemaRoot(columns));
        }
    }
}
