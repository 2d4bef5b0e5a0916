package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Place;
import io.gridmill.core.error.GridmillException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.jspecify.annotations.Nullable;

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

    private final SourceText source;
    private final SqlSelect select;
    private final SqlNodeList orderBy;
    private final @Nullable SqlNode offset;
    private final @Nullable SqlNode limit;
    private final SqlIdentifier table;
    private final @Nullable SqlIdentifier alias;

    private SqlQuery(
            SourceText source,
            SqlSelect select,
            SqlNodeList orderBy,
            @Nullable SqlNode offset,
            @Nullable SqlNode limit,
            SqlIdentifier table,
            @Nullable SqlIdentifier alias) {
        this.source = source;
        this.select = select;
        this.orderBy = orderBy;
        this.offset = offset;
        this.limit = limit;
        this.table = table;
        this.alias = alias;
    }

    /**
     * Checks the syntax and that the query has the form of one SELECT over one dataset.
     *
     * @throws GridmillException with code USER, naming the word or construct, line and column
     */
    public static SqlQuery parse(String sql) {
        String statement = sql.stripTrailing();
        SourceText source =
                new SourceText(statement.endsWith(";") ? statement.substring(0, statement.length() - 1) : statement);
        SqlNode node;
        try {
            node = SqlParser.create(source.masked(), PARSER).parseQuery();
        } catch (SqlParseException e) {
            throw syntaxError(source, e);
        }
        SqlNodeList orderBy = SqlNodeList.EMPTY;
        SqlNode offset = null;
        SqlNode limit = null;
        if (node instanceof SqlOrderBy ordered) {
            orderBy = ordered.orderList;
            offset = ordered.offset;
            limit = ordered.fetch;
            node = ordered.query;
        }
        if (node instanceof SqlWith with) {
            throw refused(source, with, "WITH");
        }
        if (!(node instanceof SqlSelect select)) {
            throw refused(source, node, node.getKind().sql);
        }
        SqlNode from = select.getFrom();
        if (from == null) {
            throw source.error(select, "a query must read FROM one dataset, got none");
        }
        SqlIdentifier alias = null;
        if (from.getKind() == SqlKind.AS) {
            SqlBasicCall as = (SqlBasicCall) from;
            alias = as.operand(1);
            from = as.operand(0);
            if (as.operandCount() > 2) {
                throw refused(source, as, "a column list after the alias of FROM");
            }
        }
        if (from instanceof SqlJoin) {
            throw refused(source, from, "a join");
        } else if (!(from instanceof SqlIdentifier table)) {
            boolean subquery =
                    from.isA(SqlKind.QUERY) || from.getKind() == SqlKind.ORDER_BY || from.getKind() == SqlKind.WITH;
            throw refused(source, from, subquery ? "a subquery in FROM" : from.getKind().sql + " in FROM");
        } else {
            refuseClauses(source, select);
            return new SqlQuery(source, select, orderBy, offset, limit, table, alias);
        }
    }

    private static void refuseClauses(SourceText source, SqlSelect select) {
        if (!select.getWindowList().isEmpty()) {
            throw refused(source, select.getWindowList(), "WINDOW");
        } else if (select.getQualify() != null) {
            throw refused(source, select.getQualify(), "QUALIFY");
        } else if (select.hasHints()) {
            throw refused(source, select, "a hint");
        }
    }

    static GridmillException refused(SourceText source, SqlNode node, String construct) {
        return source.error(node, construct + " is not supported");
    }

    private static GridmillException syntaxError(SourceText source, SqlParseException e) {
        String message = String.valueOf(e.getMessage());
        String first = message.lines().findFirst().orElse("syntax error");
        Place place = e.getPos() == null ? new Place(1, 1, "") : source.place(e.getPos());
        Matcher word = ENCOUNTERED.matcher(message);
        if (message.contains("Non-query expression")) {
            String start = source.masked().strip();
            String typed = start.isEmpty() ? "nothing" : "'" + start.split("\\s+", 2)[0] + "'";
            return SourceText.error(place, "a query must begin with SELECT, got " + typed);
        } else if (word.find()) {
            String found = word.group(1).strip();
            if (found.isEmpty() || found.equals("<EOF>")) {
                return SourceText.error(place, "syntax error: the query ends too early");
            }
            return SourceText.error(
                    place,
                    "syntax error at '" + found.split("\\s+")[0]
                            + "' (a reserved word that is a name must stand in double quotes)");
        }
        return SourceText.error(place, "syntax error: " + first.replaceAll(" at line \\d+, column \\d+\\.?$", ""));
    }

    /** The name in FROM as it was typed, for example {@code lineitem} or {@code gridmill.shares}. */
    public String dataset() {
        return String.join(".", table.names);
    }

    /** Names of the parameters, in order, each once. */
    public List<String> parameters() {
        return source.parameters().stream().distinct().toList();
    }

    SourceText source() {
        return source;
    }

    SqlSelect select() {
        return select;
    }

    SqlNodeList orderBy() {
        return orderBy;
    }

    @Nullable
    SqlNode offset() {
        return offset;
    }

    @Nullable
    SqlNode limit() {
        return limit;
    }

    /** By which name columns can be qualified: the alias, else the last part of the dataset's name. */
    String qualifier() {
        return alias != null ? alias.getSimple() : table.names.get(table.names.size() - 1);
    }
}
