package io.gridmill.core.task;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parameters of a task's job, by name. Remembers which were asked for, so that a mistyped one is not ignored. Not thread-safe. */
public final class TaskParameters {
    private final Map<String, String> values;
    private final Set<String> asked = new TreeSet<>();

    public TaskParameters(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    public String text(String name) {
        return required(name, text(name, null));
    }

    public @Nullable String text(String name, @Nullable String otherwise) {
        asked.add(name);
        String value = values.get(name);
        return value == null ? otherwise : value;
    }

    public long integer(String name) {
        return required(name, parsed(name, "a whole number", Long::valueOf));
    }

    public long integer(String name, long otherwise) {
        Long value = parsed(name, "a whole number", Long::valueOf);
        return value == null ? otherwise : value;
    }

    /** A finite number. */
    public double number(String name) {
        return required(name, parsed(name, "a finite number", TaskParameters::finite));
    }

    public double number(String name, double otherwise) {
        Double value = parsed(name, "a finite number", TaskParameters::finite);
        return value == null ? otherwise : value;
    }

    public BigDecimal decimal(String name) {
        return required(name, parsed(name, "a decimal number", BigDecimal::new));
    }

    public BigDecimal decimal(String name, BigDecimal otherwise) {
        BigDecimal value = parsed(name, "a decimal number", BigDecimal::new);
        return value == null ? otherwise : value;
    }

    private static Double finite(String text) {
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value)) {
            throw new NumberFormatException(text);
        }
        return value;
    }

    private <T> @Nullable T parsed(String name, String rule, Function<String, T> parser) {
        String value = text(name, null);
        try {
            return value == null ? null : parser.apply(value.strip());
        } catch (NumberFormatException e) {
            throw new GridmillException(
                    ErrorCode.USER, "parameter '" + name + "' must be " + rule + ", got '" + value + "'", e);
        }
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw GridmillException.user("the task needs parameter '" + name + "', which is missing");
        }
        return value;
    }

    /** @throws GridmillException USER when there is a parameter that nobody has asked for */
    public void refuseUnknown() {
        for (String name : values.keySet()) {
            if (!asked.contains(name)) {
                throw GridmillException.user("the task knows no parameter '" + name + "'"
                        + (asked.isEmpty() ? "; it takes none" : "; it knows " + String.join(", ", asked)));
            }
        }
    }
}
