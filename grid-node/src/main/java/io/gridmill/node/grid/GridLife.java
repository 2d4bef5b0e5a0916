package io.gridmill.node.grid;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.cluster.ClusterTopologyException;
import org.apache.ignite.lang.IgniteCallable;
import org.apache.ignite.resources.IgniteInstanceResource;
import org.jspecify.annotations.Nullable;

/**
 * Names this life of the grid's memory: it begins when a first node starts and ends when the last one has stopped. What was put into
 * memory in another life is gone, whatever a persistent ledger says of it.
 *
 * @param id never used again
 * @param began when its first node started
 */
public record GridLife(String id, Instant began) {
    private static final String KEY = "gridmill-life";

    /** The present one, the same on all nodes. */
    public static GridLife of(ControlCaches caches) {
        Ignite ignite = caches.ignite();
        IgniteCache<String, String> cache = caches.life();
        String mine = ofAnother(ignite);
        if (mine == null) {
            mine = Instant.now().truncatedTo(ChronoUnit.SECONDS) + "/"
                    + UUID.randomUUID().toString().substring(0, 8);
        }
        String proposed = mine;
        String earlier = AcceptedLoss.in(cache, () -> cache.getAndPutIfAbsent(KEY, proposed));
        String id = earlier == null ? proposed : earlier;
        ignite.cluster().nodeLocalMap().put(KEY, id);
        return new GridLife(id, Instant.parse(id.substring(0, id.indexOf('/'))));
    }

    /** The cache forgets it when all nodes die that have it there, although one lives that has only just come. */
    private static @Nullable String ofAnother(Ignite ignite) {
        for (ClusterNode node : ignite.cluster().forServers().forRemotes().nodes()) {
            try {
                String life = ignite.compute(ignite.cluster().forNode(node)).call(new Ask());
                if (life != null) {
                    return life;
                }
            } catch (ClusterTopologyException e) {
                continue; // It has gone.
            }
        }
        return null;
    }

    /** Answered by a node that knows it. */
    private static final class Ask implements IgniteCallable<@Nullable String> {
        private static final long serialVersionUID = 1L;

        @IgniteInstanceResource
        private transient @Nullable Ignite ignite;

        @Override
        public @Nullable String call() {
            return Objects.requireNonNull(ignite)
                    .cluster()
                    .<String, String>nodeLocalMap()
                    .get(KEY);
        }
    }
}
