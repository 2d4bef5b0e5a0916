package io.gridmill.core.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.gridmill.core.error.GridmillException;
import java.util.Locale;

/** What happens to a target that may exist already. */
public enum WriteMode {
    /** It must not exist. */
    CREATE,
    /** Rows are added; it is made when it does not exist. */
    APPEND,
    /** What it held is gone once the new rows are there. */
    REPLACE;

    @JsonCreator
    public static WriteMode parse(String text) {
        for (WriteMode mode : values()) {
            if (mode.toString().equalsIgnoreCase(text)) {
                return mode;
            }
        }
        throw GridmillException.user("mode must be create, append or replace, got '" + text + "'");
    }

    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
