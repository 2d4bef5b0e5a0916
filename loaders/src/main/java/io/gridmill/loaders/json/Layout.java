package io.gridmill.loaders.json;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.SourceSpec.Found;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a load.
 *
 * @param found how they were inferred; null when they were given, and other keys are left out
 */
record Layout(TableSchema schema, @Nullable Found found) {
    boolean isInferred() {
        return found != null;
    }

    /** From how many records the columns were inferred. */
    int sampledRecords() {
        return found == null ? 0 : found.records();
    }
}
