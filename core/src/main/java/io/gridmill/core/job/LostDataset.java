package io.gridmill.core.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.gridmill.core.error.GridmillException;
import java.util.Locale;

/** What becomes of a job whose dataset was in memory when all nodes stopped. */
public enum LostDataset {
    /** It fails and says so. */
    FAIL,
    /** It waits, until its deadline, for the dataset to be loaded again, and then reads what was loaded. */
    WAIT;

    @JsonCreator
    public static LostDataset parse(String text) {
        for (LostDataset reaction : values()) {
            if (reaction.toString().equalsIgnoreCase(text)) {
                return reaction;
            }
        }
        throw GridmillException.user("on-lost-dataset must be fail or wait, got '" + text + "'");
    }

    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
