package io.gridmill.node.grid;

import java.util.List;
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
    private AcceptedLoss() {}

    /** Does it, once more when a loss had to be accepted first. */
    public static <T> T in(IgniteCache<?, ?> cache, Supplier<T> operation) {
        try {
            return operation.get();
        } catch (CacheException | IgniteException e) { // Which of them, depends on the operation.
            if (cache.lostPartitions().isEmpty()) {
                throw e;
            }
            cache.unwrap(Ignite.class).resetLostPartitions(List.of(cache.getName()));
            return operation.get();
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
