package io.gridmill.loaders.json;

import io.gridmill.core.schema.TableSchema;

/**
 * The columns of a load.
 *
 * @param sampledRecords from how many records they were inferred; 0 when they were given, and other keys are left out
 */
record Layout(TableSchema schema, int sampledRecords) {
    boolean isInferred() {
        return sampledRecords > 0;
    }
}
