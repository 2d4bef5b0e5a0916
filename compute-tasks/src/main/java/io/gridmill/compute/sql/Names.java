package io.gridmill.compute.sql;

import java.util.List;
import java.util.Locale;

/** Finds what somebody may have meant. */
final class Names {
    private Names() {}

    /** {@code "; did you mean X?"} when a known name is near, else the known names when they are few. */
    static String hint(String typed, List<String> known) {
        String best = "";
        int distance = Math.max(1, (typed.length() + 1) / 3) + 1;
        for (String name : known) {
            int d = distance(typed.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (d < distance) {
                distance = d;
                best = name;
            }
        }
        if (!best.isEmpty()) {
            return "; did you mean " + best + "?";
        }
        return known.size() <= 20 ? "; known: " + String.join(", ", known) : "";
    }

    /** Levenshtein. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
