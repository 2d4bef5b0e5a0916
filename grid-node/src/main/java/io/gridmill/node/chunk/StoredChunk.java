package io.gridmill.node.chunk;

import io.gridmill.core.chunk.ChunkHeader;

/**
 * A chunk in the grid, found by {@link ChunkCatalog}.
 *
 * @param attempt token of the attempt that wrote it
 * @param sequence its number in the attempt's part of the partition, from 0
 */
public record StoredChunk(String attempt, int partition, int sequence, ChunkHeader header) {
    /** For messages. */
    String place(DatasetCaches caches) {
        return caches.place() + ", partition=" + partition + ", attempt=" + attempt + ", sequence=" + sequence;
    }
}
