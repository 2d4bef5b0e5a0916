package io.gridmill.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows the place in a query that an error names as {@code [line 2, column 8]}. */
final class Caret {
    private static final Pattern PLACE = Pattern.compile("\\bline (\\d{1,6}), column (\\d{1,6})\\b");
    private static final int WIDEST = 100;
    private static final int BEFORE = 60;

    private Caret() {}

    /** The line of the query and a caret below its column; nothing when the message has no place, or none in this query. */
    static List<String> under(String query, String message) {
        Matcher place = PLACE.matcher(message);
        String[] lines = query.split("\\R", -1);
        if (!place.find()) {
            return List.of();
        }
        int line = Integer.parseInt(place.group(1));
        int column = Integer.parseInt(place.group(2));
        if (line < 1
                || line > lines.length
                || lines[line - 1].isBlank() // A task has no query.
                || column < 1
                || column > lines[line - 1].length() + 1) {
            return List.of();
        }
        String text = lines[line - 1].replace('\t', ' ');
        int from = text.length() <= WIDEST ? 0 : Math.max(0, column - 1 - BEFORE);
        int to = Math.min(text.length(), from + WIDEST);
        String start = from == 0 ? "  " : "  …";
        String shown = start + text.substring(from, to) + (to == text.length() ? "" : "…");
        return List.of(shown, " ".repeat(start.length() + column - 1 - from) + "^");
    }
}
