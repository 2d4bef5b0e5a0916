package io.gridmill.compute.kernel;

import java.util.Collections;
import java.util.List;

/**
 * How the inputs of a kernel stand in memory: with what it must reckon in a chunk. Kernels of one query differ in this alone.
 *
 * @param nulls bit n is set when input n may hold NULL; inputs from 63 on always may
 * @param access by input
 */
public record KernelShape(long nulls, List<Access> access) {
    public KernelShape {
        access = List.copyOf(access);
    }

    /** Everything in arrays, everything may be NULL: fits any chunk once its inputs are read into arrays. */
    public static KernelShape general(int inputs) {
        return new KernelShape(-1, Collections.nCopies(inputs, Access.ARRAY));
    }

    boolean mayBeNull(int input) {
        return input >= 63 || (nulls >>> input & 1) != 0;
    }
}
