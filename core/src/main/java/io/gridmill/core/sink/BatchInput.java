package io.gridmill.core.sink;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** The batches of one committed attempt, in order. Not thread-safe; owned by the caller, who closes it. */
public interface BatchInput {
    /** The next batch, valid until the next call, or null after the last. */
    @Nullable
    VectorSchemaRoot next();
}
