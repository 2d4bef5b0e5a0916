package io.gridmill.compute.kernel;

/**
 * The generated part of a query, for one set of columns that hold NULLs. Each method is one loop over the rows of a block; nothing
 * in it is per query except the constants. An instance belongs to one thread.
 */
public abstract class Kernel {
    /** Takes the constants, in the order of {@link CompiledKernel#constants()}. */
    public abstract void bind(Object[] constants);

    /**
     * Keeps the rows for which a part of the filter is true.
     *
     * @param pass the part
     * @param selected rows that are looked at, ascending, {@code count} of them
     * @return how many rows are left in {@code selected}, ascending
     */
    public int filter(int pass, Slot[] in, int[] selected, int count) {
        throw new UnsupportedOperationException("this kernel has no filter");
    }

    /** Computes the group keys of the selected rows, densely from 0. */
    public void keys(Slot[] in, int[] selected, int count, Slot[] out) {
        throw new UnsupportedOperationException("this kernel has no keys");
    }

    /**
     * Finds the groups of the selected rows by the small numbers of their keys, {@link CompiledKernel#groupCodes()}.
     *
     * @param grouping which of the groupings
     * @param maps group by number, {@code maps[number >>> shift][number & (1 << shift) - 1]}, negative where none is known yet
     * @param groups the group of each selected row, or, where none is known, the complement of its number
     * @param strides what a step of each key's number is in the number of all
     * @param nulls the number of each key's NULL
     * @return negative when a group is not known
     */
    public int groups(
            int grouping,
            Slot[] in,
            int[] selected,
            int count,
            int[][] maps,
            int shift,
            int[] groups,
            int[] strides,
            int[] nulls) {
        throw new UnsupportedOperationException("the keys of this kernel are no small numbers");
    }

    /**
     * Adds the selected rows to the states of their groups.
     *
     * @param groups group of each selected row; not read when there is only one
     * @param states as in the specification, and one {@link CountState} more: the rows, for the counts that this kernel leaves out
     */
    public void update(Slot[] in, int[] selected, int count, int[] groups, State[] states) {
        throw new UnsupportedOperationException("this kernel has no aggregates");
    }

    /** Computes output columns of the selected rows, densely from 0. */
    public void project(Slot[] in, int[] selected, int count, Slot[] out) {
        throw new UnsupportedOperationException("this kernel has no output");
    }

    /** Computes a derived input of strings {@code 0 .. count}; where that fails, {@code out.bad} is set and {@code failures} tells. */
    public void derive(int which, Slot in, int count, Slot out, KernelFailure[] failures) {
        throw new UnsupportedOperationException("this kernel derives nothing");
    }
}
