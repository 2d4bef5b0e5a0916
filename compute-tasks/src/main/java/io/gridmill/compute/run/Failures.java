package io.gridmill.compute.run;

import io.gridmill.compute.expr.Place;
import io.gridmill.compute.kernel.CompiledKernel;
import io.gridmill.compute.kernel.KernelFailure;
import io.gridmill.core.error.GridmillException;

/** Says which expression of the query failed. */
final class Failures {
    private Failures() {}

    static GridmillException of(KernelFailure failure, CompiledKernel kernel) {
        Place place = kernel.places().get(failure.place());
        return GridmillException.data(failure.getMessage() + ", in " + place.text() + " " + place.position());
    }
}
