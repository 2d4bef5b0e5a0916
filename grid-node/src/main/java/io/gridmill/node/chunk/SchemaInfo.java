package io.gridmill.node.chunk;

import io.gridmill.core.chunk.Digests;
import io.gridmill.core.schema.TableSchema;

/** A dataset's schema with its fingerprint, computed once. */
public record SchemaInfo(TableSchema schema, long fingerprint) {
    public static SchemaInfo of(TableSchema schema) {
        return new SchemaInfo(schema, Digests.fingerprint(schema));
    }
}
