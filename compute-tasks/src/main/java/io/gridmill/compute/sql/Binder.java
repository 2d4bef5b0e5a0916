package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Exprs;
import io.gridmill.compute.expr.Op;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/** Resolves the clauses of one SELECT in the order in which SQL gives them meaning. */
final class Binder {
    private final SourceText source;
    private final SqlSelect node;
    private final Relation input;
    private final TableSchema schema;
    private final String qualifier;
    private final ExpressionBinder expressions;
    private final List<Expr> select = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /** @param qualifier by which the columns of the input can be named */
    Binder(SourceText source, Parameters parameters, SqlSelect node, Relation input, String qualifier) {
        this.source = source;
        this.node = node;
        this.input = input;
        this.schema = input.schema();
        this.qualifier = qualifier;
        this.expressions = new ExpressionBinder(source, parameters, schema, qualifier);
    }

    /** @param order items of ORDER BY */
    Relation.Select bind(SqlNodeList order, long offset, long limit) {
        Expr where = node.getWhere() == null ? null : expressions.condition(node.getWhere(), "WHERE", false);
        node.getSelectList().forEach(this::selectItem);
        GroupingSets sets = new GroupingSets(source, this::groupItem);
        if (node.getGroup() != null) {
            groupItems(node.getGroup(), sets);
        }
        Expr having = node.getHaving() == null ? null : expressions.condition(node.getHaving(), "HAVING", true);
        List<Relation.Order> orderBy = new ArrayList<>();
        order.forEach(item -> orderBy.add(orderItem(item)));
        boolean grouped = node.getGroup() != null
                || having != null
                || select.stream().anyMatch(Binder::hasAggregate)
                || orderBy.stream().anyMatch(item -> hasAggregate(item.expr()));
        List<String> distinctNames = distinctNames(names);
        if (node.isDistinct()) {
            refuseHiddenOrder(orderBy);
        }
        if (!grouped && !node.isDistinct()) {
            return new Relation.Select(
                    input, distinctNames, select, where, List.of(), List.of(), null, orderBy, offset, limit, false);
        }
        if (!grouped) {
            // DISTINCT of rows is a GROUP BY of all that is selected.
            select.forEach(sets::addKey);
        }
        return new Relation.Select(
                input,
                distinctNames,
                select.stream().map(sets::overGroups).toList(),
                where,
                sets.keys(),
                sets.sets(),
                having == null ? null : sets.overGroups(having),
                orderBy.stream()
                        .map(item ->
                                new Relation.Order(sets.overGroups(item.expr()), item.descending(), item.nullsFirst()))
                        .toList(),
                offset,
                limit,
                grouped && node.isDistinct());
    }

    private void refuseHiddenOrder(List<Relation.Order> orderBy) {
        for (Relation.Order order : orderBy) {
            if (!select.contains(order.expr())) {
                throw SourceText.error(
                        order.expr().place(),
                        "ORDER BY with DISTINCT must name what is selected, got "
                                + order.expr().place().text());
            }
        }
    }

    private static boolean hasAggregate(Expr expr) {
        return Exprs.find(expr, e -> e instanceof Expr.Aggregate) != null;
    }

    private void selectItem(SqlNode item) {
        if (item instanceof SqlIdentifier name && name.isStar()) {
            if (name.names.size() > 1 && !name.names.get(0).equalsIgnoreCase(qualifier)) {
                throw source.error(name, "column " + name + " must be of the dataset in FROM, " + qualifier);
            }
            for (int c = 0; c < schema.size(); c++) {
                Column column = schema.column(c);
                names.add(column.name());
                select.add(new Expr.Input(c, column.name(), column.type(), source.place(name)));
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
            name = expr instanceof Expr.Input column
                    ? column.name()
                    : source.place(value).text();
        }
        names.add(name);
        select.add(expr);
    }

    private static void groupItems(SqlNodeList items, GroupingSets sets) {
        items.forEach(sets::add);
    }

    private Expr groupItem(SqlNode item) {
        Expr expr = ordinal(item, "GROUP BY");
        if (expr == null) {
            expr = Coercion.alone(expressions.bind(item, "GROUP BY", true, false));
        }
        if (hasAggregate(expr)) {
            throw source.error(
                    item,
                    "GROUP BY must not hold an aggregate, got " + expr.place().text());
        }
        return expr;
    }

    private @Nullable Expr ordinal(SqlNode item, String clause) {
        if (!(item instanceof SqlNumericLiteral literal) || !literal.isInteger()) {
            return null;
        }
        return select.get(ordinal(literal, clause, select.size(), source));
    }

    /** @return from 0 */
    static int ordinal(SqlNumericLiteral literal, String clause, int size, SourceText source) {
        long position = literal.bigDecimalValue().longValue();
        if (position < 1 || position > size) {
            throw source.error(
                    literal, "a position in " + clause + " must be between 1 and " + size + ", got " + literal);
        }
        return (int) position - 1;
    }

    private Relation.Order orderItem(SqlNode item) {
        OrderItem order = OrderItem.of(item);
        Expr expr = ordinal(order.value(), "ORDER BY");
        if (expr == null) {
            expr = Coercion.alone(expressions.bind(order.value(), "", true, true));
        }
        return order.by(expr);
    }

    /** Result columns must differ without case, so later ones get a number. */
    static List<String> distinctNames(List<String> names) {
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
