package io.gridmill.node.chunk;

import io.gridmill.core.chunk.EncodedChunk;

/** Where sealed chunks go. */
@FunctionalInterface
public interface ChunkOutput {
    /** Takes a chunk for a partition; blocks while too much is on its way. */
    void write(int partition, EncodedChunk chunk);
}
