package io.gridmill.node.config;

import io.gridmill.core.error.Nearest;
import java.util.Collection;

/** Guesses what somebody meant by an unknown key. */
final class NearestKey {
    private NearestKey() {}

    /** For a message: {@code , did you mean memory.data?}; also one that is not near and has the same last part; else empty. */
    static String hint(String unknown, Collection<String> known) {
        String nearest = Nearest.to(unknown, known);
        if (nearest == null) {
            nearest = known.stream()
                    .filter(key -> lastPart(key).equals(lastPart(unknown)))
                    .findFirst()
                    .orElse(null);
        }
        return nearest == null ? "" : ", did you mean " + nearest + "?";
    }

    private static String lastPart(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }
}
