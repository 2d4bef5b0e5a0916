package io.gridmill.core.task;

import org.apache.arrow.vector.VectorSchemaRoot;

/** Where logic puts rows. Thread-safe. */
public interface BatchOutput {
    /** Takes a copy of the rows, so the caller keeps its batch and may fill it again. An empty batch is ignored. */
    void write(VectorSchemaRoot batch);
}
