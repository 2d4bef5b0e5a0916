package io.gridmill.core.sink;

import io.gridmill.core.batch.TextRows;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** The batches of one committed attempt, in order. Not thread-safe; owned by the caller, who closes it. */
public interface BatchInput {
    /** The next batch, valid until the next call, or null after the last. */
    @Nullable
    VectorSchemaRoot next();

    /** Of the texts that are not written out ({@link TextRows}): a sink outside of the grid is not given any. */
    default TextRows.Dictionaries dictionaries() {
        return TextRows.NO_DICTIONARIES;
    }
}
