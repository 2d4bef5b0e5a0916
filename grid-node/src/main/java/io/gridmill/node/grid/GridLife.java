package io.gridmill.node.grid;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.ignite.IgniteCache;

/**
 * Names this life of the grid's memory: it begins when a first node starts and ends when the last one has stopped. What was put into
 * memory in another life is gone, whatever a persistent ledger says of it.
 *
 * @param id never used again
 * @param began when its first node started
 */
public record GridLife(String id, Instant began) {
    private static final String KEY = "life";

    /** The present one, the same on all nodes. */
    public static GridLife of(ControlCaches caches) {
        IgniteCache<String, String> cache = caches.life();
        String fresh = Instant.now().truncatedTo(ChronoUnit.SECONDS) + "/"
                + UUID.randomUUID().toString().substring(0, 8);
        String earlier = cache.getAndPutIfAbsent(KEY, fresh);
        String id = earlier == null ? fresh : earlier;
        return new GridLife(id, Instant.parse(id.substring(0, id.indexOf('/'))));
    }
}
