package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Repr;
import io.gridmill.core.schema.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel computes. All expressions are over {@code inputs} by position.
 *
 * @param inputs what the kernel reads
 * @param filter parts of the filter, run one after another; empty when all rows count
 * @param keys group keys; empty when there are none
 * @param groupings positions of the keys by which rows are grouped, once for each
 * @param grouped whether states have a group for each key; else they have one
 * @param states what is aggregated
 * @param project output columns
 */
public record KernelSpec(
        List<Input> inputs,
        List<Expr> filter,
        List<Expr> keys,
        List<List<Integer>> groupings,
        boolean grouped,
        List<StateSpec> states,
        List<Expr> project) {
    public KernelSpec {
        inputs = List.copyOf(inputs);
        filter = List.copyOf(filter);
        keys = List.copyOf(keys);
        groupings = List.copyOf(groupings);
        states = List.copyOf(states);
        project = List.copyOf(project);
    }

    /**
     * A slot that kernels read.
     *
     * @param source ordinal of the column it comes from
     * @param form what is read from the column
     * @param derived the expression over {@code Input(0)}, the string itself, when the form is DERIVED
     * @param type of the value
     * @param canFail whether deriving can fail
     */
    public record Input(int source, Form form, @Nullable Expr derived, ColumnType type, boolean canFail) {
        public Repr repr() {
            return form == Form.STRING_ID ? Repr.LONG : derived == null ? Repr.of(type) : derived.repr();
        }
    }

    /** What an input is of its column. */
    public enum Form {
        VALUE,
        /** A string's number in the lane's pool, for group keys. */
        STRING_ID,
        /** An expression over one string column alone, computed once per dictionary entry where there is a dictionary. */
        DERIVED
    }

    /** One thing that is aggregated; an AVG is a sum and a count. */
    public record StateSpec(Kind kind, @Nullable Expr argument) {
        /** How it is gathered. */
        public enum Kind {
            COUNT,
            SUM,
            MIN,
            MAX,
            /** Of integers and decimals in a long, exactly. */
            VARIANCE,
            /** Of doubles. */
            DOUBLE_VARIANCE
        }
    }
}
