package io.gridmill.node.dataset;

import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.task.CancelToken;
import io.gridmill.node.chunk.ChunkCatalog;
import io.gridmill.node.chunk.DatasetCaches;
import io.gridmill.node.chunk.HotStore;
import io.gridmill.node.chunk.PartitionSummary;
import io.gridmill.node.chunk.SchemaInfo;
import io.gridmill.node.chunk.StoredChunk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A version of a dataset as a job reads it: which chunks, where they are, and how they are pinned. Thread-safe. */
public final class PinnedVersion {
    /** A chunk of the version, and the caches in which it lies. */
    public record Located(DatasetCaches caches, StoredChunk chunk) {}

    private record Part(DatasetCaches caches, String attempt, PartitionSummary summary) {}

    private final DatasetVersion version;
    private final SchemaInfo schema;
    private final HotStore hotStore;
    private final Map<String, DatasetCaches> generations = new LinkedHashMap<>();
    private final Map<Integer, List<Part>> parts = new TreeMap<>();
    /** Why nothing of it is left, or null. */
    private final @Nullable GridmillException allLost;

    PinnedVersion(DatasetVersion version, List<LoadManifest> manifests, GenerationCaches caches, HotStore hotStore) {
        this(version, hotStore, null);
        for (LoadManifest manifest : manifests) {
            DatasetCaches generation = generations.computeIfAbsent(manifest.generation(), caches::open);
            for (LoadManifest.AttemptChunks attempt : manifest.attempts()) {
                for (PartitionSummary summary : attempt.partitions()) {
                    parts.computeIfAbsent(summary.partition(), partition -> new ArrayList<>())
                            .add(new Part(generation, attempt.attempt(), summary));
                }
            }
        }
    }

    private PinnedVersion(DatasetVersion version, HotStore hotStore, @Nullable GridmillException allLost) {
        this.version = version;
        this.schema = SchemaInfo.of(version.schema());
        this.hotStore = hotStore;
        this.allLost = allLost;
    }

    /** A version of which nothing is left: it has a schema, and no chunks. */
    static PinnedVersion lost(DatasetVersion version, HotStore hotStore, GridmillException why) {
        return new PinnedVersion(version, hotStore, why);
    }

    public DatasetVersion version() {
        return version;
    }

    /** Partitions that hold rows, ascending. */
    public List<Integer> filledPartitions() {
        return List.copyOf(parts.keySet());
    }

    /** Rows of some partitions, as the manifests say. */
    public long rows(Collection<Integer> partitions) {
        return partitions.stream()
                .flatMap(partition -> parts.getOrDefault(partition, List.of()).stream())
                .mapToLong(part -> part.summary().rows())
                .sum();
    }

    /** Names of the nodes that hold a partition, primary first. */
    public List<String> holders(int partition) {
        List<String> holders = generations.values().iterator().next().owners(partition);
        if (holders.isEmpty()) {
            throw lost(List.of(partition));
        }
        return holders;
    }

    /** Partitions of which no copy is left. */
    public List<Integer> lostPartitions() {
        if (allLost != null) {
            return IntStream.range(0, version.partitions()).boxed().toList();
        }
        TreeSet<Integer> lost = new TreeSet<>();
        generations.values().forEach(caches -> lost.addAll(caches.lostPartitions()));
        return List.copyOf(lost);
    }

    /** A DATA error, because no further try will help, that names the lost partitions, if there are any. */
    public void refuseLost() {
        if (allLost != null) {
            throw new GridmillException(allLost.code(), String.valueOf(allLost.getMessage()), allLost);
        }
        List<Integer> lost = lostPartitions();
        if (!lost.isEmpty()) {
            throw lost(lost);
        }
    }

    private GridmillException lost(List<Integer> partitions) {
        return GridmillException.data(
                "dataset " + version.dataset() + " has lost " + partitions.size() + " of its " + version.partitions()
                        + " partitions, no copy is left: " + partitions + "; load it again with --replace");
    }

    /** The chunks of some partitions; their headers are proved against the manifests. */
    public List<Located> chunks(Collection<Integer> partitions) {
        refuseLost();
        List<Located> chunks = new ArrayList<>();
        for (int partition : partitions) {
            for (Part part : parts.getOrDefault(partition, List.of())) {
                for (StoredChunk chunk : ChunkCatalog.read(part.caches(), schema, part.attempt(), part.summary())) {
                    chunks.add(new Located(part.caches(), chunk));
                }
            }
        }
        return chunks;
    }

    /** Pins columns of a chunk in memory; the caller closes it. */
    public Chunk pin(Located located, int[] columns, CancelToken cancel) {
        return hotStore.pin(located.caches(), schema, located.chunk(), columns, cancel);
    }
}
