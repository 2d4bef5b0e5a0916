package io.gridmill.node.config;

import java.util.Collection;

/** Guesses what somebody meant by an unknown key. */
final class NearestKey {
    private NearestKey() {}

    /** The known key with the fewest edits; one with the same last part costs two edits at most. */
    static String of(String unknown, Collection<String> known) {
        String nearest = "";
        int fewest = Integer.MAX_VALUE;
        for (String key : known) {
            int edits = edits(unknown, key);
            if (lastPart(unknown).equals(lastPart(key))) {
                edits = Math.min(edits, 2);
            }
            if (edits < fewest) {
                fewest = edits;
                nearest = key;
            }
        }
        return nearest;
    }

    /** Levenshtein distance. */
    static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int change = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
                current[column] =
                        Math.min(above[column - 1] + change, Math.min(above[column], current[column - 1]) + 1);
            }
            above = current;
        }
        return above[to.length()];
    }

    private static String lastPart(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }
}
