package io.gridmill.compute.kernel;

import java.util.Collections;
import java.util.List;

/**
 * How the inputs of a kernel stand in memory: with what it must reckon in a chunk. Kernels of one query differ in this alone.
 *
 * @param nulls bit n is set when input n may hold NULL; inputs from {@value #MOST_TOLD} on always may
 * @param access by input
 */
public record KernelShape(long nulls, List<Access> access) {
    /** Of so many inputs a shape tells whether they may be NULL. */
    public static final int MOST_TOLD = 63;

    public KernelShape {
        access = List.copyOf(access);
    }

    /** Everything in arrays, everything may be NULL: fits any chunk once its inputs are read into arrays. */
    public static KernelShape general(int inputs) {
        return new KernelShape(-1, Collections.nCopies(inputs, Access.ARRAY));
    }

    boolean mayBeNull(int input) {
        return input >= MOST_TOLD || (nulls >>> input & 1) != 0;
    }
}
