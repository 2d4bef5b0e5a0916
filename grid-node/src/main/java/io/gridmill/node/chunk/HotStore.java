package io.gridmill.node.chunk;

import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.ColumnDecoder;
import io.gridmill.core.chunk.ColumnHeader;
import io.gridmill.core.chunk.EncodedColumn;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.task.CancelToken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;

/**
 * Decoded columns of chunks, as many as its budget holds: a cache of what the grid has, never the truth. Chunks are immutable,
 * so nothing in it is ever stale.
 *
 * <p>A column is loaded once, by the first who asks, while others wait for it. It stays while a chunk pins it; the least recently
 * unpinned go first. When pinned columns alone exceed the budget, the store goes on up to {@value #OVERSHOOT} times its
 * budget; beyond that {@link #pin} waits for others to close their chunks, and gives up after a time, so that threads which
 * hold chunks while they pin more cannot block each other for ever. One chunk is always let in when nothing is pinned. All
 * columns of a chunk are admitted in one step or not at all.
 *
 * <p>Thread-safe. A lock guards the book-keeping; grid reads and decoding happen outside of it.
 */
public final class HotStore implements AutoCloseable {
    static final int OVERSHOOT = 2;
    /** How often a waiting thread asks whether it was cancelled. */
    private static final long CHECK_MILLIS = 100;

    private final BufferAllocator allocator;
    private final long budgetBytes;
    private final long waitNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition unpinned = lock.newCondition();
    private final HotColumns columns;
    private boolean closed;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /**
     * @param parent the store makes a child of it, named {@code hot-store}; see {@link io.gridmill.core.batch.ArrowMemory}
     * @param budgetBytes more than 0; the parent must be able to give {@value #OVERSHOOT} times as much
     * @param waitMillis how long {@link #pin} waits for room before it gives up
     */
    public HotStore(BufferAllocator parent, long budgetBytes, long waitMillis) {
        if (budgetBytes <= 0) {
            throw GridmillException.user("budget of the hot store must be > 0 bytes, got " + budgetBytes);
        }
        this.allocator = parent.newChildAllocator("hot-store", 0, Long.MAX_VALUE);
        this.budgetBytes = budgetBytes;
        this.columns = new HotColumns(budgetBytes);
        this.waitNanos = TimeUnit.MILLISECONDS.toNanos(waitMillis);
    }

    /**
     * Brings columns of a chunk into memory and keeps them there until the chunk is closed.
     *
     * @param ordinals columns by their ordinals in the schema; may be empty, for a count
     * @throws GridmillException RESOURCE when a column is missing or its partition lost, or no room came free in time; INTERNAL when a
     *     value is damaged or the schema is another
     */
    public Chunk pin(DatasetCaches caches, SchemaInfo schema, StoredChunk stored, int[] ordinals, CancelToken cancel) {
        ChunkCatalog.requireSchema(stored.header(), schema, " [" + stored.place(caches) + "]");
        List<HotColumn> pinned = new ArrayList<>(ordinals.length);
        List<HotColumn> mine = new ArrayList<>();
        admit(caches.generation(), stored, ordinals, cancel, pinned, mine);
        try {
            load(caches, schema, stored, mine);
            @Nullable EncodedColumn[] found = new EncodedColumn[schema.schema().size()];
            for (HotColumn column : pinned) {
                found[column.key.column()] = column.loaded.join();
            }
            return new PinnedChunk(this, stored, pinned, found);
        } catch (CompletionException e) {
            unpin(pinned);
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (RuntimeException | Error e) {
            unpin(pinned);
            throw e;
        }
    }

    /** Pins what is there and makes entries, which the caller must load, for what is not. */
    private void admit(
            String generation,
            StoredChunk stored,
            int[] ordinals,
            CancelToken cancel,
            List<HotColumn> pinned,
            List<HotColumn> mine) {
        lock.lock();
        try {
            awaitRoom(generation, stored, ordinals, cancel);
            for (int ordinal : ordinals) {
                HotColumn.Key key = key(generation, stored, ordinal);
                HotColumn column = columns.find(key);
                if (column == null) {
                    column = columns.add(
                            key, stored.header().columns().get(ordinal).decodedBytes());
                    mine.add(column);
                    misses.increment();
                } else {
                    hits.increment();
                }
                columns.pin(column);
                pinned.add(column);
            }
            columns.evictBeyondBudget();
        } finally {
            lock.unlock();
        }
    }

    private static HotColumn.Key key(String generation, StoredChunk stored, int ordinal) {
        return new HotColumn.Key(generation, stored.attempt(), stored.partition(), stored.sequence(), ordinal);
    }

    private void awaitRoom(String generation, StoredChunk stored, int[] ordinals, CancelToken cancel) {
        long deadline = System.nanoTime() + waitNanos;
        try {
            while (true) {
                if (closed) {
                    throw GridmillException.resource("the hot store must be open to pin a chunk, it was closed");
                }
                long pinnedBytes = columns.pinnedBytes();
                long more = costOfPinning(generation, stored, ordinals);
                if (pinnedBytes == 0 || pinnedBytes + more <= OVERSHOOT * budgetBytes) {
                    return;
                }
                cancel.check();
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw GridmillException.resource(
                            "pinned columns must fit " + OVERSHOOT + " times the hot store's budget of "
                                    + budgetBytes + " bytes, " + pinnedBytes + " are pinned and " + more
                                    + " more were asked for ["
                                    + DatasetCaches.place(generation) + ", partition=" + stored.partition() + "]");
                }
                unpinned.await(Math.min(left, TimeUnit.MILLISECONDS.toNanos(CHECK_MILLIS)), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GridmillException.resource(
                    "pinning a chunk was interrupted [" + DatasetCaches.place(generation) + "]");
        }
    }

    /** Bytes of the columns that nobody pins yet. */
    private long costOfPinning(String generation, StoredChunk stored, int[] ordinals) {
        long cost = 0;
        for (int ordinal : ordinals) {
            HotColumn column = columns.find(key(generation, stored, ordinal));
            if (column == null) {
                cost += stored.header().columns().get(ordinal).decodedBytes();
            } else if (column.pins == 0) {
                cost += column.bytes;
            }
        }
        return cost;
    }

    private void load(DatasetCaches caches, SchemaInfo schema, StoredChunk stored, List<HotColumn> mine) {
        if (mine.isEmpty()) {
            return;
        }
        try {
            int[] ordinals =
                    mine.stream().mapToInt(column -> column.key.column()).toArray();
            byte[][] values = ColumnReader.read(caches, stored, ordinals);
            for (int i = 0; i < ordinals.length; i++) {
                ColumnHeader header = stored.header().columns().get(ordinals[i]);
                ColumnDecoder.verify(values[i], header, stored.place(caches) + ", column=" + ordinals[i]);
                ColumnType type = schema.schema().column(ordinals[i]).type();
                complete(mine.get(i), ColumnDecoder.decode(values[i], type, allocator));
            }
        } catch (OutOfMemoryException e) {
            GridmillException full = new GridmillException(
                    ErrorCode.RESOURCE,
                    "no memory for a column: " + e.getMessage() + " [" + stored.place(caches) + "]",
                    e);
            mine.forEach(column -> abandon(column, full));
            throw full;
        } catch (RuntimeException | Error e) {
            // Whoever waits for one of them must learn of it; those that were loaded before stay.
            mine.forEach(column -> abandon(column, e));
            throw e;
        }
    }

    private void complete(HotColumn column, EncodedColumn loaded) {
        lock.lock();
        try {
            columns.setBytes(column, loaded.buffer().capacity());
        } finally {
            lock.unlock();
        }
        column.loaded.complete(loaded);
    }

    private void abandon(HotColumn column, Throwable cause) {
        lock.lock();
        try {
            if (!column.loaded.isDone()) {
                columns.abandon(column);
            }
        } finally {
            lock.unlock();
        }
        column.loaded.completeExceptionally(cause);
    }

    void unpin(List<HotColumn> pinned) {
        lock.lock();
        try {
            pinned.forEach(columns::unpin);
            columns.evictBeyondBudget();
            unpinned.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Frees what it holds of a generation, for one that was dropped; pinned columns go when they are unpinned. */
    public void forget(String generation) {
        lock.lock();
        try {
            columns.forget(generation);
            unpinned.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of all columns in it, pinned or not. */
    public long sizeBytes() {
        return locked(HotColumns::bytes);
    }

    public long pinnedBytes() {
        return locked(HotColumns::pinnedBytes);
    }

    public long budgetBytes() {
        return budgetBytes;
    }

    /** Columns that were there when asked for. */
    public long hits() {
        return hits.sum();
    }

    /** Columns that had to be read from the grid. */
    public long misses() {
        return misses.sum();
    }

    public long evictions() {
        return locked(HotColumns::evictions);
    }

    private long locked(ToLongFunction<HotColumns> figure) {
        lock.lock();
        try {
            return figure.applyAsLong(columns);
        } finally {
            lock.unlock();
        }
    }

    /** Frees everything. All chunks must have been closed; if not, an {@link IllegalStateException} of Arrow names the leak. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            unpinned.signalAll();
            columns.freeIdle();
        } finally {
            lock.unlock();
        }
        allocator.close();
    }
}
