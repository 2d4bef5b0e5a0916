package io.gridmill.cli.format;

import java.io.IOException;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Writes the batches of one result to a stream, which stays open. For one thread. */
public interface RowsWriter {
    /** Writes all rows; the batch stays the caller's. */
    void write(VectorSchemaRoot batch) throws IOException;

    /** Writes what comes after the last row, and flushes. Called once; not after an error. */
    void end() throws IOException;
}
