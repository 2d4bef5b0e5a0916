package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Place;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.util.List;
import java.util.function.Function;
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
    static final SqlParser.Config PARSER = SqlParser.config()
            .withParserFactory(SqlBabelParserImpl.FACTORY)
            .withUnquotedCasing(Casing.UNCHANGED)
            .withQuotedCasing(Casing.UNCHANGED)
            .withQuoting(Quoting.DOUBLE_QUOTE)
            .withConformance(SqlConformanceEnum.BABEL)
            .withIdentifierMaxLength(256)
            .withCaseSensitive(false);

    /** A job's query is parsed to find its dataset, to look at that, and to be compiled, when it is submitted and again when it is planned. */
    private static final Latest<String, SqlQuery> LATEST = new Latest<>(64);
    /** Longer ones would take too much memory. */
    private static final int MOST_KEPT_CHARACTERS = 8192;

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
        return sql.length() > MOST_KEPT_CHARACTERS ? parsed(sql) : LATEST.get(sql, () -> parsed(sql));
    }

    private static SqlQuery parsed(String sql) {
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
            throw e.getCause() instanceof StackOverflowError ? tooDeep() : new SyntaxError(source, e).error();
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
