package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Exprs;
import io.gridmill.compute.expr.Place;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A query, or a part of one, whose names and types are resolved. Immutable. */
sealed interface Relation {
    TableSchema schema();

    /** The dataset that is read. */
    record Dataset(TableSchema schema) implements Relation {}

    /**
     * A SELECT. Expressions are over the columns of the input by ordinal; where rows are grouped, those of {@code select}, {@code having} and
     * {@code orderBy} are over the keys by position, and only the arguments of their aggregates over the input.
     *
     * @param names of the columns, distinct
     * @param groupBy the keys
     * @param groupingSets of positions of keys; empty when rows are not grouped, one empty set when all rows are one group
     */
    record Select(
            Relation input,
            List<String> names,
            List<Expr> select,
            @Nullable Expr where,
            List<Expr> groupBy,
            List<List<Integer>> groupingSets,
            @Nullable Expr having,
            List<Order> orderBy,
            long offset,
            long limit,
            boolean distinct)
            implements Relation {
        public Select {
            names = List.copyOf(names);
            select = List.copyOf(select);
            groupBy = List.copyOf(groupBy);
            groupingSets = List.copyOf(groupingSets);
            orderBy = List.copyOf(orderBy);
        }

        /** All columns of a relation as they are, under these names. */
        static Select all(Relation input, List<String> names) {
            return new Select(
                    input, names, inputs(input), null, List.of(), List.of(), null, List.of(), 0, Long.MAX_VALUE, false);
        }

        static List<Expr> inputs(Relation of) {
            List<Expr> inputs = new ArrayList<>();
            for (Column column : of.schema().columns()) {
                inputs.add(new Expr.Input(inputs.size(), column.name(), column.type(), Place.NOWHERE));
            }
            return inputs;
        }

        boolean aggregated() {
            return !groupingSets.isEmpty();
        }

        boolean limited() {
            return offset > 0 || limit != Long.MAX_VALUE;
        }

        Select withSelect(List<Expr> other) {
            return new Select(
                    input, names, other, where, groupBy, groupingSets, having, orderBy, offset, limit, distinct);
        }

        Select withWhere(@Nullable Expr other) {
            return new Select(
                    input, names, select, other, groupBy, groupingSets, having, orderBy, offset, limit, distinct);
        }

        Select withInput(Relation other) {
            return new Select(
                    other, names, select, where, groupBy, groupingSets, having, orderBy, offset, limit, distinct);
        }

        Select withEnd(List<Order> order, long newOffset, long newLimit) {
            return new Select(
                    input, names, select, where, groupBy, groupingSets, having, order, newOffset, newLimit, distinct);
        }

        /** Changes each expression over the input. */
        Select overInput(UnaryOperator<Expr> change) {
            UnaryOperator<Expr> item = aggregated() ? expr -> inAggregates(expr, change) : change;
            return new Select(
                    input,
                    names,
                    select.stream().map(item).toList(),
                    where == null ? null : change.apply(where),
                    groupBy.stream().map(change).toList(),
                    groupingSets,
                    having == null ? null : item.apply(having),
                    orderBy.stream().map(order -> order.over(item)).toList(),
                    offset,
                    limit,
                    distinct);
        }

        private static Expr inAggregates(Expr expr, UnaryOperator<Expr> change) {
            return Exprs.replace(expr, e -> {
                Expr argument = e instanceof Expr.Aggregate aggregate ? aggregate.argument() : null;
                return e instanceof Expr.Aggregate aggregate && argument != null
                        ? aggregate.withArgument(change.apply(argument))
                        : e;
            });
        }

        @Override
        public TableSchema schema() {
            List<Column> columns = new ArrayList<>();
            for (int c = 0; c < select.size(); c++) {
                columns.add(new Column(names.get(c), select.get(c).type()));
            }
            return new TableSchema(columns);
        }
    }

    /** The rows of all branches, whose columns have the same types. */
    record Union(List<Relation> branches) implements Relation {
        public Union {
            branches = List.copyOf(branches);
        }

        @Override
        public TableSchema schema() {
            return branches.get(0).schema();
        }
    }

    /** An item of ORDER BY. */
    record Order(Expr expr, boolean descending, boolean nullsFirst) {
        Order over(UnaryOperator<Expr> change) {
            return new Order(change.apply(expr), descending, nullsFirst);
        }
    }
}
