package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.AggregateFunction;
import io.gridmill.core.schema.ColumnType;
import java.util.List;

/**
 * What an aggregate has gathered, for each group by its number. Generated code updates the arrays of the final subclasses directly;
 * whether a group saw any value that is not NULL is told by the count that stands beside each.
 */
public abstract class State {
    /** Makes room for groups {@code 0 .. groups}, new ones empty. */
    public abstract void ensure(int groups, Budget budget);

    /** Types of the columns in which it crosses from shares to the final step. */
    public abstract List<ColumnType> partialTypes();

    /** Puts {@code count} groups from {@code first} into rows {@code 0 .. count} of partial columns. */
    public abstract void store(int first, int count, Slot[] out, int column);

    /** Adds rows {@code 0 .. count} of partial columns, each to the group that is named for it. */
    public abstract void merge(int[] groups, int count, Slot[] in, int column);

    /** Adds row {@code j} of the values to group {@code groups[j]}, NULLs left out. */
    public abstract void addAll(int[] groups, Slot values, int count);

    /** Puts the results of {@code count} groups from {@code first} into rows {@code 0 .. count}: what crosses, where nothing else is said. */
    public void result(AggregateFunction function, int first, int count, Slot out) {
        store(first, count, new Slot[] {out}, 0);
    }

    static int grown(int current, int wanted) {
        return Math.max(wanted, Math.max(16, current + (current >> 1)));
    }
}
