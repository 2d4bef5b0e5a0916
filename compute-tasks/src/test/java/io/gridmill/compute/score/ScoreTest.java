package io.gridmill.compute.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
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
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreTest {
    private static final TableSchema SCHEMA =
            TableSchema.parse("id BIGINT, amount DECIMAL(12, 2), rate DOUBLE, customer VARCHAR");

    @Test
    void aLinearModelIsASum() throws Exception {
        List<List<Object>> scores = score(
                Map.of(
                        "model",
                        "{\"kind\": \"linear\", \"intercept\": 1, \"weights\": {\"AMOUNT\": 2, \"rate\": -1},"
                                + " \"categories\": {\"customer\": {\"acme\": 100, \"bétà\": -100}}}",
                        "keep",
                        "id, customer"),
                "id BIGINT, customer VARCHAR, score DOUBLE");

        assertThat(scores)
                .containsExactly(
                        List.of("1", "acme", 1 + 2 * 10.5 - 0.25 + 100),
                        List.of("2", "bétà", 1 + 2 * -3.25 - 1.5 - 100),
                        List.of("3", "other", 1 + 0 - 2.0),
                        List.of("4", "null", "null"));
    }

    @Test
    void aLogisticModelHasNoLeastProbability() throws Exception {
        List<List<Object>> scores = score(
                Map.of("model", "{\"kind\": \"logistic\", \"weights\": {\"amount\": 220}}", "keep", "id", "as", "p"),
                "id BIGINT, p DOUBLE");

        assertThat(scores.get(0).get(1)).isEqualTo(1.0);
        assertThat(scores.get(1).get(1)).isEqualTo(StrictMath.exp(-3.25 * 220)).isNotEqualTo(0.0);
    }

    @Test
    void aLogisticModelIsAProbability() throws Exception {
        List<List<Object>> scores = score(
                Map.of("model", "{\"kind\": \"logistic\", \"weights\": {\"amount\": 0.5}}", "keep", "id", "as", "p"),
                "id BIGINT, p DOUBLE");

        assertThat((Double) scores.get(0).get(1)).isCloseTo(1 / (1 + Math.exp(-5.25)), within(1e-15));
        assertThat((Double) scores.get(1).get(1)).isCloseTo(1 / (1 + Math.exp(1.625)), within(1e-15));
        assertThat(scores.get(2).get(1)).isEqualTo(0.5);
        assertThat(scores.get(3).get(1)).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"kind": "cubic"} | id | must be a model in JSON with kind (linear or logistic), intercept, weights and categories: kind must be "linear" or "logistic", got 'cubic' [line 1, column 10]
            {"kind": "linear", "weights": {"amount": 1}, "wights": {}} | id | categories: unknown key 'wights'; did you mean 'weights'? (known: categories, intercept, kind, weights) [line 1, column 59]
            {"kind": "linear", "weights": {"amount": 1, "amount": 2}} | id | categories: key 'amount' must stand once [line 1, column 53]
            {"kind": "linear", "kind": "logistic", "weights": {}} | id | categories: key 'kind' must stand once [line 1, column 26]
            {"kind": "linear", "weights": {"amount": "much"}} | id | categories: weights.amount must be a number, got 'much' [line 1, column 42]
            {"kind": "linear", "weights": [1]} | id | categories: weights must be an object [line 1, column 31]
            {"kind": "linear", "intercept": 1,5} | id | categories: unexpected '5' [line 1, column 35]
            [] | id | categories: it must be an object [line 1, column 1]
            {"kind": "linear"} | id | a model must have weights or categories, it has neither
            {"weights": {"amount": 1}} | id | a model must have a kind, linear or logistic
            {"kind": "linear", "weights": {"amount": null}} | id | the weight of amount must be a finite number, got null
            {"kind": "linear", "intercept": "NaN", "weights": {"amount": 1}} | id | intercept must be a finite number, got NaN
            {"kind": "linear", "weights": {"amount": 1, "Amount": 2}} | id | a model must name a column once, it names 'Amount' again
            {"kind": "linear", "weights": {"amont": 1}} | id | the model names column 'amont', the dataset has (id BIGINT
            {"kind": "linear", "weights": {"customer": 1}} | id | a weight needs a column of a numeric type, customer is VARCHAR
            {"kind": "linear", "categories": {"rate": {"a": 1}}} | id | a category needs a column of type VARCHAR, rate is DOUBLE
            {"kind": "linear", "categories": {"customer": null}} | id | the category customer must have values, got null
            {"kind": "linear", "weights": {"amount": 1}} | idd | parameter 'keep' names column 'idd', the dataset has (id BIGINT
            {"kind": "linear", "weights": {"amount": 1}} | id,id | column names must differ
            {"kind": "linear", | id | categories: it ends too early [line 1, column 19]
            kind: linear | id | categories: unexpected 'kind' [line 1, column 1]
            """)
    void whatIsWrongWithAModelIsSaid(String model, String keep, String message) {
        assertThatThrownBy(() -> new Score().plan(SCHEMA, new TaskParameters(Map.of("model", model, "keep", keep))))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining(message);
    }

    private static List<List<Object>> score(Map<String, String> parameters, String schema) throws Exception {
        TaskPlan plan = new Score().plan(SCHEMA, new TaskParameters(parameters));
        assertThat(plan.resultSchema()).isEqualTo(TableSchema.parse(schema));
        List<List<Object>> rows = new ArrayList<>();
        try (RootAllocator allocator = new RootAllocator()) {
            TaskContext context = new TaskContext(allocator, CancelToken.NEVER);
            try (VectorSchemaRoot input = VectorSchemaRoot.create(SCHEMA.toArrow(), allocator);
                    TaskWorker worker = plan.workers().open(context, batch -> {
                        for (int row = 0; row < batch.getRowCount(); row++) {
                            List<Object> values = new ArrayList<>();
                            for (FieldVector vector : batch.getFieldVectors()) {
                                Object value = vector.getObject(row);
                                values.add(value instanceof Double ? value : String.valueOf(value));
                            }
                            rows.add(values);
                        }
                    })) {
                fill(input);
                List<FieldVector> columns =
                        plan.inputColumns().stream().map(input::getVector).toList();
                worker.accept(TaskBatch.of(new VectorSchemaRoot(columns)));
            }
        }
        return rows;
    }

    private static void fill(VectorSchemaRoot input) {
        input.allocateNew();
        String[] amounts = {"10.50", "-3.25", "0.00", null};
        double[] rates = {0.25, 1.5, 2, 3};
        String[] customers = {"acme", "bétà", "other", null};
        for (int row = 0; row < 4; row++) {
            ((BigIntVector) input.getVector(0)).setSafe(row, row + 1);
            if (amounts[row] != null) {
                ((DecimalVector) input.getVector(1)).setSafe(row, new BigDecimal(amounts[row]));
                ((VarCharVector) input.getVector(3)).setSafe(row, customers[row].getBytes(StandardCharsets.UTF_8));
            }
            ((Float8Vector) input.getVector(2)).setSafe(row, rates[row]);
        }
        input.setRowCount(4);
    }
}
