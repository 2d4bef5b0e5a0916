package io.gridmill.core.source;

import io.gridmill.core.batch.TextRows;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Reads one split as batches of the source's schema. Not thread-safe. */
public interface SplitReader extends AutoCloseable {
    /** The next batch (at most 65,536 rows), valid until the next call, or null at the end. */
    @Nullable
    VectorSchemaRoot next();

    /** Of the batch's texts that are not written out ({@link TextRows}), valid as long as the batch is. */
    default TextRows.Dictionaries dictionaries() {
        return TextRows.NO_DICTIONARIES;
    }

    /** Bytes of the source that were read so far. */
    long bytesRead();

    @Override
    void close();
}
