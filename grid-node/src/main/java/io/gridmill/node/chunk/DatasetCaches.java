package io.gridmill.node.chunk;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.node.grid.RegionRoom;
import java.util.List;
import java.util.TreeSet;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheKeyConfiguration;
import org.apache.ignite.cache.CacheMode;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.PartitionLossPolicy;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.apache.ignite.configuration.CacheConfiguration;

/**
 * The two caches of a dataset generation: headers, and columns. Both have the same partitions on the same nodes; a partition of the
 * dataset is a partition of the caches. Thread-safe.
 */
public final class DatasetCaches {
    /** The most partitions of a dataset. */
    public static final int MAX_PARTITIONS = 1024;

    static final int MAX_BACKUPS = 7;

    private final Ignite ignite;
    private final String generation;
    private final IgniteCache<HeaderKey, byte[]> headers;
    private final IgniteCache<ColumnKey, byte[]> columns;
    private final RegionRoom room;

    @SuppressWarnings("unchecked") // getConfiguration takes a raw class
    private DatasetCaches(
            Ignite ignite,
            String generation,
            IgniteCache<HeaderKey, byte[]> headers,
            IgniteCache<ColumnKey, byte[]> columns) {
        this.ignite = ignite;
        this.generation = generation;
        this.headers = headers;
        this.columns = columns;
        String region = columns.getConfiguration(CacheConfiguration.class).getDataRegionName();
        this.room = new RegionRoom(ignite, region);
    }

    /**
     * Makes the caches, or opens them where another node was first.
     *
     * @param generation name of the dataset and its generation, never used again after {@link #destroy}
     * @param partitions a power of two, up to {@value #MAX_PARTITIONS}
     * @param backups copies beside the first
     * @param region data region that holds them
     */
    public static DatasetCaches create(Ignite ignite, String generation, int partitions, int backups, String region) {
        if (partitions < 1 || partitions > MAX_PARTITIONS || Integer.bitCount(partitions) != 1) {
            throw GridmillException.user("partitions must be a power of two from 1 to " + MAX_PARTITIONS + ", got "
                    + partitions + " [" + place(generation) + "]");
        }
        if (backups < 0 || backups > MAX_BACKUPS) {
            throw GridmillException.user(
                    "backups must be from 0 to " + MAX_BACKUPS + ", got " + backups + " [" + place(generation) + "]");
        }
        try {
            // One call, so that both are made in one change of the cluster's state.
            ignite.getOrCreateCaches(List.of(
                    configuration(headersName(generation), HeaderKey.class, partitions, backups, region),
                    configuration(columnsName(generation), ColumnKey.class, partitions, backups, region)));
        } catch (RuntimeException e) {
            throw new GridmillException(
                    ErrorCode.RESOURCE,
                    "cannot create the caches: " + deepestMessage(e) + " [" + place(generation) + "]",
                    e);
        }
        DatasetCaches caches = open(ignite, generation);
        caches.requirePartitionsMapToThemselves();
        return caches;
    }

    private static <K> CacheConfiguration<K, byte[]> configuration(
            String name, Class<K> key, int partitions, int backups, String region) {
        return new CacheConfiguration<K, byte[]>(name)
                .setCacheMode(CacheMode.PARTITIONED)
                .setAtomicityMode(CacheAtomicityMode.ATOMIC)
                .setWriteSynchronizationMode(CacheWriteSynchronizationMode.FULL_SYNC)
                .setPartitionLossPolicy(PartitionLossPolicy.READ_WRITE_SAFE)
                .setAffinity(new RendezvousAffinityFunction(false, partitions))
                .setKeyConfiguration(new CacheKeyConfiguration(key.getName(), "partition"))
                .setBackups(backups)
                .setDataRegionName(region)
                .setCopyOnRead(false)
                .setStatisticsEnabled(false);
    }

    /** The caches of a generation that exists; RESOURCE when it does not. */
    public static DatasetCaches open(Ignite ignite, String generation) {
        IgniteCache<HeaderKey, byte[]> headers = ignite.cache(headersName(generation));
        IgniteCache<ColumnKey, byte[]> columns = ignite.cache(columnsName(generation));
        if (headers == null || columns == null) {
            throw GridmillException.resource("a dataset's caches must exist, found none [" + place(generation) + "]");
        }
        return new DatasetCaches(ignite, generation, headers, columns);
    }

    public static boolean exists(Ignite ignite, String generation) {
        return ignite.cacheNames().containsAll(List.of(headersName(generation), columnsName(generation)));
    }

    /** Drops the data on all nodes; harmless when there is none. */
    public static void destroy(Ignite ignite, String generation) {
        ignite.destroyCaches(List.of(headersName(generation), columnsName(generation)));
    }

    private static String headersName(String generation) {
        return "data-" + generation + "-headers";
    }

    private static String columnsName(String generation) {
        return "data-" + generation + "-columns";
    }

    /** All of the chunk store rests on this, and it is a property of Ignite's affinity function, not a promise. */
    private void requirePartitionsMapToThemselves() {
        Affinity<HeaderKey> ofHeaders = ignite.affinity(headers.getName());
        Affinity<ColumnKey> ofColumns = ignite.affinity(columns.getName());
        for (int partition = 0; partition < partitions(); partition++) {
            int header = ofHeaders.partition(new HeaderKey("", partition, 0));
            int column = ofColumns.partition(new ColumnKey("", partition, 0, 0));
            if (header != partition || column != partition) {
                throw GridmillException.internal("a key's partition must be the grid's, got " + header
                        + " (header) and " + column + " (column) for " + partition + " [" + place(generation) + "]");
            }
        }
    }

    public String generation() {
        return generation;
    }

    /** For messages: whose generation it is. What makes it unique begins with a dash, which no dataset's name has. */
    static String place(String generation) {
        return "dataset=" + generation.replaceFirst("-.*", "");
    }

    String place() {
        return place(generation);
    }

    public int partitions() {
        return ignite.affinity(columns.getName()).partitions();
    }

    /** Partitions of which no copy is left, ascending; a partition stays lost until the dataset is dropped. */
    public List<Integer> lostPartitions() {
        TreeSet<Integer> lost = new TreeSet<>(columns.lostPartitions());
        lost.addAll(headers.lostPartitions());
        return List.copyOf(lost);
    }

    /** Throws RESOURCE naming the lost partitions, if there are any. */
    public void requireNothingLost() {
        List<Integer> lost = lostPartitions();
        if (!lost.isEmpty()) {
            throw GridmillException.resource(
                    "partitions must have a living copy, lost are " + lost + " [" + place(generation) + "]");
        }
    }

    /** Consistent ids of the nodes that hold a partition, primary first. Of a lost partition: those that would hold it. */
    public List<String> owners(int partition) {
        return ignite.affinity(columns.getName()).mapPartitionToPrimaryAndBackups(partition).stream()
                .map(node -> node.consistentId().toString())
                .toList();
    }

    /** Throws RESOURCE when this node has no room for so many bytes more. */
    void requireRoom(long bytes) {
        room.require(bytes, place(generation));
    }

    IgniteCache<HeaderKey, byte[]> headers() {
        return headers;
    }

    IgniteCache<ColumnKey, byte[]> columns() {
        return columns;
    }

    /** An error of the grid as one of ours: lost partitions by name, else what the grid says. */
    GridmillException failure(String what, Throwable cause) {
        if (cause instanceof GridmillException known) {
            return known;
        }
        String place = " [" + place(generation) + "]";
        try {
            List<Integer> lost = lostPartitions();
            if (!lost.isEmpty()) {
                String message = what + ": partitions must have a living copy, lost are " + lost + place;
                return new GridmillException(ErrorCode.RESOURCE, message, cause);
            }
        } catch (RuntimeException e) {
            cause.addSuppressed(e); // the node is stopping or the caches are gone: the cause says it
        }
        return new GridmillException(ErrorCode.RESOURCE, what + ": " + deepestMessage(cause) + place, cause);
    }

    /** Ignite wraps, and says what went wrong only at the bottom: in a cause, or in what an exchange suppressed. */
    private static String deepestMessage(Throwable error) {
        Throwable deepest = error;
        while (deepest.getCause() != null || deepest.getSuppressed().length > 0) {
            deepest = deepest.getCause() != null ? deepest.getCause() : deepest.getSuppressed()[0];
        }
        return String.valueOf(deepest.getMessage());
    }
}
