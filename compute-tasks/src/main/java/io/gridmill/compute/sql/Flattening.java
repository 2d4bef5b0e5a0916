package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Constants;
import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Exprs;
import io.gridmill.compute.expr.Op;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes of SELECTs over SELECTs as few as there can be, so that filters reach zone maps, and columns that nobody looks at are not
 * read: a projection over a filter is one scan, a filter over groups is a HAVING, a filter over a union is one of each branch.
 */
final class Flattening {
    private Flattening() {}

    static Relation flatten(Relation relation) {
        TreeSet<Integer> all = new TreeSet<>();
        for (int c = 0; c < relation.schema().size(); c++) {
            all.add(c);
        }
        return flatten(relation, all);
    }

    /** @param used columns that are looked at; the others may be NULL */
    private static Relation flatten(Relation relation, Set<Integer> used) {
        if (relation instanceof Relation.Select select) {
            return flatten(select, used);
        } else if (relation instanceof Relation.Union union) {
            List<Relation> branches = new ArrayList<>();
            for (Relation branch : union.branches()) {
                Relation flat = flatten(branch, used);
                branches.addAll(flat instanceof Relation.Union inner ? inner.branches() : List.of(flat));
            }
            return new Relation.Union(branches);
        }
        return relation;
    }

    private static Relation flatten(Relation.Select whole, Set<Integer> used) {
        Relation.Select outer = whole.distinct() ? whole : pruned(whole, used);
        Relation input = flatten(outer.input(), columnsOf(outer));
        if (input instanceof Relation.Union union) {
            return overUnion(outer, union);
        } else if (input instanceof Relation.Select inner && !inner.limited()) {
            if (!inner.aggregated()) {
                return overRows(outer, inner);
            } else if (!outer.aggregated() && !inner.distinct()) {
                return overGroups(outer, inner);
            } else if (outer.aggregated() || !outer.orderBy().isEmpty()) {
                return outer.withInput(inner.withEnd(List.of(), 0, Long.MAX_VALUE));
            }
        }
        return outer.withInput(input);
    }

    private static Relation.Select pruned(Relation.Select select, Set<Integer> used) {
        List<Expr> exprs = new ArrayList<>(select.select());
        for (int c = 0; c < exprs.size(); c++) {
            if (!used.contains(c)) {
                exprs.set(c, Constants.ofNull(exprs.get(c).type(), exprs.get(c).place()));
            }
        }
        return select.withSelect(exprs);
    }

    private static Set<Integer> columnsOf(Relation.Select select) {
        TreeSet<Integer> columns = new TreeSet<>();
        select.overInput(expr -> {
            Exprs.visit(expr, e -> {
                if (e instanceof Expr.Input input) {
                    columns.add(input.ordinal());
                }
            });
            return expr;
        });
        return columns;
    }

    /** The order of the inner rows holds for those that are made of them. */
    private static Relation overRows(Relation.Select outer, Relation.Select inner) {
        Relation.Select merged = outer.overInput(through(inner)).withInput(inner.input());
        Relation.Select filtered = merged.withWhere(and(inner.where(), merged.where()));
        return outer.aggregated() || !outer.orderBy().isEmpty()
                ? filtered
                : filtered.withEnd(inner.orderBy(), outer.offset(), outer.limit());
    }

    private static Relation overGroups(Relation.Select outer, Relation.Select inner) {
        Relation.Select merged = outer.overInput(through(inner));
        return new Relation.Select(
                inner.input(),
                outer.names(),
                merged.select(),
                inner.where(),
                inner.groupBy(),
                inner.groupingSets(),
                and(inner.having(), merged.where()),
                merged.orderBy().isEmpty() ? inner.orderBy() : merged.orderBy(),
                outer.offset(),
                outer.limit(),
                false);
    }

    private static UnaryOperator<Expr> through(Relation.Select inner) {
        return expr -> {
            Expr merged = Exprs.replace(
                    expr, e -> e instanceof Expr.Input input ? inner.select().get(input.ordinal()) : e);
            if (Exprs.size(merged, ExpressionBinder.MOST_PLACES) > ExpressionBinder.LARGEST) {
                throw GridmillException.user("an expression must have at most " + ExpressionBinder.LARGEST
                        + " operators and operands, with those of the subqueries that it reads, got more "
                        + expr.place().position());
            }
            return merged;
        };
    }

    private static Relation overUnion(Relation.Select outer, Relation.Union union) {
        List<Relation> branches = new ArrayList<>();
        boolean plain = !outer.aggregated() && outer.orderBy().isEmpty() && !outer.limited();
        for (Relation branch : union.branches()) {
            List<String> names =
                    branch.schema().columns().stream().map(Column::name).toList();
            branches.add(flatten(
                    plain
                            ? outer.withInput(branch)
                            : Relation.Select.all(branch, names).withWhere(outer.where())));
        }
        Relation.Union pushed = new Relation.Union(branches);
        return plain ? pushed : outer.withWhere(null).withInput(pushed);
    }

    private static @Nullable Expr and(@Nullable Expr first, @Nullable Expr second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return new Expr.Call(Op.AND, List.of(first, second), ColumnType.BOOLEAN, second.place());
    }
}
