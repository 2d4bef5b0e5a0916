package io.gridmill.node.grid;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.event.CacheEntryEvent;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cache.query.ContinuousQuery;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.events.Event;
import org.apache.ignite.events.EventType;
import org.apache.ignite.lang.IgnitePredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hints from the grid: records that changed, nodes that came or went. They may be lost or repeated. */
public final class GridEvents {
    private static final Logger LOG = LoggerFactory.getLogger(GridEvents.class);
    private static final int WATCH_TRIES = 50;
    private static final long WATCH_PAUSE_NANOS = 100_000_000L;

    private GridEvents() {}

    /**
     * Listens until closed.
     *
     * @param jobChanged told the id of a job whose own record changed; must not block
     * @param shareChanged told the id of a job of which a share's record changed, and the record as it is now, null when it is gone; must not block
     * @param membershipChanged told on a thread of its own
     */
    public static AutoCloseable listen(
            ControlCaches caches,
            Consumer<String> jobChanged,
            BiConsumer<String, @Nullable String> shareChanged,
            Runnable membershipChanged) {
        QueryCursor<Cache.Entry<String, String>> jobs =
                watch(caches.jobs(), event -> jobChanged.accept(event.getKey()));
        QueryCursor<Cache.Entry<AffinityKey<String>, String>> shares = watch(
                caches.shares(),
                event -> shareChanged.accept((String) event.getKey().affinityKey(), record(event)));
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

    private static @Nullable String record(CacheEntryEvent<?, ? extends String> event) {
        return event.getEventType() == javax.cache.event.EventType.REMOVED ? null : event.getValue();
    }

    /**
     * Ignite 2.17 refuses a continuous query that begins while several nodes join at once: their exchanges are merged into one, and the
     * topology version that the query waits for never was. The next one waits for a version that is. A query that failed so may
     * listen nevertheless; then a hint comes twice.
     */
    static <K> QueryCursor<Cache.Entry<K, String>> watch(
            IgniteCache<K, String> cache, Consumer<CacheEntryEvent<? extends K, ? extends String>> changed) {
        ContinuousQuery<K, String> query = new ContinuousQuery<>();
        query.setLocalListener(events -> {
            for (CacheEntryEvent<? extends K, ? extends String> event : events) {
                try {
                    changed.accept(event);
                } catch (RuntimeException e) { // Ignite's thread, and the other hints, must go on.
                    LOG.debug("a hint of {} is lost, the next sweep will find what is due", event.getKey(), e);
                }
            }
        });
        for (int tries = 1; ; tries++) {
            try {
                return cache.query(query);
            } catch (CacheException e) {
                if (tries == WATCH_TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(WATCH_PAUSE_NANOS);
            }
        }
    }
}
