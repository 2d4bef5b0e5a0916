package io.gridmill.node.grid;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.cache.query.ScanQuery;
import org.apache.ignite.cluster.ClusterTopologyException;
import org.apache.ignite.lang.IgniteBiPredicate;
import org.jspecify.annotations.Nullable;

/** Scans of small caches that begin again when a node leaves on the way: Ignite gives such a scan up. */
public final class Scan {
    private static final int TRIES = 20;
    /** It takes a moment until everybody knows who has left. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Scan() {}

    /**
     * What is made of each entry that the filter lets pass, in no order.
     *
     * @param filter runs where the entries are; null lets all pass
     */
    public static <K, V, R> List<R> of(
            IgniteCache<K, V> cache, @Nullable IgniteBiPredicate<K, V> filter, Function<Cache.Entry<K, V>, R> made) {
        for (int tries = 1; ; tries++) {
            ScanQuery<K, V> query = filter == null ? new ScanQuery<>() : new ScanQuery<>(filter);
            try (QueryCursor<Cache.Entry<K, V>> cursor = cache.query(query)) {
                return cursor.getAll().stream().map(made).toList();
            } catch (CacheException e) {
                if (tries == TRIES || !nodeLeft(e)) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static boolean nodeLeft(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClusterTopologyException) {
                return true;
            }
        }
        return false;
    }
}
