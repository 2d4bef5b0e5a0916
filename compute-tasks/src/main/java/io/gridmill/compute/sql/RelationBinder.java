package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.jspecify.annotations.Nullable;

/** Resolves a query whose structure {@link QueryStructure} has checked: WITH, UNION, and what stands in FROM. */
final class RelationBinder {
    private final SourceText source;
    private final Parameters parameters;
    private final Relation dataset;

    RelationBinder(SqlQuery query, Parameters parameters, TableSchema schema) {
        this.source = query.source();
        this.parameters = parameters;
        this.dataset = new Relation.Dataset(schema);
    }

    Relation bind(SqlNode query) {
        return query(query, Map.of());
    }

    private Relation query(SqlNode node, Map<String, Relation> known) {
        if (node instanceof SqlWith with) {
            return query(with.body, with(with, known));
        } else if (node instanceof SqlOrderBy ordered) {
            long offset = count(ordered.offset, "OFFSET", 0);
            long limit = count(ordered.fetch, "LIMIT", Long.MAX_VALUE);
            if (ordered.query instanceof SqlWith with) {
                return ended(with.body, with(with, known), ordered.orderList, offset, limit);
            }
            return ended(ordered.query, known, ordered.orderList, offset, limit);
        }
        return ended(node, known, SqlNodeList.EMPTY, 0, Long.MAX_VALUE);
    }

    private Map<String, Relation> with(SqlWith with, Map<String, Relation> known) {
        Map<String, Relation> all = new HashMap<>(known);
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            Relation relation = query(item.query, all);
            all.put(
                    item.name.getSimple().toLowerCase(Locale.ROOT),
                    item.columnList == null ? relation : renamed(relation, item.columnList.getList(), item));
        }
        return all;
    }

    private Relation ended(SqlNode node, Map<String, Relation> known, SqlNodeList order, long offset, long limit) {
        if (node instanceof SqlSelect select) {
            From from = from(Objects.requireNonNull(select.getFrom()), known);
            return new Binder(source, parameters, select, from.relation, from.name).bind(order, offset, limit);
        }
        Relation relation = node.getKind() == SqlKind.UNION ? union((SqlBasicCall) node, known) : query(node, known);
        if (order.isEmpty() && offset == 0 && limit == Long.MAX_VALUE) {
            return relation;
        }
        List<Relation.Order> orders = new ArrayList<>();
        order.forEach(item -> orders.add(orderOfUnion(item, relation)));
        return Relation.Select.all(relation, names(relation)).withEnd(orders, offset, limit);
    }

    private Relation.Order orderOfUnion(SqlNode node, Relation union) {
        OrderItem item = OrderItem.of(node);
        TableSchema schema = union.schema();
        if (item.value() instanceof SqlNumericLiteral literal && literal.isInteger()) {
            return item.by(
                    Relation.Select.inputs(union).get(Binder.ordinal(literal, "ORDER BY", schema.size(), source)));
        }
        return item.by(Coercion.alone(new ExpressionBinder(source, parameters, schema, "the union")
                .bind(item.value(), "ORDER BY of a UNION", false, false)));
    }

    // ---- FROM ----

    /** What stands in FROM, and by which name its columns can be qualified. */
    private record From(Relation relation, String name) {}

    private From from(SqlNode node, Map<String, Relation> known) {
        if (node.getKind() == SqlKind.AS) {
            SqlBasicCall as = (SqlBasicCall) node;
            Relation relation = from(as.operand(0), known).relation;
            List<SqlNode> columns = as.getOperandList().subList(2, as.operandCount());
            String name = ((SqlIdentifier) as.operand(1)).getSimple();
            return new From(columns.isEmpty() ? relation : renamed(relation, columns, as), name);
        } else if (node instanceof SqlIdentifier name) {
            Relation relation = name.isSimple() ? known.get(name.getSimple().toLowerCase(Locale.ROOT)) : null;
            return new From(relation == null ? dataset : relation, name.names.get(name.names.size() - 1));
        }
        return new From(query(node, known), "the subquery");
    }

    private Relation renamed(Relation relation, List<SqlNode> columns, SqlNode at) {
        TableSchema schema = relation.schema();
        if (columns.size() != schema.size()) {
            throw source.error(
                    at, "a list of column names must name all " + schema.size() + " columns, got " + columns.size());
        }
        List<String> names = new ArrayList<>();
        for (SqlNode column : columns) {
            String name = ((SqlIdentifier) column).getSimple();
            if (names.stream().anyMatch(name::equalsIgnoreCase)) {
                throw source.error(column, "names of columns must differ, got " + name + " twice");
            }
            names.add(name);
        }
        return Relation.Select.all(relation, names);
    }

    private static List<String> names(Relation relation) {
        return relation.schema().columns().stream().map(Column::name).toList();
    }

    // ---- UNION ----

    private Relation union(SqlBasicCall call, Map<String, Relation> known) {
        List<SqlNode> nodes = new ArrayList<>();
        boolean all = QueryStructure.isAll(call);
        branches(call, all, nodes);
        List<Relation> branches = new ArrayList<>();
        for (SqlNode node : nodes) {
            Relation branch = query(node, known);
            int first = branches.isEmpty()
                    ? branch.schema().size()
                    : branches.get(0).schema().size();
            if (branch.schema().size() != first) {
                throw source.error(
                        node,
                        "branches of a UNION must have the same number of columns, got " + first + " and "
                                + branch.schema().size());
            }
            branches.add(branch);
        }
        List<ColumnType> types = new ArrayList<>();
        for (int c = 0; c < branches.get(0).schema().size(); c++) {
            types.add(commonType(branches, nodes, c));
        }
        Relation union = new Relation.Union(
                branches.stream().map(branch -> cast(branch, types)).toList());
        return all ? union : distinct(union);
    }

    /** A UNION ALL below another needs no level of its own. */
    private static void branches(SqlNode node, boolean all, List<SqlNode> out) {
        if (node.getKind() == SqlKind.UNION && QueryStructure.isAll((SqlCall) node) == all) {
            ((SqlCall) node).getOperandList().forEach(operand -> branches(operand, all, out));
        } else {
            out.add(node);
        }
    }

    private ColumnType commonType(List<Relation> branches, List<SqlNode> nodes, int c) {
        ColumnType common = null;
        for (int b = 0; b < branches.size(); b++) {
            if (isNull(branches.get(b), c)) {
                continue;
            }
            ColumnType type = branches.get(b).schema().column(c).type();
            ColumnType next = common == null ? type : Types.common(common, type);
            if (next == null) {
                throw source.error(
                        nodes.get(b),
                        "column " + (c + 1) + " of the branches of a UNION must have one type, got " + common + " and "
                                + type);
            }
            common = next;
        }
        return common == null ? ColumnType.VARCHAR : common;
    }

    private static boolean isNull(Relation relation, int c) {
        return relation instanceof Relation.Select select
                && select.select().get(c) instanceof Expr.Constant constant
                && constant.value() == null;
    }

    private static Relation cast(Relation relation, List<ColumnType> types) {
        List<ColumnType> from =
                relation.schema().columns().stream().map(Column::type).toList();
        if (from.equals(types)) {
            return relation;
        }
        Relation.Select select = relation instanceof Relation.Select plain && !plain.distinct()
                ? plain
                : Relation.Select.all(relation, names(relation));
        List<Expr> exprs = new ArrayList<>();
        for (int c = 0; c < types.size(); c++) {
            exprs.add(Coercion.cast(select.select().get(c), types.get(c)));
        }
        return select.withSelect(exprs);
    }

    private static Relation distinct(Relation relation) {
        List<Expr> keys = Relation.Select.inputs(relation);
        List<Integer> set = new ArrayList<>();
        keys.forEach(key -> set.add(set.size()));
        return new Relation.Select(
                relation, names(relation), keys, null, keys, List.of(set), null, List.of(), 0, Long.MAX_VALUE, false);
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
}
