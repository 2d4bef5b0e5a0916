package io.gridmill.loaders;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.error.Nearest;
import java.util.List;
import java.util.Map;

/** The options of a load, checked against the names that its format knows. */
public final class FormatOptions {
    private final String format;
    private final Map<String, String> given;

    private FormatOptions(String format, Map<String, String> given) {
        this.format = format;
        this.given = given;
    }

    /** @throws GridmillException USER for an option that is not known, naming the nearest one that is */
    public static FormatOptions of(String format, List<String> known, Map<String, String> given) {
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                if (known.isEmpty()) {
                    throw GridmillException.user(
                            "unknown option '" + name + "' of format " + format + ", which takes no options");
                }
                throw GridmillException.user(
                        "unknown option '" + name + "' of format " + format + Nearest.hint(name, known));
            }
        }
        return new FormatOptions(format, given);
    }

    public String get(String name, String defaultValue) {
        return given.getOrDefault(name, defaultValue);
    }

    /** An option that takes one of a few words, in any case. */
    public <E extends Enum<E>> E oneOf(String name, E[] values, E defaultValue) {
        String text = given.get(name);
        if (text == null) {
            return defaultValue;
        }
        for (E value : values) {
            if (value.toString().equalsIgnoreCase(text)) {
                return value;
            }
        }
        throw wrong(name, "must be one of " + List.of(values) + ", got '" + text + "'");
    }

    /** An error about an option's value. */
    public GridmillException wrong(String name, String ruleAndValue) {
        return GridmillException.user("option '" + name + "' of format " + format + " " + ruleAndValue);
    }
}
