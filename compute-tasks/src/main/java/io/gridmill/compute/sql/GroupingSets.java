package io.gridmill.compute.sql;

import io.gridmill.compute.expr.AggregateFunction;
import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Exprs;
import io.gridmill.core.schema.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/** The keys of GROUP BY and the sets of them by which rows are grouped; turns expressions over rows into expressions over groups. */
final class GroupingSets {
    private static final int MOST_SETS = 256;

    private final SourceText source;
    private final Function<SqlNode, Expr> keyOf;
    private final List<Expr> keys = new ArrayList<>();
    private List<List<Integer>> sets = List.of(List.of());

    /** @param keyOf binds one item of GROUP BY */
    GroupingSets(SourceText source, Function<SqlNode, Expr> keyOf) {
        this.source = source;
        this.keyOf = keyOf;
    }

    List<Expr> keys() {
        return keys;
    }

    List<List<Integer>> sets() {
        return sets;
    }

    /** An item of GROUP BY: the sets so far are combined with each of its own. */
    void add(SqlNode item) {
        List<List<Integer>> added = read(item);
        List<List<Integer>> product = new ArrayList<>();
        for (List<Integer> left : sets) {
            for (List<Integer> right : added) {
                product.add(joined(left, right));
            }
        }
        check(item, product.size());
        sets = product;
    }

    /** A key that is an expression already. */
    void addKey(Expr key) {
        int position = position(key);
        sets = sets.stream().map(set -> joined(set, List.of(position))).toList();
    }

    private List<List<Integer>> read(SqlNode item) {
        List<List<Integer>> result = new ArrayList<>();
        if (item.getKind() == SqlKind.GROUPING_SETS) {
            ((SqlCall) item).getOperandList().forEach(set -> result.addAll(read(set)));
        } else if (item.getKind() == SqlKind.ROLLUP) {
            List<List<Integer>> parts = parts((SqlCall) item);
            for (int length = parts.size(); length >= 0; length--) {
                List<Integer> set = List.of();
                for (List<Integer> part : parts.subList(0, length)) {
                    set = joined(set, part);
                }
                result.add(set);
            }
        } else if (item.getKind() == SqlKind.CUBE) {
            List<List<Integer>> parts = parts((SqlCall) item);
            check(item, parts.size() > 20 ? Integer.MAX_VALUE : 1 << parts.size());
            for (int mask = (1 << parts.size()) - 1; mask >= 0; mask--) {
                List<Integer> set = List.of();
                for (int p = 0; p < parts.size(); p++) {
                    set = (mask >> p & 1) == 0 ? set : joined(set, parts.get(p));
                }
                result.add(set);
            }
        } else {
            result.add(part(item));
        }
        check(item, result.size());
        return result;
    }

    private List<List<Integer>> parts(SqlCall call) {
        return call.getOperandList().stream().map(this::part).toList();
    }

    /** One key, or several in parentheses that go together. */
    private List<Integer> part(SqlNode item) {
        List<SqlNode> items = item instanceof SqlNodeList list
                ? list.getList()
                : item.getKind() == SqlKind.ROW ? ((SqlCall) item).getOperandList() : List.of();
        if (items.isEmpty() && !(item instanceof SqlNodeList) && item.getKind() != SqlKind.ROW) {
            return List.of(position(keyOf.apply(item)));
        }
        List<Integer> set = List.of();
        for (SqlNode part : items) {
            set = joined(set, part(part));
        }
        return set;
    }

    private int position(Expr key) {
        int known = keys.indexOf(key);
        if (known < 0) {
            known = keys.size();
            keys.add(key);
        }
        return known;
    }

    private static List<Integer> joined(List<Integer> left, List<Integer> right) {
        TreeSet<Integer> set = new TreeSet<>(left);
        set.addAll(right);
        return List.copyOf(set);
    }

    private void check(SqlNode item, int size) {
        if (size > MOST_SETS) {
            throw source.error(
                    item,
                    "GROUP BY must have at most " + MOST_SETS + " grouping sets, got "
                            + (size == Integer.MAX_VALUE ? "more" : size));
        }
    }

    /** The same over groups: keys become inputs by position, and a column that is none is an error. */
    Expr overGroups(Expr expr) {
        return Exprs.replace(expr, this::replaced);
    }

    private Expr replaced(Expr expr) {
        // A constant is the same in every group, unless a set leaves it out.
        int key = expr instanceof Expr.Constant && sets.size() == 1 ? -1 : keys.indexOf(expr);
        if (key >= 0) {
            return new Expr.Input(key, expr.toString(), expr.type(), expr.place());
        } else if (expr instanceof Expr.Aggregate aggregate) {
            return overGroups(aggregate);
        } else if (expr instanceof Expr.Input input) {
            throw SourceText.error(
                    input.place(),
                    "a column must stand in GROUP BY or inside an aggregate, got "
                            + input.place().text());
        }
        return expr;
    }

    /** A new node, below which nothing is replaced: what an aggregate gathers is computed of rows. */
    private Expr overGroups(Expr.Aggregate aggregate) {
        Expr argument = aggregate.argument();
        if (aggregate.function() == AggregateFunction.GROUPING) {
            int key = keys.indexOf(argument);
            if (key < 0) {
                throw SourceText.error(
                        aggregate.place(),
                        "GROUPING must name what stands in GROUP BY, got "
                                + aggregate.place().text());
            }
            argument = new Expr.Constant(ColumnType.BIGINT, (long) key, aggregate.place());
        }
        return aggregate.withArgument(argument);
    }
}
