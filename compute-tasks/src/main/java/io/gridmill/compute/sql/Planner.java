package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Exprs;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.kernel.KernelFactory;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.compute.run.AggregatePlan;
import io.gridmill.compute.run.ColumnFilter;
import io.gridmill.compute.run.Ending;
import io.gridmill.compute.run.QueryPlan;
import io.gridmill.compute.run.RangeFilter;
import io.gridmill.compute.run.ScanPlan;
import io.gridmill.compute.run.SortKey;
import io.gridmill.compute.run.ZoneMaps;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Cuts a flattened query into steps: a SELECT over the dataset is a leaf, one over another query a level. */
final class Planner {
    /** Nodes of an expression tree beyond which a filter is cut into passes, so that each is compiled by C2. */
    private static final int LARGEST_PASS = 80;

    private final Relation.Select query;
    private final Inputs inputs;
    private final Map<Integer, RangeFilter> ranges = new TreeMap<>();
    private final List<ColumnFilter> otherFilters = new ArrayList<>();

    private Planner(Relation.Select query) {
        this.query = query;
        this.inputs = new Inputs(query.input() instanceof Relation.Dataset);
    }

    static QueryPlan plan(Relation relation) {
        if (relation instanceof Relation.Select select) {
            Planner planner = new Planner(select);
            return select.aggregated() ? planner.aggregate() : planner.rows();
        } else if (relation instanceof Relation.Union union) {
            return new QueryPlan.Union(
                    union.branches().stream().map(Planner::plan).toList(),
                    union.schema().columns());
        }
        throw new IllegalStateException("a query selects of its dataset");
    }

    private QueryPlan rows() {
        List<Expr> filter = filter();
        List<Expr> project = new ArrayList<>();
        query.select().forEach(expr -> project.add(inputs.value(expr)));
        Ending ending = ending(project, inputs::value);
        KernelSpec spec = new KernelSpec(inputs.list(), filter, List.of(), List.of(), false, List.of(), project);
        return step(spec, null, ending, project, "Rows " + project + "\n" + ends(ending));
    }

    private QueryPlan aggregate() {
        List<Expr> filter = filter();
        AggregatePlanner aggregates = new AggregatePlanner(query.groupBy(), query.groupingSets(), inputs);
        Expr having = query.having() == null ? null : aggregates.finish(query.having());
        List<Expr> project = new ArrayList<>();
        query.select().forEach(expr -> project.add(aggregates.finish(expr)));
        Ending ending = ending(project, aggregates::finish);
        KernelSpec finish = new KernelSpec(
                aggregates.finishInputs(),
                having == null ? List.of() : List.of(having),
                List.of(),
                List.of(),
                false,
                List.of(),
                project);
        String text = "Final " + project + (having == null ? "" : "\n  having " + having) + "\n" + ends(ending)
                + "Aggregate by " + query.groupBy()
                + (query.groupingSets().size() == 1 ? "" : " in sets " + query.groupingSets())
                + (aggregates.distinct().isEmpty() ? "" : "\n  distinct " + aggregates.distinct()) + "\n  states "
                + aggregates.gathered() + "\n";
        AggregatePlan plan = aggregates.plan(new KernelFactory(finish));
        KernelSpec spec = new KernelSpec(
                inputs.list(),
                filter,
                aggregates.keys(),
                plan.groupings().stream().map(AggregatePlan.Grouping::keys).toList(),
                aggregates.grouped(),
                aggregates.gathered(),
                List.of());
        return step(spec, plan, ending, project, text);
    }

    private QueryPlan step(
            KernelSpec spec, @Nullable AggregatePlan aggregate, Ending ending, List<Expr> project, String text) {
        List<Column> columns = new ArrayList<>(query.schema().columns());
        int visible = columns.size();
        for (int c = visible; c < project.size(); c++) {
            columns.add(new Column(
                    "order by " + (c - visible + 1) + " #", project.get(c).type()));
        }
        if (query.input() instanceof Relation.Dataset dataset) {
            return new QueryPlan.Leaf(scan(spec, text, dataset.schema()), aggregate, ending, columns, visible);
        }
        Expr where = Binder.simplified(query.where());
        return new QueryPlan.Level(
                plan(query.input()),
                new KernelFactory(spec),
                aggregate,
                ending,
                columns,
                visible,
                text + (where == null ? "" : "Filter " + where + "\n"));
    }

    private List<Expr> filter() {
        List<Expr> passes = new ArrayList<>();
        List<Expr> pass = new ArrayList<>();
        int nodes = 0;
        for (Expr conjunct : Exprs.conjuncts(Binder.simplified(query.where()))) {
            ColumnFilter ofColumn = query.input() instanceof Relation.Dataset ? ColumnFilter.of(conjunct) : null;
            if (ofColumn instanceof RangeFilter range) {
                ranges.merge(range.column(), range, RangeFilter::and);
                continue;
            } else if (ofColumn != null) {
                otherFilters.add(ofColumn);
                continue;
            }
            Expr part = inputs.value(conjunct);
            int size = size(part);
            if (!pass.isEmpty() && nodes + size > LARGEST_PASS) {
                passes.add(and(pass));
                pass = new ArrayList<>();
                nodes = 0;
            }
            pass.add(part);
            nodes += size;
        }
        if (!pass.isEmpty()) {
            passes.add(and(pass));
        }
        return passes;
    }

    private static Expr and(List<Expr> parts) {
        return parts.size() == 1
                ? parts.get(0)
                : new Expr.Call(Op.AND, parts, ColumnType.BOOLEAN, parts.get(0).place());
    }

    private static int size(Expr expr) {
        int[] nodes = {0};
        Exprs.visit(expr, e -> nodes[0]++);
        return nodes[0];
    }

    /** Sort keys are by position; what is not selected is added to what is projected. */
    private Ending ending(List<Expr> project, UnaryOperator<Expr> planned) {
        List<SortKey> keys = new ArrayList<>();
        for (Relation.Order order : query.orderBy()) {
            Expr expr = planned.apply(order.expr());
            int column = project.indexOf(expr);
            if (column < 0) {
                column = project.size();
                project.add(expr);
            }
            keys.add(new SortKey(column, order.descending(), order.nullsFirst()));
        }
        return new Ending(keys, query.offset(), query.limit(), query.distinct());
    }

    private ScanPlan scan(KernelSpec spec, String above, TableSchema schema) {
        TreeSet<Integer> early = new TreeSet<>();
        spec.filter()
                .forEach(expr -> Exprs.visit(expr, e -> {
                    if (e instanceof Expr.Input input) {
                        early.add(input.ordinal());
                    }
                }));
        List<Integer> late = new ArrayList<>();
        for (int n = 0; n < spec.inputs().size(); n++) {
            if (!early.contains(n)) {
                late.add(n);
            }
        }
        Expr where = Binder.simplified(query.where());
        ZoneMaps zoneMaps = ScanPlan.zoneMaps(where);
        TreeSet<Integer> columns = new TreeSet<>(inputs.columns());
        List<ColumnFilter> columnFilters = new ArrayList<>(ranges.values());
        columnFilters.addAll(otherFilters);
        columnFilters.forEach(filter -> columns.add(filter.column()));
        List<String> names = columns.stream().map(c -> schema.column(c).name()).toList();
        List<String> filtered = columnFilters.stream()
                .map(filter -> schema.column(filter.column()).name())
                .toList();
        String text = above + "\nFilter " + (where == null ? "none" : where) + "\n  by zone maps: " + zoneMaps
                + "\n  on stored columns: " + (filtered.isEmpty() ? "nothing" : filtered) + "\nScan " + names + "\n";
        return new ScanPlan(
                new KernelFactory(spec), columnFilters, List.copyOf(early), late, zoneMaps, List.copyOf(columns), text);
    }

    private static String ends(Ending ending) {
        StringBuilder text = new StringBuilder();
        if (ending.distinct()) {
            text.append("Distinct\n");
        }
        if (!ending.order().isEmpty()) {
            text.append("Sort ").append(ending.order()).append('\n');
        }
        if (ending.limit() != Long.MAX_VALUE || ending.offset() > 0) {
            text.append("Limit ")
                    .append(ending.limit() == Long.MAX_VALUE ? "all" : ending.limit())
                    .append(" offset ")
                    .append(ending.offset())
                    .append('\n');
        }
        return text.toString();
    }
}
