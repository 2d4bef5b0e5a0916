package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Place;
import io.gridmill.core.error.GridmillException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The text of a query, in which {@code :name} stands for a parameter. Calcite knows only {@code ?}, so each is replaced by one that is padded to the
 * same length: positions hold.
 */
final class SourceText {
    /** For which the parser's stack suffices. */
    private static final int MOST_OPEN = 500;

    /** In one chain; for each, Calcite's parser goes through all of the chain again, and for each of these once more. */
    private static final int MOST_PATTERNS = 250;

    private static final Set<String> PATTERNS = Set.of("LIKE", "ILIKE", "RLIKE", "SIMILAR", "BETWEEN");
    /** Behind these, and behind a comma, another expression begins. */
    private static final Set<String> BORDERS =
            Set.of("SELECT", "WHERE", "HAVING", "BY", "CASE", "WHEN", "THEN", "ELSE", "END");

    private final String text;
    private final String masked;
    private final List<String> parameters = new ArrayList<>();
    private final List<Integer> lineStarts = new ArrayList<>(List.of(0));

    SourceText(String text) {
        this.text = text;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
            lineStarts.add(end + 1);
        }
        this.masked = mask();
    }

    String masked() {
        return masked;
    }

    /** Name of the parameter that stands at a {@code ?}, by its number. */
    String parameter(int number) {
        return parameters.get(number);
    }

    List<String> parameters() {
        return parameters;
    }

    private String mask() {
        StringBuilder out = new StringBuilder(text);
        int open = 0;
        int[] patterns = new int[MOST_OPEN + 1]; // of the chain at each depth
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                int end = text.indexOf(c, i + 1);
                if (end < 0) {
                    String what = c == '"' ? "a name in double quotes" : "a string";
                    throw error(
                            placeOf(i, text.length()),
                            what + " must end with its quote, got "
                                    + text.substring(i).strip());
                }
                i = end + 1;
            } else if (text.startsWith("--", i)) {
                i = after(text.indexOf('\n', i), 1);
            } else if (text.startsWith("/*", i)) {
                i = after(text.indexOf("*/", i + 2), 2);
            } else if (text.startsWith("::", i)) {
                i += 2;
            } else if (c == '?') {
                throw GridmillException.user("parameters are named, as in :name, got ? "
                        + placeOf(i, i + 1).position());
            } else if (c == ':' && i + 1 < text.length() && Character.isJavaIdentifierStart(text.charAt(i + 1))) {
                int end = i + 1;
                while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
                    end++;
                }
                parameters.add(text.substring(i + 1, end));
                for (int j = i; j < end; j++) {
                    out.setCharAt(j, j == i ? '?' : ' ');
                }
                i = end;
            } else if (Character.isJavaIdentifierStart(c)) {
                int end = i + 1;
                while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
                    end++;
                }
                count(text.substring(i, end).toUpperCase(Locale.ROOT), i, patterns, Math.max(open, 0));
                i = end;
            } else {
                open += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (open > MOST_OPEN) {
                    throw error(
                            placeOf(i, i + 1), "at most " + MOST_OPEN + " parentheses must be open at once, got more");
                }
                if (c == '(' || c == ',') {
                    patterns[Math.max(open, 0)] = 0;
                }
                i++;
            }
        }
        return out.toString();
    }

    private void count(String word, int at, int[] patterns, int depth) {
        if (BORDERS.contains(word)) {
            patterns[depth] = 0;
        } else if (PATTERNS.contains(word) && ++patterns[depth] > MOST_PATTERNS) {
            throw error(
                    placeOf(at, at + word.length()),
                    "a chain must have at most " + MOST_PATTERNS
                            + " LIKE and BETWEEN, got more; write each in parentheses");
        }
    }

    private int after(int found, int length) {
        return found < 0 ? text.length() : found + length;
    }

    Place placeOf(int from, int to) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < from; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new Place(line, from - lineStart + 1, text.substring(from, to));
    }

    Place place(SqlNode node) {
        return place(node.getParserPosition());
    }

    Place place(SqlParserPos pos) {
        if (pos.getLineNum() < 1) {
            return Place.NOWHERE;
        }
        int from = offset(pos.getLineNum(), pos.getColumnNum());
        int to = Math.max(from, Math.min(text.length(), offset(pos.getEndLineNum(), pos.getEndColumnNum()) + 1));
        return new Place(pos.getLineNum(), pos.getColumnNum(), text.substring(from, withParentheses(from, to)));
    }

    /** Calcite's positions leave out a closing parenthesis at the end. */
    private int withParentheses(int from, int to) {
        int open = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                i = after(text.indexOf(c, i + 1), 0);
            } else {
                open += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
        }
        int end = to;
        while (open > 0
                && end < text.length()
                && (text.charAt(end) == ')' || Character.isWhitespace(text.charAt(end)))) {
            open -= text.charAt(end++) == ')' ? 1 : 0;
        }
        return open == 0 ? end : to;
    }

    int offset(int line, int column) {
        int start = lineStarts.get(Math.min(line, lineStarts.size()) - 1);
        return Math.min(text.length(), start + column - 1);
    }

    /** A USER error that shows where. */
    GridmillException error(SqlNode node, String message) {
        return error(place(node), message);
    }

    static GridmillException error(Place place, String message) {
        return GridmillException.user(message + " " + place.position());
    }
}
