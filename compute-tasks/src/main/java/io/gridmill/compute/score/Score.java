package io.gridmill.compute.score;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.Task;
import io.gridmill.core.task.TaskParameters;
import io.gridmill.core.task.TaskPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * The task {@code score}. Parameters: {@code model}, a {@link Model} as JSON; {@code keep}, names of columns that the result has beside the score, with
 * commas between them; {@code as}, the name of the score's column, {@code score} by default. A row with a NULL in a column of the weights has no score: NULL.
 */
public final class Score implements Task {
    @Override
    public TaskPlan plan(TableSchema input, TaskParameters parameters) {
        Model model = Model.parse(parameters.text("model"));
        List<Column> kept = new ArrayList<>();
        for (String name : parameters.text("keep").split(",", -1)) {
            kept.add(column(input, name.strip(), "parameter 'keep'"));
        }
        String scoreName = String.valueOf(parameters.text("as", "score"));
        List<String> names = new ArrayList<>();
        kept.forEach(column -> names.add(column.name()));
        for (String name : model.weights().keySet()) {
            Column column = column(input, name, "the model");
            if (!isNumber(column.type())) {
                throw GridmillException.user(
                        "a weight needs a column of a numeric type, " + name + " is " + column.type());
            }
            names.add(column.name());
        }
        for (String name : model.categories().keySet()) {
            Column column = column(input, name, "the model");
            if (column.type().kind() != ColumnType.Kind.VARCHAR) {
                throw GridmillException.user(
                        "a category needs a column of type VARCHAR, " + name + " is " + column.type());
            }
            names.add(column.name());
        }
        List<Column> result = new ArrayList<>(kept);
        result.add(new Column(scoreName, ColumnType.DOUBLE));
        TableSchema schema = new TableSchema(result);
        return TaskPlan.of(
                names, schema, (context, output) -> new ScoreWorker(model, kept.size(), schema, context, output));
    }

    private static Column column(TableSchema input, String name, String who) {
        int ordinal = input.indexOf(name);
        if (ordinal < 0) {
            throw GridmillException.user(who + " names column '" + name + "', the dataset has (" + input + ")");
        }
        return input.column(ordinal);
    }

    private static boolean isNumber(ColumnType type) {
        return type.isInteger()
                || switch (type.kind()) {
                    case DECIMAL, REAL, DOUBLE -> true;
                    default -> false;
                };
    }
}
