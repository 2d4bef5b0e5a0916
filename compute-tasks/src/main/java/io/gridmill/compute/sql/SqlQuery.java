package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Place;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;
import org.apache.calcite.sql.validate.SqlConformanceEnum;

/** A query whose syntax was checked, and which reads one dataset. Immutable. */
public final class SqlQuery {
    private static final SqlParser.Config PARSER = SqlParser.config()
            .withParserFactory(SqlBabelParserImpl.FACTORY)
            .withUnquotedCasing(Casing.UNCHANGED)
            .withQuotedCasing(Casing.UNCHANGED)
            .withQuoting(Quoting.DOUBLE_QUOTE)
            .withConformance(SqlConformanceEnum.BABEL)
            .withIdentifierMaxLength(256)
            .withCaseSensitive(false);

    private static final Pattern ENCOUNTERED = Pattern.compile("Encountered \"([^\"]*)\"");
    private static final Pattern LEXICAL = Pattern.compile("Encountered: \"(.*)\" \\(\\d+\\)");

    private final SourceText source;
    private final SqlNode root;
    private final SqlIdentifier dataset;

    private SqlQuery(SourceText source, SqlNode root, SqlIdentifier dataset) {
        this.source = source;
        this.root = root;
        this.dataset = dataset;
    }

    /**
     * Checks the syntax and that all SELECTs of the query read one dataset.
     *
     * @throws GridmillException with code USER, naming the word or construct, line and column
     */
    public static SqlQuery parse(String sql) {
        String statement = sql.stripTrailing();
        SourceText source =
                new SourceText(statement.endsWith(";") ? statement.substring(0, statement.length() - 1) : statement);
        if (source.masked().isBlank()) {
            throw SourceText.error(new Place(1, 1, ""), "a query must begin with SELECT, got nothing");
        }
        try {
            SqlNode node = SqlParser.create(source.masked(), PARSER).parseQuery();
            return new SqlQuery(source, node, QueryStructure.datasetOf(node, source));
        } catch (SqlParseException e) {
            throw syntaxError(source, e);
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    /** The parser descends into a query, and so does who reads its tree; the stack is not deep enough. */
    static GridmillException tooDeep() {
        return SourceText.error(
                new Place(1, 1, ""), "a query must be nested less deeply, or have shorter chains of operators");
    }

    static GridmillException refused(SourceText source, SqlNode node, String construct) {
        return source.error(node, construct + " is not supported");
    }

    private static GridmillException syntaxError(SourceText source, SqlParseException e) {
        if (e.getCause() instanceof StackOverflowError) {
            return tooDeep();
        }
        String message = String.valueOf(e.getMessage());
        String first = message.lines().findFirst().orElse("syntax error");
        Place place = e.getPos() == null ? new Place(1, 1, "") : source.place(e.getPos());
        Matcher word = ENCOUNTERED.matcher(message);
        if (message.contains("Non-query expression")) {
            String start = source.masked().strip();
            String typed = start.isEmpty() ? "nothing" : "'" + start.split("\\s+", 2)[0] + "'";
            return SourceText.error(place, "a query must begin with SELECT, got " + typed);
        } else if (word.find()) {
            String found = word.group(1).replace("\\'", "'").strip();
            if (found.isEmpty() || found.equals("<EOF>")) {
                return SourceText.error(place, "syntax error: the query ends too early");
            }
            return SourceText.error(
                    place,
                    "syntax error at '" + found.split("\\s+")[0]
                            + "' (a reserved word that is a name must stand in double quotes)");
        }
        Matcher character = LEXICAL.matcher(first);
        if (character.find()) {
            return SourceText.error(place, "syntax error at '" + character.group(1) + "'");
        }
        return SourceText.error(place, "syntax error: " + first.replaceAll(" at line \\d+, column \\d+\\.?$", ""));
    }

    /** The name in FROM as it was typed, for example {@code lineitem} or {@code gridmill.shares}. */
    public String dataset() {
        return String.join(".", dataset.names);
    }

    /** What {@code find} gives for the dataset; a USER error of it gets the place where the dataset is named. */
    public <T> T find(Function<String, T> find) {
        try {
            return find.apply(dataset());
        } catch (GridmillException e) {
            throw e.code() == ErrorCode.USER ? source.error(dataset, String.valueOf(e.getMessage())) : e;
        }
    }

    /** Names of the parameters, in order, each once. */
    public List<String> parameters() {
        return source.parameters().stream().distinct().toList();
    }

    SourceText source() {
        return source;
    }

    SqlNode root() {
        return root;
    }
}
