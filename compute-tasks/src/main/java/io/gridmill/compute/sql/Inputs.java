package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Exprs;
import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Fallible;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.compute.kernel.KernelSpec.Form;
import io.gridmill.core.schema.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What a kernel reads of the dataset: turns expressions over columns into expressions over kernel inputs. A part that depends on one string
 * column alone becomes a derived input, computed per dictionary entry and not per row; group keys read strings as numbers.
 */
final class Inputs {
    private final List<KernelSpec.Input> inputs = new ArrayList<>();
    private final boolean ofChunks;

    /** @param ofChunks false when it reads the rows of another step, whose strings have neither dictionary nor number */
    Inputs(boolean ofChunks) {
        this.ofChunks = ofChunks;
    }

    List<KernelSpec.Input> list() {
        return inputs;
    }

    List<Integer> columns() {
        return List.copyOf(
                new TreeSet<>(inputs.stream().map(KernelSpec.Input::source).toList()));
    }

    Expr value(Expr expr) {
        return Exprs.replace(expr, this::replaced);
    }

    Expr key(Expr expr) {
        if (!ofChunks) {
            return value(expr);
        }
        if (expr instanceof Expr.Input input && input.type().kind() == ColumnType.Kind.VARCHAR) {
            return input(new KernelSpec.Input(input.ordinal(), Form.STRING_ID, null, ColumnType.BIGINT, false), input);
        } else if (expr.type().kind() == ColumnType.Kind.VARCHAR && stringColumn(expr) >= 0) {
            return input(
                    new KernelSpec.Input(
                            stringColumn(expr), Form.STRING_ID, inner(expr), ColumnType.BIGINT, Fallible.canFail(expr)),
                    expr);
        }
        return value(expr);
    }

    private Expr replaced(Expr expr) {
        if (expr instanceof Expr.Input input) {
            return input(new KernelSpec.Input(input.ordinal(), Form.VALUE, null, input.type(), false), input);
        }
        int column = ofChunks ? stringColumn(expr) : -1;
        if (column >= 0 && expr.repr() == Repr.of(expr.type())) {
            return input(
                    new KernelSpec.Input(column, Form.DERIVED, inner(expr), expr.type(), Fallible.canFail(expr)), expr);
        }
        return expr;
    }

    private static Expr inner(Expr expr) {
        return Exprs.replace(
                expr,
                e -> e instanceof Expr.Input input && input.ordinal() != 0
                        ? new Expr.Input(0, input.name(), input.type(), input.place())
                        : e);
    }

    private Expr input(KernelSpec.Input input, Expr of) {
        int known = inputs.indexOf(input);
        if (known < 0) {
            known = inputs.size();
            inputs.add(input);
        }
        String name = of instanceof Expr.Input column ? column.name() : of.toString();
        return new Expr.Input(known, name, input.type(), of.place());
    }

    /** The one string column that the expression depends on, or -1. */
    private static int stringColumn(Expr expr) {
        TreeSet<Integer> columns = new TreeSet<>();
        boolean[] strings = {true};
        Exprs.visit(expr, e -> {
            if (e instanceof Expr.Input input) {
                columns.add(input.ordinal());
                strings[0] &= input.type().kind() == ColumnType.Kind.VARCHAR;
            }
        });
        return columns.size() == 1 && strings[0] ? columns.first() : -1;
    }
}
