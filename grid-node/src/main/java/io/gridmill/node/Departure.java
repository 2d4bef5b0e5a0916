package io.gridmill.node;

import io.gridmill.node.dataset.DatasetVersion;
import io.gridmill.node.dataset.Datasets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CachePeekMode;
import org.apache.ignite.configuration.CacheConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node waits for before it leaves: that everything with backups has all of its copies, so that none of them is the
 * last one. Ignite's own graceful shutdown would never let the last node go.
 */
final class Departure {
    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);
    private static final int POLL_MILLIS = 100;

    private final Ignite ignite;
    private final Datasets datasets;

    Departure(Ignite ignite, Datasets datasets) {
        this.ignite = ignite;
        this.datasets = datasets;
    }

    void awaitCopies(Duration timeout) {
        int others = ignite.cluster().forServers().nodes().size() - 1;
        if (others == 0) {
            for (DatasetVersion version : datasets.list()) {
                LOG.warn("dataset {} ({} rows) goes with the last node", version.dataset(), version.rows());
            }
            return;
        }
        for (DatasetVersion version : datasets.list()) {
            if (version.backups() == 0) {
                LOG.warn(
                        "dataset {} has no backups: the partitions that this node holds will be lost",
                        version.dataset());
            }
        }
        long end = System.nanoTime() + timeout.toNanos();
        List<String> behind = behind(others);
        while (!behind.isEmpty() && System.nanoTime() < end) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            behind = behind(others);
        }
        if (!behind.isEmpty()) {
            LOG.warn("leaving although not every copy was seen: {}", behind);
        }
    }

    /** Caches that have fewer backup copies than they should. */
    private List<String> behind(int others) {
        List<String> behind = new ArrayList<>();
        for (String name : ignite.cacheNames()) {
            IgniteCache<?, ?> cache = ignite.cache(name);
            int backups = cache == null
                    ? 0
                    : Math.min(
                            others,
                            cache.getConfiguration(CacheConfiguration.class).getBackups());
            if (backups > 0 && cache.sizeLong(CachePeekMode.BACKUP) < backups * cache.sizeLong(CachePeekMode.PRIMARY)) {
                behind.add(name);
            }
        }
        return behind;
    }
}
