package io.gridmill.node.dataset;

import io.gridmill.node.chunk.DatasetCaches;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ignite.Ignite;

/** The caches of generations in this node's grid. Thread-safe. */
public final class IgniteGenerations implements GenerationCaches {
    private final Ignite ignite;
    private final String region;
    private final Map<String, DatasetCaches> open = new ConcurrentHashMap<>();

    public IgniteGenerations(Ignite ignite, String region) {
        this.ignite = ignite;
        this.region = region;
    }

    @Override
    public DatasetCaches create(String generation, int partitions, int backups) {
        if (DatasetCaches.exists(ignite, generation)) {
            return open(generation);
        }
        return DatasetCaches.create(ignite, generation, partitions, backups, region);
    }

    @Override
    public DatasetCaches open(String generation) {
        return open.computeIfAbsent(generation, name -> DatasetCaches.open(ignite, name));
    }

    @Override
    public boolean exists(String generation) {
        return DatasetCaches.exists(ignite, generation);
    }

    @Override
    public void destroy(String generation) {
        open.remove(generation);
        DatasetCaches.destroy(ignite, generation);
    }
}
