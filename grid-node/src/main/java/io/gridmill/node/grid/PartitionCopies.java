package io.gridmill.node.grid;

import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;

/** How far this node is in fetching the copies of partitions that it is to hold. */
public final class PartitionCopies {
    private final Ignite ignite;

    public PartitionCopies(ControlCaches caches) {
        this.ignite = caches.ignite();
    }

    /** Partitions, over all caches, that this node is still copying from others; 0 on every node means that one may leave. */
    public int moving() {
        int moving = 0;
        for (String name : ignite.cacheNames()) {
            IgniteCache<?, ?> cache = ignite.cache(name);
            if (cache != null) {
                moving += cache.localMetrics().getRebalancingPartitionsCount();
            }
        }
        return moving;
    }
}
