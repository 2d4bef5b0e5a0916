package io.gridmill.node.chunk;

import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.ChunkHeader;
import io.gridmill.core.chunk.EncodedColumn;
import io.gridmill.core.error.GridmillException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A chunk whose columns the hot store keeps until it is closed. */
final class PinnedChunk implements Chunk {
    private final HotStore store;
    private final StoredChunk stored;
    private final List<HotColumn> pinned;
    private final @Nullable EncodedColumn[] columns;
    private final AtomicBoolean closed = new AtomicBoolean();

    PinnedChunk(HotStore store, StoredChunk stored, List<HotColumn> pinned, @Nullable EncodedColumn[] columns) {
        this.store = store;
        this.stored = stored;
        this.pinned = pinned;
        this.columns = columns;
    }

    @Override
    public int partition() {
        return stored.partition();
    }

    @Override
    public ChunkHeader header() {
        return stored.header();
    }

    @Override
    public EncodedColumn column(int ordinal) {
        EncodedColumn column = columns[ordinal];
        if (column == null || closed.get()) {
            throw GridmillException.internal(
                    "a column must be pinned to be read, ordinal " + ordinal + " is not [partition=" + partition()
                            + ", attempt=" + stored.attempt() + ", sequence=" + stored.sequence() + "]");
        }
        return column;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            store.unpin(pinned);
        }
    }
}
