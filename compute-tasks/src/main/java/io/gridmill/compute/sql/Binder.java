package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Exprs;
import io.gridmill.compute.expr.Op;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/** Resolves the clauses of a query in the order in which SQL gives them meaning. */
final class Binder {
    private final SqlQuery query;
    private final SourceText source;
    private final Parameters parameters;
    private final TableSchema schema;
    private final ExpressionBinder expressions;
    private final List<Expr> select = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    Binder(SqlQuery query, Parameters parameters, TableSchema schema) {
        this.query = query;
        this.source = query.source();
        this.parameters = parameters;
        this.schema = schema;
        this.expressions = new ExpressionBinder(query, parameters, schema);
    }

    BoundQuery bind() {
        SqlSelect node = query.select();
        Expr where = node.getWhere() == null ? null : expressions.condition(node.getWhere(), "WHERE", false);
        node.getSelectList().forEach(this::selectItem);
        List<Expr> groupBy = new ArrayList<>();
        if (node.getGroup() != null) {
            node.getGroup().forEach(item -> groupItem(item, groupBy));
        }
        Expr having = node.getHaving() == null ? null : expressions.condition(node.getHaving(), "HAVING", true);
        List<BoundQuery.Order> orderBy = new ArrayList<>();
        query.orderBy().forEach(item -> orderBy.add(orderItem(item)));
        boolean aggregated = node.getGroup() != null
                || having != null
                || select.stream().anyMatch(Binder::hasAggregate)
                || orderBy.stream().anyMatch(order -> hasAggregate(order.expr()));
        return new BoundQuery(
                distinctNames(),
                select,
                where,
                aggregated,
                groupBy,
                having,
                orderBy,
                count(query.offset(), "OFFSET", 0),
                count(query.limit(), "LIMIT", Long.MAX_VALUE),
                node.isDistinct());
    }

    private static boolean hasAggregate(Expr expr) {
        return Exprs.find(expr, e -> e instanceof Expr.Aggregate) != null;
    }

    private void selectItem(SqlNode item) {
        if (item instanceof SqlIdentifier name && name.isStar()) {
            if (name.names.size() > 1 && !name.names.get(0).equalsIgnoreCase(query.qualifier())) {
                throw source.error(name, "column " + name + " must be of the dataset in FROM, " + query.qualifier());
            }
            for (int c = 0; c < schema.size(); c++) {
                names.add(schema.column(c).name());
                select.add(new Expr.Input(
                        c, schema.column(c).name(), schema.column(c).type(), source.place(name)));
            }
            return;
        }
        SqlNode value = item;
        String name = "";
        if (item.getKind() == SqlKind.AS) {
            value = ((SqlCall) item).operand(0);
            name = ((SqlIdentifier) ((SqlCall) item).operand(1)).getSimple();
        }
        Expr expr = Coercion.alone(expressions.bind(value, "", false, false));
        if (!name.isEmpty()) {
            expressions.define(name, expr);
        } else {
            name = expr instanceof Expr.Input input
                    ? input.name()
                    : source.place(value).text();
        }
        names.add(name);
        select.add(expr);
    }

    private void groupItem(SqlNode item, List<Expr> groupBy) {
        SqlKind kind = item.getKind();
        if (kind == SqlKind.GROUPING_SETS || kind == SqlKind.ROLLUP || kind == SqlKind.CUBE) {
            throw SqlQuery.refused(source, item, kind.sql);
        } else if (kind == SqlKind.ROW) {
            ((SqlBasicCall) item).getOperandList().forEach(part -> groupItem(part, groupBy));
            return;
        } else if (item instanceof SqlNodeList list) {
            list.forEach(part -> groupItem(part, groupBy));
            return;
        }
        Expr expr = ordinal(item, "GROUP BY");
        if (expr == null) {
            expr = Coercion.alone(expressions.bind(item, "GROUP BY", true, false));
        }
        if (hasAggregate(expr)) {
            throw source.error(
                    item,
                    "GROUP BY must not hold an aggregate, got " + expr.place().text());
        }
        if (!groupBy.contains(expr)) {
            groupBy.add(expr);
        }
    }

    private @Nullable Expr ordinal(SqlNode item, String clause) {
        if (!(item instanceof SqlNumericLiteral literal) || !literal.isInteger()) {
            return null;
        }
        long position = literal.bigDecimalValue().longValue();
        if (position < 1 || position > select.size()) {
            throw source.error(
                    item, "a position in " + clause + " must be between 1 and " + select.size() + ", got " + literal);
        }
        return select.get((int) position - 1);
    }

    private BoundQuery.Order orderItem(SqlNode item) {
        SqlNode value = item;
        boolean descending = false;
        Boolean nullsFirst = null;
        while (true) {
            if (value.getKind() == SqlKind.NULLS_FIRST) {
                nullsFirst = true;
            } else if (value.getKind() == SqlKind.NULLS_LAST) {
                nullsFirst = false;
            } else if (value.getKind() == SqlKind.DESCENDING) {
                descending = true;
            } else {
                break;
            }
            value = ((SqlCall) value).operand(0);
        }
        Expr expr = ordinal(value, "ORDER BY");
        if (expr == null) {
            expr = Coercion.alone(expressions.bind(value, "", true, true));
        }
        // NULL is the largest value, so it comes first when the order is descending.
        return new BoundQuery.Order(expr, descending, nullsFirst == null ? descending : nullsFirst);
    }

    private long count(@Nullable SqlNode node, String clause, long missing) {
        if (node == null) {
            return missing;
        }
        String text = node instanceof SqlDynamicParam parameter
                ? parameters.get(source.parameter(parameter.getIndex()), source.place(node))
                : String.valueOf(node);
        try {
            long count = Long.parseLong(text.strip());
            if (count >= 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw source.error(node, clause + " must be a whole number >= 0, got " + text);
        }
        throw source.error(node, clause + " must be a whole number >= 0, got " + text);
    }

    /** Result columns must differ without case, so later ones get a number. */
    private List<String> distinctNames() {
        Set<String> seen = new HashSet<>();
        List<String> result = new ArrayList<>();
        for (String name : names) {
            String candidate = name;
            for (int n = 1; !seen.add(candidate.toLowerCase(Locale.ROOT)); n++) {
                candidate = name + "_" + n;
            }
            result.add(candidate);
        }
        return result;
    }

    /** A filter that no row passes is still a filter; one that all pass is none. */
    static @Nullable Expr simplified(@Nullable Expr filter) {
        List<Expr> parts = Exprs.conjuncts(filter).stream()
                .filter(part -> !(part instanceof Expr.Constant constant && Boolean.TRUE.equals(constant.value())))
                .toList();
        if (filter == null || parts.isEmpty()) {
            return null;
        }
        return parts.size() == 1 ? parts.get(0) : new Expr.Call(Op.AND, parts, ColumnType.BOOLEAN, filter.place());
    }
}
