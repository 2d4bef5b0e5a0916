package io.gridmill.compute.sql;

import io.gridmill.compute.expr.AggregateFunction;
import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Exprs;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.KernelFactory;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.compute.kernel.KernelSpec.StateSpec;
import io.gridmill.compute.run.AggregatePlan;
import io.gridmill.core.schema.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Splits expressions over groups into states, gathered from rows or from distinct values, and what the final step computes of them. */
final class AggregatePlanner {
    private final List<Expr> groupBy;
    private final List<List<Integer>> sets;
    private final Inputs inputs;
    private final List<Expr> keys = new ArrayList<>();
    private final List<Expr> distinct = new ArrayList<>();
    private final List<StateSpec> gathered = new ArrayList<>();
    private final List<AggregatePlan.StateType> gatheredTypes = new ArrayList<>();
    private final List<AggregatePlan.StateType> distinctTypes = new ArrayList<>();
    /** States of distinct values are numbered from -1 downwards, until it is known how many are gathered from rows. */
    private final List<AggregatePlan.Output> outputs = new ArrayList<>();

    AggregatePlanner(List<Expr> groupBy, List<List<Integer>> sets, Inputs inputs) {
        this.groupBy = groupBy;
        this.sets = sets;
        this.inputs = inputs;
        groupBy.forEach(key -> keys.add(inputs.key(key)));
    }

    /** Of the kernel: those of GROUP BY, then the arguments of DISTINCT aggregates. */
    List<Expr> keys() {
        return keys;
    }

    /** The arguments of DISTINCT aggregates. */
    List<Expr> distinct() {
        return distinct;
    }

    /** States that the kernel updates. */
    List<StateSpec> gathered() {
        return gathered;
    }

    /** Whether those have more than one group. */
    boolean grouped() {
        return sets.stream().anyMatch(set -> !set.isEmpty());
    }

    List<KernelSpec.Input> finishInputs() {
        List<KernelSpec.Input> all = new ArrayList<>();
        groupBy.forEach(
                key -> all.add(new KernelSpec.Input(all.size(), KernelSpec.Form.VALUE, null, key.type(), false)));
        outputs.forEach(
                output -> all.add(new KernelSpec.Input(all.size(), KernelSpec.Form.VALUE, null, output.type(), false)));
        return all;
    }

    AggregatePlan plan(KernelFactory finish) {
        List<ColumnType> keyTypes = new ArrayList<>();
        groupBy.forEach(key -> keyTypes.add(key.type()));
        distinct.forEach(key -> keyTypes.add(key.type()));
        List<AggregatePlan.Grouping> groupings = new ArrayList<>();
        for (int s = 0; s < sets.size(); s++) {
            groupings.add(new AggregatePlan.Grouping(sets.get(s), -1, s));
        }
        for (int s = 0; s < sets.size(); s++) {
            for (int d = 0; d < distinct.size(); d++) {
                TreeSet<Integer> set = new TreeSet<>(sets.get(s));
                set.add(groupBy.size() + d);
                groupings.add(new AggregatePlan.Grouping(List.copyOf(set), groupBy.size() + d, s));
            }
        }
        List<AggregatePlan.StateType> states = new ArrayList<>(gatheredTypes);
        states.addAll(distinctTypes);
        List<AggregatePlan.Output> numbered = outputs.stream()
                .map(output -> new AggregatePlan.Output(
                        output.function(), numbered(output.source()), numbered(output.count()), output.type()))
                .toList();
        return new AggregatePlan(keyTypes, groupBy.size(), groupings, states, gathered.size(), finish, numbered);
    }

    /** No count is {@link #NONE}. */
    private static final int NONE = Integer.MIN_VALUE;

    private int numbered(int state) {
        return state == NONE ? -1 : state < 0 ? gathered.size() - state - 1 : state;
    }

    /** An expression over groups as one over the inputs of the final step. */
    Expr finish(Expr expr) {
        return Exprs.replace(
                expr,
                e -> e instanceof Expr.Aggregate aggregate
                        ? aggregate(aggregate)
                        : e instanceof Expr.Input key
                                ? new Expr.Input(key.ordinal(), key.name(), key.type(), key.place())
                                : e);
    }

    private Expr aggregate(Expr.Aggregate aggregate) {
        AggregateFunction function = aggregate.function();
        Expr argument = aggregate.argument();
        if (function == AggregateFunction.GROUPING) {
            int key = Math.toIntExact(
                    (Long) Objects.requireNonNull(((Expr.Constant) Objects.requireNonNull(argument)).value()));
            return output(function, key, NONE, ColumnType.BIGINT, aggregate);
        }
        if (function.isVariance()) {
            return variance(aggregate, Objects.requireNonNull(argument));
        }
        int count = state(StateSpec.Kind.COUNT, argument, ColumnType.BIGINT, aggregate.distinct());
        return switch (function) {
            case COUNT -> output(function, count, NONE, ColumnType.BIGINT, aggregate);
            case AVG -> {
                ColumnType type = Objects.requireNonNull(argument).type();
                ColumnType sum = Types.isExact(type)
                        ? ColumnType.decimal(ColumnType.MAX_DECIMAL_PRECISION, type.scale())
                        : ColumnType.DOUBLE;
                int state = state(StateSpec.Kind.SUM, argument, type, aggregate.distinct());
                Expr total = output(AggregateFunction.SUM, state, count, sum, aggregate);
                Expr number = output(AggregateFunction.COUNT, count, NONE, ColumnType.BIGINT, aggregate);
                yield new Expr.Call(Op.AVERAGE, List.of(total, number), ColumnType.DOUBLE, aggregate.place());
            }
            default -> {
                StateSpec.Kind kind = StateSpec.Kind.valueOf(function.name());
                int state =
                        state(kind, argument, Objects.requireNonNull(argument).type(), aggregate.distinct());
                yield output(function, state, count, aggregate.type(), aggregate);
            }
        };
    }

    /** Of decimals of more than 18 digits as of doubles. */
    private Expr variance(Expr.Aggregate aggregate, Expr argument) {
        boolean exact = Types.isExact(argument.type()) && inputs.value(argument).repr() == Repr.LONG;
        Expr value = exact ? argument : Coercion.cast(argument, ColumnType.DOUBLE);
        StateSpec.Kind kind = exact ? StateSpec.Kind.VARIANCE : StateSpec.Kind.DOUBLE_VARIANCE;
        int state = state(kind, value, value.type(), aggregate.distinct());
        return output(aggregate.function(), state, NONE, ColumnType.DOUBLE, aggregate);
    }

    private int state(StateSpec.Kind kind, @Nullable Expr argument, ColumnType type, boolean ofDistinct) {
        if (ofDistinct && argument != null) {
            AggregatePlan.StateType state = new AggregatePlan.StateType(kind, type, distinctKey(argument));
            return -1 - numberOf(state, distinctTypes);
        }
        StateSpec spec = new StateSpec(kind, argument == null ? null : inputs.value(argument));
        int known = gathered.indexOf(spec);
        if (known < 0) {
            known = gathered.size();
            gathered.add(spec);
            gatheredTypes.add(new AggregatePlan.StateType(kind, type, -1));
        }
        return known;
    }

    private int distinctKey(Expr argument) {
        int known = distinct.indexOf(argument);
        if (known < 0) {
            known = distinct.size();
            distinct.add(argument);
            keys.add(inputs.key(argument));
        }
        return groupBy.size() + known;
    }

    private static <T> int numberOf(T item, List<T> items) {
        int known = items.indexOf(item);
        if (known < 0) {
            known = items.size();
            items.add(item);
        }
        return known;
    }

    private Expr output(AggregateFunction function, int source, int count, ColumnType type, Expr of) {
        int known = numberOf(new AggregatePlan.Output(function, source, count, type), outputs);
        return new Expr.Input(groupBy.size() + known, of.toString(), type, of.place());
    }
}
