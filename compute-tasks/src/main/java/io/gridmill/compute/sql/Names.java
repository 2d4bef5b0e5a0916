package io.gridmill.compute.sql;

import io.gridmill.core.error.Nearest;
import java.util.List;

/** Finds what somebody may have meant. */
final class Names {
    private Names() {}

    /** {@code "; did you mean X?"} when a known name is near, else the known names when they are few. */
    static String hint(String typed, List<String> known) {
        String nearest = Nearest.to(typed, known);
        if (nearest != null) {
            return "; did you mean " + nearest + "?";
        }
        return known.size() <= 20 ? "; known: " + String.join(", ", known) : "";
    }
}
