package io.gridmill.node.chunk;

import io.gridmill.core.chunk.ChunkHeaderCodec;
import io.gridmill.core.chunk.EncodedChunk;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.task.CancelToken;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.ignite.lang.IgniteFuture;
import org.jspecify.annotations.Nullable;

/**
 * Puts the chunks of one attempt into the grid. They are in it, on all copies, when {@link #flush} returns, and visible only once
 * a manifest names them.
 *
 * <p>A chunk's header is put before its columns, so that what a killed attempt left behind can be found by its headers and
 * swept. Columns go in one {@code putAll} a chunk, without waiting, as long as fewer than {@code maxBytesInFlight} are on their
 * way. Thread-safe; never to be used on Ignite's own threads.
 */
public final class ChunkWriter implements ChunkOutput {
    /** How often a waiting writer asks whether it was cancelled. */
    private static final long CHECK_MILLIS = 100;

    private final DatasetCaches caches;
    private final String attempt;
    private final long maxBytesInFlight;
    private final CancelToken cancel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition landed = lock.newCondition();
    private final Map<Integer, PartitionSummary> summaries = new TreeMap<>();
    private long bytesInFlight;
    private @Nullable Throwable failure;

    /**
     * @param attempt token of the attempt, part of every key: no two attempts may share it
     * @param maxBytesInFlight more than 0; a chunk that is larger than this goes alone
     */
    public ChunkWriter(DatasetCaches caches, String attempt, long maxBytesInFlight, CancelToken cancel) {
        this.caches = caches;
        this.attempt = attempt;
        this.maxBytesInFlight = maxBytesInFlight;
        this.cancel = cancel;
    }

    /**
     * Sends a chunk off.
     *
     * @throws GridmillException RESOURCE when this or an earlier chunk could not be put, naming lost partitions if that is why,
     *     or when the data region is nearly full
     */
    @Override
    public void write(int partition, EncodedChunk chunk) {
        if (partition < 0 || partition >= caches.partitions()) {
            throw GridmillException.internal("partition must be from 0 to " + (caches.partitions() - 1) + ", got "
                    + partition + " [" + caches.place() + "]");
        }
        cancel.check();
        byte[] header = ChunkHeaderCodec.encode(chunk.header());
        long bytes = chunk.header().sizeBytes() + header.length;
        int sequence = reserve(partition, chunk, header, bytes);
        try {
            caches.headers().put(new HeaderKey(attempt, partition, sequence), header);
            Map<ColumnKey, byte[]> columns = new TreeMap<>();
            for (int i = 0; i < chunk.columns().length; i++) {
                columns.put(new ColumnKey(attempt, partition, sequence, i), chunk.columns()[i]);
            }
            caches.columns().putAllAsync(columns).listen(future -> release(bytes, causeOf(future)));
        } catch (RuntimeException e) {
            release(bytes, e);
            throw caches.failure("cannot write a chunk", e);
        }
    }

    private int reserve(int partition, EncodedChunk chunk, byte[] header, long bytes) {
        lock.lock();
        try {
            awaitBytesInFlight(Math.max(0, maxBytesInFlight - bytes));
            caches.requireRoom(bytesInFlight + bytes);
            bytesInFlight += bytes;
            PartitionSummary before = summaries.getOrDefault(partition, PartitionSummary.empty(partition));
            summaries.put(partition, before.plus(chunk.header(), header));
            return before.chunks();
        } finally {
            lock.unlock();
        }
    }

    private void release(long bytes, @Nullable Throwable cause) {
        lock.lock();
        try {
            bytesInFlight -= bytes;
            if (failure == null) {
                failure = cause;
            }
            landed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable Throwable causeOf(IgniteFuture<?> done) {
        try {
            done.get();
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    /** Waits until at most {@code most} bytes are on their way; under the lock. */
    private void awaitBytesInFlight(long most) {
        try {
            while (failure == null && bytesInFlight > most) {
                cancel.check();
                landed.await(CHECK_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GridmillException.resource("writing chunks was interrupted [" + caches.place() + "]");
        }
        if (failure != null) {
            throw caches.failure("cannot write a chunk", failure);
        }
    }

    /** Waits until every chunk is in the grid; throws as {@link #write} does. */
    public void flush() {
        lock.lock();
        try {
            awaitBytesInFlight(0);
        } finally {
            lock.unlock();
        }
    }

    /** What was written so far, by partition, ascending; true of the grid after {@link #flush}. */
    public List<PartitionSummary> summary() {
        lock.lock();
        try {
            return List.copyOf(summaries.values());
        } finally {
            lock.unlock();
        }
    }
}
