package io.gridmill.node.dataset;

import io.gridmill.node.chunk.HotStore;
import io.gridmill.node.ledger.Cut;
import io.gridmill.node.ledger.JobRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/** Opens versions for reading, and keeps the last ones open. Thread-safe. */
public final class VersionPins {
    private static final int KEPT = 32;

    private record Key(String dataset, long version) {}

    private final Datasets datasets;
    private final GenerationCaches generations;
    private final HotStore hotStore;
    private final Map<Key, PinnedVersion> open = new LinkedHashMap<>(KEPT * 2, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, PinnedVersion> eldest) {
            return size() > KEPT;
        }
    };

    public VersionPins(Datasets datasets, GenerationCaches generations, HotStore hotStore) {
        this.datasets = datasets;
        this.generations = generations;
        this.hotStore = hotStore;
    }

    /** The version that a job has pinned. */
    public PinnedVersion of(JobRecord job) {
        Cut cut = job.cut();
        if (cut == null || cut.dataset() == null) {
            throw new IllegalStateException("only a query that has been cut reads a dataset [job=" + job.id() + "]");
        }
        Key key = new Key(cut.dataset(), cut.version());
        synchronized (open) {
            PinnedVersion known = open.get(key);
            if (known != null) {
                return known;
            }
        }
        return open(datasets.version(cut.dataset(), cut.version()));
    }

    public PinnedVersion open(DatasetVersion version) {
        Key key = new Key(version.dataset(), version.version());
        synchronized (open) {
            PinnedVersion known = open.get(key);
            if (known != null) {
                return known;
            }
        }
        PinnedVersion pinned = datasets.isLost(version)
                ? PinnedVersion.lost(version, hotStore, datasets.lost(version.dataset()))
                : new PinnedVersion(version, datasets.manifests(version), generations, hotStore);
        synchronized (open) {
            open.put(key, pinned);
        }
        return pinned;
    }
}
