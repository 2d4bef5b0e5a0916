package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Constants;
import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Place;
import io.gridmill.compute.kernel.Casts;
import io.gridmill.compute.kernel.KernelFailure;
import io.gridmill.compute.kernel.Ops;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.ColumnType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings expressions to types: NULLs and parameters to what stands beside them, branches and lists to their common type. */
final class Coercion {
    private Coercion() {}

    /** An untyped expression becomes a constant of about the wanted type: a parameter beside a number is read as a number of its own. */
    static Expr resolve(Expr expr, ColumnType wanted) {
        if (!(expr instanceof Expr.Untyped untyped)) {
            return expr;
        }
        String text = untyped.text();
        Place place = untyped.place();
        if (text == null) {
            return Constants.ofNull(wanted, place);
        }
        try {
            if (Types.isExact(wanted)) {
                return Folding.number(Casts.toBigDecimal(Ops.utf8(text), "a number", 0), place);
            }
            return new Expr.Constant(wanted, Folding.parse(text, wanted), place);
        } catch (KernelFailure e) {
            throw SourceText.error(
                    place, "parameter " + place.text() + " must be a value of " + wanted + ", got '" + text + "'");
        }
    }

    /** Where nothing beside it says the type: a NULL is a VARCHAR. */
    static Expr alone(Expr expr) {
        return alone(expr, ColumnType.VARCHAR);
    }

    /** Where nothing beside it says the type, and a NULL has one that suits what is done with it. */
    static Expr alone(Expr expr, ColumnType ofNull) {
        if (expr instanceof Expr.Untyped untyped) {
            if (untyped.text() != null) {
                throw SourceText.error(
                        untyped.place(),
                        "the type of parameter " + untyped.place().text() + " is not known here; write CAST("
                                + untyped.place().text() + " AS type)");
            }
            return Constants.ofNull(ofNull, untyped.place());
        }
        return expr;
    }

    /** The common type of several, of which some may be untyped. */
    static ColumnType common(List<Expr> exprs, String construct) {
        ColumnType type = null;
        for (Expr expr : exprs) {
            if (expr instanceof Expr.Untyped) {
                continue;
            }
            ColumnType next = type == null ? expr.type() : Types.common(type, expr.type());
            if (next == null) {
                throw SourceText.error(
                        expr.place(),
                        construct + " must have values of one type, got " + type + " and " + expr.type() + " ("
                                + expr.place().text() + ")");
            }
            type = next;
        }
        if (type == null) {
            exprs.forEach(Coercion::alone);
            return ColumnType.VARCHAR;
        }
        return type;
    }

    static List<Expr> toCommon(List<Expr> exprs, String construct) {
        ColumnType type = common(exprs, construct);
        // Parameters can widen the type: they are read as numbers of their own.
        List<Expr> resolved = exprs.stream().map(expr -> resolve(expr, type)).toList();
        ColumnType widened = common(resolved, construct);
        List<Expr> result = new ArrayList<>();
        resolved.forEach(expr -> result.add(cast(expr, widened)));
        return result;
    }

    /** A cast that never fails: to a type that holds all values. */
    static Expr cast(Expr expr, ColumnType type) {
        if (expr.type().equals(type)) {
            return expr;
        } else if (expr instanceof Expr.Constant constant && constant.value() == null) {
            return Constants.ofNull(type, expr.place());
        }
        return Folding.fold(new Expr.Call(Op.CAST, List.of(expr), type, expr.place()));
    }

    /** For messages: NULL and parameters have no type yet. */
    static String typeName(@Nullable Expr expr) {
        return expr == null || expr instanceof Expr.Untyped
                ? "NULL"
                : expr.type().toString();
    }

    static GridmillException mismatch(Place place, String rule, List<Expr> args) {
        return SourceText.error(
                place,
                rule + ", got "
                        + String.join(
                                " and ", args.stream().map(Coercion::typeName).toList()) + " in " + place.text());
    }
}
