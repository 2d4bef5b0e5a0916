package io.gridmill.node.grid;

import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.event.CacheEntryEvent;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cache.query.ContinuousQuery;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.events.Event;
import org.apache.ignite.events.EventType;
import org.apache.ignite.lang.IgnitePredicate;

/** Hints from the grid: records that changed, nodes that came or went. They may be lost or repeated. */
public final class GridEvents {
    private GridEvents() {}

    /**
     * Listens until closed.
     *
     * @param jobChanged told the id of a job whose records changed; must not block
     * @param membershipChanged told on a thread of its own
     */
    public static AutoCloseable listen(ControlCaches caches, Consumer<String> jobChanged, Runnable membershipChanged) {
        QueryCursor<Cache.Entry<String, String>> jobs = watch(caches.jobs(), jobChanged);
        QueryCursor<Cache.Entry<AffinityKey<String>, String>> shares =
                watch(caches.shares(), key -> jobChanged.accept((String) key.affinityKey()));
        Ignite ignite = caches.ignite();
        IgnitePredicate<Event> listener = event -> {
            Thread thread = new Thread(membershipChanged, "gridmill-membership");
            thread.setDaemon(true);
            thread.start();
            return true;
        };
        int[] types = {EventType.EVT_NODE_JOINED, EventType.EVT_NODE_LEFT, EventType.EVT_NODE_FAILED};
        ignite.events().localListen(listener, types);
        return () -> {
            jobs.close();
            shares.close();
            ignite.events().stopLocalListen(listener, types);
        };
    }

    private static <K> QueryCursor<Cache.Entry<K, String>> watch(IgniteCache<K, String> cache, Consumer<K> changed) {
        ContinuousQuery<K, String> query = new ContinuousQuery<>();
        query.setLocalListener(events -> {
            for (CacheEntryEvent<? extends K, ? extends String> event : events) {
                changed.accept(event.getKey());
            }
        });
        return cache.query(query);
    }
}
