package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Place;
import java.util.List;

/**
 * A kernel class with what stands outside its source.
 *
 * @param shape of the chunks that it fits
 * @param places by the number that a {@link KernelFailure} carries
 * @param rowCounts states whose count is the number of rows
 * @param groupCodes of each grouping, how {@link Kernel#groups} numbers its keys; empty when it cannot
 */
public record CompiledKernel(
        Class<? extends Kernel> type,
        String source,
        KernelShape shape,
        List<Object> constants,
        List<Place> places,
        List<Integer> rowCounts,
        List<List<GroupCode>> groupCodes) {
    public CompiledKernel {
        constants = List.copyOf(constants);
        places = List.copyOf(places);
        rowCounts = List.copyOf(rowCounts);
        groupCodes = List.copyOf(groupCodes);
    }

    /** An instance for one thread. */
    public Kernel open() {
        try {
            Kernel kernel = type.getDeclaredConstructor().newInstance();
            kernel.bind(constants.toArray());
            return kernel;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a generated kernel has a constructor without arguments", e);
        }
    }
}
