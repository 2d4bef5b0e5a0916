package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Place;
import io.gridmill.compute.kernel.Dates;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.ColumnType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a query is given: values of its named parameters, each that it has and no other, and the time. */
final class Parameters {
    private final Map<String, String> values;
    private final Instant now;

    /** @param now what CURRENT_TIMESTAMP gives */
    Parameters(SqlQuery query, Map<String, String> values, Instant now) {
        this.values = Map.copyOf(values);
        this.now = now;
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

    /** The value of CURRENT_DATE, CURRENT_TIMESTAMP or LOCALTIMESTAMP, in UTC; null for another name. */
    @Nullable
    Expr clock(String name, Place place) {
        long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "CURRENT_DATE" -> new Expr.Constant(ColumnType.DATE, Dates.toDay(micros), place);
            case "CURRENT_TIMESTAMP", "LOCALTIMESTAMP" -> new Expr.Constant(ColumnType.TIMESTAMP, micros, place);
            default -> null;
        };
    }
}
