package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Place;
import io.gridmill.core.error.GridmillException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Values of named parameters: each that the query has, and no other. */
final class Parameters {
    private final Map<String, String> values;

    Parameters(SqlQuery query, Map<String, String> values) {
        this.values = Map.copyOf(values);
        List<String> used = query.parameters();
        for (String name : new TreeSet<>(values.keySet())) {
            if (!used.contains(name)) {
                throw GridmillException.user("parameter :" + name + " does not occur in the query"
                        + (used.isEmpty() ? "; it has no parameters" : "; its parameters: " + String.join(", ", used)));
            }
        }
    }

    String get(String name, Place place) {
        String value = values.get(name);
        if (value == null) {
            throw SourceText.error(place, "parameter :" + name + " must have a value, got none");
        }
        return value;
    }
}
