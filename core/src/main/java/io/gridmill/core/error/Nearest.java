package io.gridmill.core.error;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Guesses what somebody meant by a word that is not known. */
public final class Nearest {
    private Nearest() {}

    /** The known word with the fewest edits, whatever the case; null when that would change more than a third of what was typed. */
    public static @Nullable String to(String typed, Collection<String> known) {
        String nearest = null;
        int fewest = Math.max(1, typed.length() / 3) + 1;
        for (String word : known) {
            int edits = edits(typed.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
            if (edits < fewest) {
                fewest = edits;
                nearest = word;
            }
        }
        return nearest;
    }

    /** For a message: {@code ; did you mean 'x'? (known: x, y)}, or {@code ; known: x, y} when none is near. */
    public static String hint(String typed, Collection<String> known) {
        String nearest = to(typed, known);
        String all = "known: " + String.join(", ", known);
        return nearest == null ? "; " + all : "; did you mean '" + nearest + "'? (" + all + ")";
    }

    /** Levenshtein's distance: the fewest letters put in, left out or replaced that make one of the other. */
    public static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
