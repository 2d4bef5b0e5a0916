package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Place;
import io.gridmill.core.error.GridmillException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Says in our words what the parser could not read. It often names the last word that it could: what is wrong then stands behind it. */
final class SyntaxError {
    private static final Pattern TOKEN =
            Pattern.compile("\\G(?:\\s++|--[^\n]*+|/\\*(?s:.*?)\\*/)*+(\\w+|'[^']*'|\"[^\"]*\"|\\S)");
    private static final Pattern LEXICAL = Pattern.compile("Encountered: \"(.*)\" \\(\\d+\\)");
    private static final Pattern INTERVAL = Pattern.compile("(?i)\\bINTERVAL\\s+$");
    private static final Pattern OPERATOR = Pattern.compile("[^\\w'\")\\];]");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d+|\\?");

    /** Nobody means these as names, and something must stand behind them. */
    private static final Set<String> CLAUSES =
            Set.of("SELECT", "FROM", "WHERE", "HAVING", "LIMIT", "OFFSET", "UNION", "AS", "BY", "AND", "OR", "ON");

    private final SourceText source;
    private final SqlParseException found;
    private final String text;

    SyntaxError(SourceText source, SqlParseException found) {
        this.source = source;
        this.found = found;
        this.text = source.masked();
    }

    GridmillException error() {
        String message = String.valueOf(found.getMessage());
        SqlParserPos pos = found.getPos();
        Place place = pos == null ? new Place(1, 1, "") : source.place(pos);
        if (message.contains("Non-query expression")) {
            String start = text.strip();
            String typed = start.isEmpty() ? "nothing" : "'" + start.split("\\s+", 2)[0] + "'";
            return SourceText.error(place, "a query must begin with SELECT, got " + typed);
        }
        Matcher character = LEXICAL.matcher(message);
        if (character.find()) {
            return SourceText.error(place, "syntax error at '" + character.group(1) + "'");
        } else if (pos == null || !message.startsWith("Encountered") && !message.startsWith("Incorrect syntax")) {
            String first = message.lines().findFirst().orElse("");
            return SourceText.error(place, "syntax error: " + first.replaceAll(" at line \\d+, column \\d+\\.?$", ""));
        } else if (message.startsWith("Encountered \"<EOF>\"")) {
            return endsTooEarly(place);
        }
        return at(source.offset(pos.getLineNum(), pos.getColumnNum()), place);
    }

    private GridmillException at(int offset, Place place) {
        Matcher token = TOKEN.matcher(text);
        if (!token.find(offset)) {
            return endsTooEarly(place);
        }
        String word = token.group(1);
        Matcher interval = INTERVAL.matcher(text).region(0, offset);
        if (interval.find()
                && (word.startsWith("'") || WHOLE_NUMBER.matcher(word).matches())) {
            boolean unit = token.find() && Character.isLetter(token.group(1).charAt(0)) && !isReserved(token.group(1));
            return SourceText.error(
                    source.placeOf(interval.start(), offset),
                    "an interval must have a unit behind its number, as in INTERVAL '1' DAY, got INTERVAL " + word
                            + (unit ? " " + token.group(1) : ""));
        }
        String clause = word.toUpperCase(Locale.ROOT);
        if (!CLAUSES.contains(clause) && !OPERATOR.matcher(word).matches()) {
            return wrong(word, place);
        } else if (!token.find()) {
            return endsTooEarly(place);
        }
        String next = token.group(1);
        Place there = source.placeOf(token.start(1), token.end(1));
        if (clause.equals("LIMIT") || clause.equals("OFFSET")) {
            String sign = next.equals("-") && token.find() ? next : "";
            String value = sign + token.group(1);
            if (!WHOLE_NUMBER.matcher(value).matches()) {
                return SourceText.error(there, clause + " must be a whole number >= 0, got " + value);
            }
        }
        return isReserved(next) ? wrong(next, there) : wrong(word, place);
    }

    private GridmillException wrong(String word, Place place) {
        String hint = isReserved(word) && !CLAUSES.contains(word.toUpperCase(Locale.ROOT))
                ? "; as a name, this reserved word must be quoted: \"" + word + "\""
                : "";
        return SourceText.error(place, "syntax error at '" + word + "'" + hint);
    }

    private GridmillException endsTooEarly(Place place) {
        String last = "";
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            last = ", after '" + token.group(1) + "'";
        }
        return SourceText.error(place, "syntax error: the query ends too early" + last);
    }

    private static boolean isReserved(String word) {
        return SqlParser.create("", SqlQuery.PARSER).getMetadata().isReservedWord(word.toUpperCase(Locale.ROOT));
    }
}
