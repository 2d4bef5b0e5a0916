package io.gridmill.node.grid;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteException;

/**
 * Operations on caches whose entries have another home: where the last copy of a partition is lost, its entries are missing, and nothing
 * fails. {@code PartitionLossPolicy.IGNORE} means that, but Ignite 2.17 keeps to it only while no region of the grid is on disk; with a
 * persistent ledger it refuses every operation on such a partition until somebody accepts the loss.
 */
public final class AcceptedLoss {
    /** Of a baseline that still is that of nodes which are gone: Ignite accepts no loss before it follows, which housekeeping sees to. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private AcceptedLoss() {}

    /** Does it, again when a loss had to be accepted first. */
    public static <T> T in(IgniteCache<?, ?> cache, Supplier<T> operation) {
        long began = System.nanoTime();
        while (true) {
            try {
                return operation.get();
            } catch (CacheException | IgniteException e) { // Which of them, depends on the operation.
                boolean late = System.nanoTime() - began > PATIENCE.toNanos();
                if (cache.lostPartitions().isEmpty()
                        || late
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                accept(cache);
            }
        }
    }

    private static void accept(IgniteCache<?, ?> cache) {
        try {
            cache.unwrap(Ignite.class).resetLostPartitions(List.of(cache.getName()));
        } catch (IgniteException e) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** As {@link #in(IgniteCache, Supplier)}. */
    public static void in(IgniteCache<?, ?> cache, Runnable operation) {
        in(cache, () -> {
            operation.run();
            return true;
        });
    }
}
