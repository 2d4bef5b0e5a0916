package io.gridmill.compute.sql;

import io.gridmill.compute.expr.AggregateFunction;
import io.gridmill.compute.expr.Constants;
import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Exprs;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Place;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.jspecify.annotations.Nullable;

/** Reads calls of aggregates: argument, DISTINCT and FILTER. */
final class AggregateBinder {
    /** EVERY and BOOL_AND are the least of booleans, BOOL_OR the greatest; the value that ANY_VALUE gives is the least. */
    private static final Map<String, AggregateFunction> FUNCTIONS = Map.ofEntries(
            Map.entry("COUNT", AggregateFunction.COUNT),
            Map.entry("SUM", AggregateFunction.SUM),
            Map.entry("AVG", AggregateFunction.AVG),
            Map.entry("MIN", AggregateFunction.MIN),
            Map.entry("MAX", AggregateFunction.MAX),
            Map.entry("BOOL_AND", AggregateFunction.MIN),
            Map.entry("EVERY", AggregateFunction.MIN),
            Map.entry("BOOL_OR", AggregateFunction.MAX),
            Map.entry("ANY_VALUE", AggregateFunction.MIN),
            Map.entry("VAR_POP", AggregateFunction.VAR_POP),
            Map.entry("VAR_SAMP", AggregateFunction.VAR_SAMP),
            Map.entry("VARIANCE", AggregateFunction.VAR_SAMP),
            Map.entry("STDDEV_POP", AggregateFunction.STDDEV_POP),
            Map.entry("STDDEV_SAMP", AggregateFunction.STDDEV_SAMP),
            Map.entry("STDDEV", AggregateFunction.STDDEV_SAMP),
            Map.entry("GROUPING", AggregateFunction.GROUPING),
            Map.entry("GROUPING_ID", AggregateFunction.GROUPING));

    private final SourceText source;
    private final Function<SqlNode, Expr> expressions;

    /** @param expressions binds what stands inside an aggregate */
    AggregateBinder(SourceText source, Function<SqlNode, Expr> expressions) {
        this.source = source;
        this.expressions = expressions;
    }

    static boolean isAggregate(String name) {
        return FUNCTIONS.containsKey(name);
    }

    /** @param name in upper case, of which {@link #isAggregate} is true */
    Expr bind(String name, SqlCall call, @Nullable SqlNode filter) {
        AggregateFunction function = FUNCTIONS.getOrDefault(name, AggregateFunction.COUNT);
        Place place = source.place(call);
        if (function == AggregateFunction.GROUPING) {
            return grouping(name, call, filter, place);
        } else if (call.operandCount() != 1) {
            throw source.error(call, name + " must have 1 argument, got " + call.operandCount());
        }
        Expr condition = filter == null ? null : condition(filter);
        SqlNode operand = call.operand(0);
        SqlLiteral quantifier = call.getFunctionQuantifier();
        boolean distinct =
                quantifier != null && quantifier.symbolValue(SqlSelectKeyword.class) == SqlSelectKeyword.DISTINCT;
        if (operand instanceof SqlIdentifier star && star.isStar()) {
            if (function != AggregateFunction.COUNT) {
                throw source.error(call, name + " must have an expression, got *");
            }
            Expr one = Constants.ofBoolean(true, place);
            Expr counted = condition == null ? null : filtered(condition, one, place);
            return new Expr.Aggregate(function, counted, false, ColumnType.BIGINT, place);
        }
        Expr argument = Coercion.alone(expressions.apply(operand), ofNull(name, function));
        refuseNested(argument, place, call);
        checkType(name, function, argument, place);
        boolean extreme = function == AggregateFunction.MIN || function == AggregateFunction.MAX;
        return new Expr.Aggregate(
                function,
                condition == null ? argument : filtered(condition, argument, place),
                distinct && !extreme,
                type(function, argument.type()),
                place);
    }

    private static ColumnType type(AggregateFunction function, ColumnType argument) {
        return switch (function) {
            case COUNT, GROUPING -> ColumnType.BIGINT;
            case MIN, MAX -> argument;
            case SUM ->
                Types.isApproximate(argument)
                        ? ColumnType.DOUBLE
                        : ColumnType.decimal(ColumnType.MAX_DECIMAL_PRECISION, argument.scale());
            case AVG, VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> ColumnType.DOUBLE;
        };
    }

    private static ColumnType ofNull(String name, AggregateFunction function) {
        return isOfNumbers(function) ? ColumnType.BIGINT : isOfBooleans(name) ? ColumnType.BOOLEAN : ColumnType.VARCHAR;
    }

    private static boolean isOfNumbers(AggregateFunction function) {
        return function == AggregateFunction.SUM || function == AggregateFunction.AVG || function.isVariance();
    }

    private static boolean isOfBooleans(String name) {
        return name.equals("BOOL_AND") || name.equals("BOOL_OR") || name.equals("EVERY");
    }

    private static void checkType(String name, AggregateFunction function, Expr argument, Place place) {
        if (isOfNumbers(function) && !Types.isNumeric(argument.type())) {
            throw Coercion.mismatch(place, name + " must have a number", List.of(argument));
        }
        if (isOfBooleans(name) && argument.type().kind() != Kind.BOOLEAN) {
            throw Coercion.mismatch(place, name + " must have a BOOLEAN", List.of(argument));
        }
    }

    private Expr condition(SqlNode filter) {
        Expr condition = Coercion.resolve(expressions.apply(filter), ColumnType.BOOLEAN);
        refuseNested(condition, condition.place(), filter);
        if (condition.type().kind() != Kind.BOOLEAN) {
            throw Coercion.mismatch(condition.place(), "FILTER must be a BOOLEAN", List.of(condition));
        }
        return condition;
    }

    private void refuseNested(Expr expr, Place place, SqlNode at) {
        if (Exprs.find(expr, e -> e instanceof Expr.Aggregate) != null) {
            throw source.error(at, "an aggregate must not stand in another, got " + place.text());
        }
    }

    /** NULL, which no aggregate sees, in rows that do not pass; there the argument is not computed. */
    private static Expr filtered(Expr condition, Expr argument, Place place) {
        return new Expr.Case(
                List.of(condition),
                List.of(argument),
                Constants.ofNull(argument.type(), place),
                argument.type(),
                place);
    }

    /** The bits of several keys, the last one lowest. */
    private Expr grouping(String name, SqlCall call, @Nullable SqlNode filter, Place place) {
        if (filter != null || call.operandCount() == 0 || call.operandCount() > 31) {
            throw source.error(call, name + " must have 1 to 31 keys and no FILTER, got " + place.text());
        }
        Expr sum = null;
        for (SqlNode operand : call.getOperandList()) {
            Expr key = Coercion.alone(expressions.apply(operand));
            refuseNested(key, place, call);
            Expr bit = new Expr.Aggregate(AggregateFunction.GROUPING, key, false, ColumnType.BIGINT, place);
            Expr two = new Expr.Constant(ColumnType.BIGINT, 2L, place);
            sum = sum == null
                    ? bit
                    : new Expr.Call(
                            Op.ADD,
                            List.of(new Expr.Call(Op.MULTIPLY, List.of(sum, two), ColumnType.BIGINT, place), bit),
                            ColumnType.BIGINT,
                            place);
        }
        return Objects.requireNonNull(sum);
    }
}
