package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Place;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** A call of a function by name, whose arguments are bound, and their types checked, as they are asked for. */
final class FunctionCall {
    private final String name;
    private final SqlCall call;
    private final SourceText source;
    private final Function<SqlNode, Expr> expressions;
    private final Place place;
    /** Arguments by position, null until they are asked for. */
    private final @Nullable Expr[] bound;

    /** @param expressions binds arguments */
    FunctionCall(String name, SqlCall call, SourceText source, Function<SqlNode, Expr> expressions) {
        this.name = name;
        this.call = call;
        this.source = source;
        this.expressions = expressions;
        this.place = source.place(call);
        this.bound = new Expr[call.operandCount()];
    }

    String name() {
        return name;
    }

    Place place() {
        return place;
    }

    int size() {
        return call.operandCount();
    }

    SqlNode node(int i) {
        return call.operand(i);
    }

    /** Whose type may not be known yet. */
    Expr argument(int i) {
        Expr known = bound[i];
        if (known == null) {
            known = expressions.apply(node(i));
            bound[i] = known;
        }
        return known;
    }

    List<Expr> arguments() {
        return IntStream.range(0, size()).mapToObj(this::argument).toList();
    }

    Expr number(int i) {
        return Arithmetic.requireNumber(Coercion.alone(argument(i), ColumnType.BIGINT), place, name);
    }

    /** A number, which the function takes as a DOUBLE. */
    Expr asDouble(int i) {
        Expr arg = Arithmetic.requireNumber(Coercion.resolve(argument(i), ColumnType.DOUBLE), place, name);
        return Coercion.cast(arg, ColumnType.DOUBLE);
    }

    Expr string(int i) {
        return requireString(argument(i), place, name);
    }

    static Expr requireString(Expr argument, Place place, String name) {
        Expr arg = Coercion.resolve(argument, ColumnType.VARCHAR);
        if (arg.type().kind() != Kind.VARCHAR) {
            throw Coercion.mismatch(place, name + " must have a VARCHAR", List.of(arg));
        }
        return arg;
    }

    /** @param what the argument is, for messages: {@code "start and length of SUBSTRING"} */
    Expr integer(int i, String what) {
        Expr arg = Coercion.resolve(argument(i), ColumnType.BIGINT);
        if (!arg.type().isInteger()) {
            throw Coercion.mismatch(place, what, List.of(arg));
        }
        return arg;
    }

    Expr time(int i) {
        Expr arg = Coercion.alone(argument(i), ColumnType.TIMESTAMP);
        if (arg.type().kind() != Kind.DATE && arg.type().kind() != Kind.TIMESTAMP) {
            throw Coercion.mismatch(place, name + " must have a DATE or TIMESTAMP", List.of(arg));
        }
        return arg;
    }

    Expr.Constant constant(ColumnType type, Object value) {
        return new Expr.Constant(type, value, place);
    }

    Expr result(Op op, ColumnType type, Expr... args) {
        return new Expr.Call(op, List.of(args), type, place);
    }

    GridmillException refused(String construct) {
        return SqlQuery.refused(source, call, construct);
    }

    GridmillException error(int argument, String message) {
        return source.error(node(argument), message);
    }
}
