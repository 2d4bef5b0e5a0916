package io.gridmill.compute.score;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.json.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A model as its file holds it, in JSON:
 *
 * <pre>{@code
 * { "kind": "logistic", "intercept": -1.5,
 *   "weights": { "amount": 0.002, "age": -0.03 },
 *   "categories": { "customer": { "acme": 0.7, "beta": -0.2 } } }
 * }</pre>
 *
 * A row's score is the intercept, plus each weight times its column, plus for each column of {@code categories} the number beside its value, or 0
 * when the value is not there. A logistic model gives {@code 1 / (1 + e^-score)}.
 *
 * @param weights by column of a numeric type, in the order in which they are added
 * @param categories by column of type VARCHAR, then by value
 */
record Model(Kind kind, double intercept, Map<String, Double> weights, Map<String, Map<String, Double>> categories) {
    /** What becomes of the sum. */
    enum Kind {
        @JsonProperty("linear")
        LINEAR,
        @JsonProperty("logistic")
        LOGISTIC
    }

    Model(
            @Nullable Kind kind,
            double intercept,
            @Nullable Map<String, Double> weights,
            @Nullable Map<String, Map<String, Double>> categories) {
        if (kind == null) {
            throw GridmillException.user("a model must have a kind, linear or logistic");
        }
        this.kind = kind;
        this.intercept = finite("intercept", intercept);
        this.weights = weights == null ? Map.of() : new LinkedHashMap<>(weights);
        this.categories = categories == null ? Map.of() : new LinkedHashMap<>(categories);
        if (this.weights.isEmpty() && this.categories.isEmpty()) {
            throw GridmillException.user("a model must have weights or categories, it has neither");
        }
        Map<String, String> seen = new TreeMap<>();
        this.weights.forEach((column, weight) -> {
            finite("the weight of " + column, weight);
            once(seen, column);
        });
        this.categories.forEach((column, values) -> {
            once(seen, column);
            if (values == null) {
                throw GridmillException.user("the category " + column + " must have values, got null");
            }
            values.forEach((value, weight) -> finite("the weight of " + column + " '" + value + "'", weight));
        });
    }

    private static void once(Map<String, String> seen, String column) {
        if (seen.put(column.toLowerCase(Locale.ROOT), column) != null) {
            throw GridmillException.user("a model must name a column once, it names '" + column + "' again");
        }
    }

    private static double finite(String what, @Nullable Double value) {
        if (value == null || !Double.isFinite(value)) {
            throw GridmillException.user(what + " must be a finite number, got " + value);
        }
        return value;
    }

    /** @throws GridmillException USER, saying what a model must be */
    static Model parse(String json) {
        try {
            return Json.readStrictly(json, Model.class);
        } catch (GridmillException e) {
            String why = String.valueOf(e.getMessage()).replaceFirst("^not a valid Model: ", "");
            throw new GridmillException(
                    ErrorCode.USER,
                    "parameter 'model' must be a model in JSON with kind (linear or logistic), intercept, weights and categories: "
                            + why,
                    e);
        }
    }
}
