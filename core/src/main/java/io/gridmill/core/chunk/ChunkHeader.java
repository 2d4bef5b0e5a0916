package io.gridmill.core.chunk;

import java.util.List;

/**
 * What is known of a chunk without touching its data.
 *
 * @param schemaFingerprint XXH3 of the schema's text, so that a chunk is never read under another schema
 * @param rows rows in the chunk, more than 0
 * @param columns one header a column, in schema order
 */
public record ChunkHeader(long schemaFingerprint, int rows, List<ColumnHeader> columns) {
    public ChunkHeader {
        columns = List.copyOf(columns);
    }

    /** Bytes of all encoded columns. */
    public long sizeBytes() {
        return columns.stream().mapToLong(ColumnHeader::sizeBytes).sum();
    }
}
