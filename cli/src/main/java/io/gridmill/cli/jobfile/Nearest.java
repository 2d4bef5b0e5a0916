package io.gridmill.cli.jobfile;

import java.util.Collection;

/** Guesses what somebody meant by an unknown word. */
final class Nearest {
    private Nearest() {}

    /** {@code ; did you mean 'x'? (known: x, y)} for a message. */
    static String hint(String unknown, Collection<String> known) {
        String nearest = "";
        int fewest = Integer.MAX_VALUE;
        for (String word : known) {
            int edits = edits(unknown, word);
            if (edits < fewest) {
                fewest = edits;
                nearest = word;
            }
        }
        return "; did you mean '" + nearest + "'? (known: " + String.join(", ", known) + ")";
    }

    /** Levenshtein distance. */
    private static int edits(String from, String to) {
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
