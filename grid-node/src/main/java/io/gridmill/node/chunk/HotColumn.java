package io.gridmill.node.chunk;

import io.gridmill.core.chunk.EncodedColumn;
import java.util.concurrent.CompletableFuture;

/**
 * One decoded column in the hot store. {@code pins} and {@code bytes} belong to the books, under the store's lock; the column comes once, from the
 * thread that made the entry.
 */
final class HotColumn {
    /** Which column of which dataset. */
    record Key(String generation, String attempt, int partition, int sequence, int column) {}

    final Key key;
    final CompletableFuture<EncodedColumn> loaded = new CompletableFuture<>();
    /** Chunks that hold it; it is freed only at 0. */
    int pins;
    /** What it costs: reserved before it is loaded, and exact afterwards. */
    long bytes;

    HotColumn(Key key, long bytes) {
        this.key = key;
        this.bytes = bytes;
    }
}
