package io.gridmill.core.source;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Reads one split as batches of the source's schema. Not thread-safe. */
public interface SplitReader extends AutoCloseable {
    /** The next batch (at most 65,536 rows), valid until the next call, or null at the end. */
    @Nullable
    VectorSchemaRoot next();

    /** Bytes of the source that were read so far. */
    long bytesRead();

    @Override
    void close();
}
