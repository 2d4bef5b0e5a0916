package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Constants;
import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Place;
import io.gridmill.core.schema.ColumnType;
import java.util.ArrayList;
import java.util.List;

/** CASE, and what takes one of several values. */
final class Choices {
    static final List<ScalarFunction> FUNCTIONS = List.of(
            new ScalarFunction("COALESCE", 1, ScalarFunction.ANY, Choices::coalesce),
            new ScalarFunction("NULLIF", 2, 2, Choices::nullif),
            new ScalarFunction("GREATEST", 1, ScalarFunction.ANY, call -> extreme(call, Op.GREATEST)),
            new ScalarFunction("LEAST", 1, ScalarFunction.ANY, call -> extreme(call, Op.LEAST)));

    private Choices() {}

    /** @param values what each of {@code whens} gives, and last what is given when none is true */
    static Expr choice(List<Expr> whens, List<Expr> values, Place place) {
        List<Expr> typed = Coercion.toCommon(values, "CASE");
        int last = typed.size() - 1;
        return new Expr.Case(
                whens, typed.subList(0, last), typed.get(last), typed.get(last).type(), place);
    }

    private static Expr coalesce(FunctionCall call) {
        Place place = call.place();
        List<Expr> typed = Coercion.toCommon(call.arguments(), "COALESCE");
        int last = typed.size() - 1;
        List<Expr> whens = new ArrayList<>();
        for (Expr value : typed.subList(0, last)) {
            whens.add(Conditions.not(Conditions.isNull(value, place), place));
        }
        return whens.isEmpty()
                ? typed.get(0)
                : new Expr.Case(
                        whens,
                        typed.subList(0, last),
                        typed.get(last),
                        typed.get(last).type(),
                        place);
    }

    private static Expr nullif(FunctionCall call) {
        Expr other = call.argument(1);
        Expr value = other instanceof Expr.Untyped
                ? Coercion.alone(call.argument(0))
                : Coercion.resolve(call.argument(0), other.type());
        Expr equal = Conditions.comparison(Op.EQ, value, other, call.place());
        return new Expr.Case(
                List.of(equal),
                List.of(Constants.ofNull(value.type(), call.place())),
                value,
                value.type(),
                call.place());
    }

    private static Expr extreme(FunctionCall call, Op op) {
        List<Expr> typed = Coercion.toCommon(call.arguments(), call.name());
        ColumnType type = typed.get(0).type();
        return typed.size() == 1 ? typed.get(0) : new Expr.Call(op, typed, type, call.place());
    }
}
