package io.gridmill.compute.sql;

import io.gridmill.compute.expr.AggregateFunction;
import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Exprs;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.kernel.KernelFactory;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.compute.kernel.KernelSpec.StateSpec;
import io.gridmill.compute.run.AggregateLogic;
import io.gridmill.compute.run.AggregatePlan;
import io.gridmill.compute.run.ColumnFilter;
import io.gridmill.compute.run.Ending;
import io.gridmill.compute.run.RangeFilter;
import io.gridmill.compute.run.RowLogic;
import io.gridmill.compute.run.ScanPlan;
import io.gridmill.compute.run.SortKey;
import io.gridmill.compute.run.ZoneMaps;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.Logic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Cuts a bound query into what lanes do with chunks and what the final step does with the shares' output. */
final class Planner {
    /** Nodes of an expression tree beyond which a filter is cut into passes, so that each is compiled by C2. */
    private static final int LARGEST_PASS = 80;

    private final BoundQuery query;
    private final TableSchema schema;
    private final Inputs inputs = new Inputs();
    private final Map<Integer, RangeFilter> ranges = new TreeMap<>();
    private final List<ColumnFilter> otherFilters = new ArrayList<>();

    Planner(BoundQuery query, TableSchema schema) {
        this.query = query;
        this.schema = schema;
    }

    Logic plan() {
        if (query.aggregated()) {
            return aggregate(query.groupBy(), query.distinct());
        } else if (query.distinct()) {
            // SELECT DISTINCT of rows is a GROUP BY of all that is selected.
            return aggregate(new ArrayList<>(new java.util.LinkedHashSet<>(query.select())), false);
        }
        return rows();
    }

    private Logic rows() {
        List<Expr> filter = filter();
        List<Expr> project = new ArrayList<>();
        query.select().forEach(expr -> project.add(inputs.value(expr)));
        List<SortKey> order = order(project, inputs::value);
        List<Column> columns = new ArrayList<>(resultSchema().columns());
        for (int c = columns.size(); c < project.size(); c++) {
            columns.add(new Column(
                    "order by " + (c - query.select().size() + 1) + " #",
                    project.get(c).type()));
        }
        KernelSpec spec = new KernelSpec(inputs.list(), filter, List.of(), false, List.of(), project);
        Ending ending = new Ending(order, query.offset(), query.limit(), false);
        return new RowLogic(
                scan(spec, "Rows " + project + "\n" + ends(ending)), new TableSchema(columns), resultSchema(), ending);
    }

    private Logic aggregate(List<Expr> keys, boolean distinct) {
        List<Expr> filter = filter();
        List<Expr> kernelKeys = keys.stream().map(inputs::key).toList();
        Aggregates aggregates = new Aggregates(keys, inputs, query.distinct() && !query.aggregated());
        Expr having = query.having() == null ? null : aggregates.finish(query.having());
        List<Expr> project = new ArrayList<>();
        query.select().forEach(expr -> project.add(aggregates.finish(expr)));
        List<SortKey> order = order(project, aggregates::finish);
        if (distinct && project.size() > query.select().size()) {
            Expr hidden = query.orderBy().stream()
                    .map(BoundQuery.Order::expr)
                    .filter(expr -> !query.select().contains(expr))
                    .findFirst()
                    .orElseThrow();
            throw SourceText.error(
                    hidden.place(),
                    "ORDER BY with DISTINCT must name what is selected, got "
                            + hidden.place().text());
        }
        boolean grouped = !keys.isEmpty();
        KernelSpec spec = new KernelSpec(inputs.list(), filter, kernelKeys, grouped, aggregates.states(), List.of());
        Ending ending = new Ending(order, query.offset(), query.limit(), distinct);
        List<ColumnType> keyTypes = keys.stream().map(Expr::type).toList();
        KernelSpec finish = new KernelSpec(
                aggregates.finishInputs(),
                having == null ? List.of() : List.of(having),
                List.of(),
                false,
                List.of(),
                project);
        String text = "Final " + project + (having == null ? "" : "\n  having " + having) + "\n" + ends(ending)
                + "Aggregate by " + keys + "\n  states " + aggregates.states();
        return new AggregateLogic(new AggregatePlan(
                scan(spec, text),
                keyTypes,
                grouped,
                aggregates.stateTypes(),
                new KernelFactory(finish),
                aggregates.outputs(),
                resultSchema(),
                ending));
    }

    private List<Expr> filter() {
        List<Expr> passes = new ArrayList<>();
        List<Expr> pass = new ArrayList<>();
        int nodes = 0;
        for (Expr conjunct : Exprs.conjuncts(Binder.simplified(query.where()))) {
            ColumnFilter ofColumn = ColumnFilter.of(conjunct);
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

    /** Sort keys by position; what is not selected is added to what is projected. */
    private List<SortKey> order(List<Expr> project, java.util.function.UnaryOperator<Expr> planned) {
        List<SortKey> keys = new ArrayList<>();
        for (BoundQuery.Order order : query.orderBy()) {
            Expr expr = planned.apply(order.expr());
            int column = project.indexOf(expr);
            if (column < 0) {
                column = project.size();
                project.add(expr);
            }
            keys.add(new SortKey(column, order.descending(), order.nullsFirst()));
        }
        return keys;
    }

    private TableSchema resultSchema() {
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < query.select().size(); c++) {
            columns.add(new Column(query.names().get(c), query.select().get(c).type()));
        }
        return new TableSchema(columns);
    }

    private ScanPlan scan(KernelSpec spec, String above) {
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
        String text = above + "\nFilter " + (where == null ? "none" : where) + "\n  by zone maps: " + zoneMaps
                + "\n  on stored columns: "
                + (columnFilters.isEmpty() ? "nothing" : named(columnFilters))
                + "\nScan " + names + "\n";
        return new ScanPlan(
                new KernelFactory(spec), columnFilters, List.copyOf(early), late, zoneMaps, List.copyOf(columns), text);
    }

    private List<String> named(List<ColumnFilter> filters) {
        return filters.stream()
                .map(filter -> schema.column(filter.column()).name())
                .toList();
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

    /** Splits expressions over groups into states, gathered by lanes, and what the final step computes of them. */
    private static final class Aggregates {
        private final List<Expr> keys;
        private final Inputs inputs;
        private final boolean forDistinct;
        private final List<StateSpec> states = new ArrayList<>();
        private final List<AggregatePlan.StateType> types = new ArrayList<>();
        private final List<AggregatePlan.Output> outputs = new ArrayList<>();

        Aggregates(List<Expr> keys, Inputs inputs, boolean forDistinct) {
            this.keys = keys;
            this.inputs = inputs;
            this.forDistinct = forDistinct;
        }

        List<StateSpec> states() {
            return states;
        }

        List<AggregatePlan.StateType> stateTypes() {
            return types;
        }

        List<AggregatePlan.Output> outputs() {
            return outputs;
        }

        List<KernelSpec.Input> finishInputs() {
            List<KernelSpec.Input> all = new ArrayList<>();
            keys.forEach(
                    key -> all.add(new KernelSpec.Input(all.size(), KernelSpec.Form.VALUE, null, key.type(), false)));
            outputs.forEach(output ->
                    all.add(new KernelSpec.Input(all.size(), KernelSpec.Form.VALUE, null, output.type(), false)));
            return all;
        }

        Expr finish(Expr expr) {
            return Exprs.replace(expr, this::replaced);
        }

        private Expr replaced(Expr expr) {
            int key = expr instanceof Expr.Constant ? -1 : keys.indexOf(expr);
            if (key >= 0) {
                return new Expr.Input(key, expr.toString(), expr.type(), expr.place());
            } else if (expr instanceof Expr.Aggregate aggregate) {
                return aggregate(aggregate);
            } else if (expr instanceof Expr.Input input) {
                String rule = forDistinct
                        ? "ORDER BY with DISTINCT must name what is selected, got "
                        : "a column must stand in GROUP BY or inside an aggregate, got ";
                throw SourceText.error(input.place(), rule + input.place().text());
            }
            return expr;
        }

        private Expr aggregate(Expr.Aggregate aggregate) {
            Expr argument = aggregate.argument() == null ? null : inputs.value(aggregate.argument());
            int count = state(StateSpec.Kind.COUNT, argument, ColumnType.BIGINT);
            return switch (aggregate.function()) {
                case COUNT -> output(count, -1, ColumnType.BIGINT, aggregate);
                case SUM, MIN, MAX -> {
                    StateSpec.Kind kind =
                            StateSpec.Kind.valueOf(aggregate.function().name());
                    yield output(state(kind, argument, argumentType(aggregate)), count, aggregate.type(), aggregate);
                }
                case AVG -> {
                    ColumnType type = argumentType(aggregate);
                    ColumnType sum = Types.isExact(type)
                            ? ColumnType.decimal(ColumnType.MAX_DECIMAL_PRECISION, type.scale())
                            : ColumnType.DOUBLE;
                    Expr total = output(state(StateSpec.Kind.SUM, argument, type), count, sum, aggregate);
                    Expr number = output(count, -1, ColumnType.BIGINT, aggregate);
                    yield new Expr.Call(Op.AVERAGE, List.of(total, number), ColumnType.DOUBLE, aggregate.place());
                }
            };
        }

        private static ColumnType argumentType(Expr.Aggregate aggregate) {
            Expr argument = aggregate.argument();
            if (argument == null) {
                throw new IllegalStateException(AggregateFunction.COUNT + " alone has no argument");
            }
            return argument.type();
        }

        private int state(StateSpec.Kind kind, @Nullable Expr argument, ColumnType type) {
            StateSpec spec = new StateSpec(kind, argument);
            int known = states.indexOf(spec);
            if (known < 0) {
                known = states.size();
                states.add(spec);
                types.add(new AggregatePlan.StateType(kind, type));
            }
            return known;
        }

        private Expr output(int state, int count, ColumnType type, Expr of) {
            AggregatePlan.Output output = new AggregatePlan.Output(state, count, type);
            int known = outputs.indexOf(output);
            if (known < 0) {
                known = outputs.size();
                outputs.add(output);
            }
            return new Expr.Input(keys.size() + known, of.toString(), type, of.place());
        }
    }
}
