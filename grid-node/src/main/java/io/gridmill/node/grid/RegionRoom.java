package io.gridmill.node.grid;

import io.gridmill.core.error.GridmillException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.cluster.ClusterTopologyException;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.lang.IgniteCallable;
import org.apache.ignite.resources.IgniteInstanceResource;
import org.jspecify.annotations.Nullable;

/** Refuses work before a data region is full, because Ignite halts a node whose region is. Thread-safe. */
public final class RegionRoom {
    /** The rest is for what other writers have on their way, and for pages that are not full. */
    private static final int USABLE_PERCENT = 90;

    private final Ignite ignite;
    private final String region;
    private final long usableBytes;

    public RegionRoom(Ignite ignite, String region) {
        this.ignite = ignite;
        this.region = region;
        this.usableBytes = maxBytes(ignite, region) / 100 * USABLE_PERCENT;
    }

    private static long maxBytes(Ignite ignite, String region) {
        DataStorageConfiguration storage = ignite.configuration().getDataStorageConfiguration();
        DataRegionConfiguration[] regions = storage.getDataRegionConfigurations();
        return Arrays.stream(regions == null ? new DataRegionConfiguration[0] : regions)
                .filter(candidate -> candidate.getName().equals(region))
                .findFirst()
                .orElse(storage.getDefaultDataRegionConfiguration())
                .getMaxSize();
    }

    /**
     * Throws RESOURCE when so many bytes more would not fit on this node: enough for what is spread evenly, of which other nodes have as
     * much.
     *
     * @param place for the message
     */
    public void require(long bytes, String place) {
        require(usableBytes, used(), bytes, "this node", place);
    }

    /**
     * As {@link #require(long, String)}, of those nodes; asks them. Of a node that has just gone, nothing is required.
     *
     * @param nodes may be empty
     */
    public void requireOn(Collection<ClusterNode> nodes, long bytes, String place) {
        for (ClusterNode node : nodes) {
            long[] room;
            try {
                room = ignite.compute(ignite.cluster().forNode(node)).call(new Ask(region));
            } catch (ClusterTopologyException e) {
                continue;
            }
            require(room[0], room[1], bytes, "node " + node.consistentId(), place);
        }
    }

    private void require(long usable, long used, long bytes, String where, String place) {
        if (used + bytes > usable) {
            throw GridmillException.resource("data region '" + region + "' must keep below " + USABLE_PERCENT
                    + " percent, " + usable + " bytes, of its size on " + where + "; " + used
                    + " are used and " + bytes
                    + " more were to come: add nodes or memory, drop datasets, or keep fewer results (jobs.keep) ["
                    + place
                    + "]");
        }
    }

    private long used() {
        return ignite.dataRegionMetrics(region).getTotalUsedSize();
    }

    /** How many bytes of a region may be used, and how many are; answered by the node that it is about. Ignite sends no records. */
    private static final class Ask implements IgniteCallable<long[]> {
        private static final long serialVersionUID = 1L;

        private final String region;

        @IgniteInstanceResource
        private transient @Nullable Ignite ignite;

        Ask(String region) {
            this.region = region;
        }

        @Override
        public long[] call() {
            RegionRoom there = new RegionRoom(Objects.requireNonNull(ignite), region);
            return new long[] {there.usableBytes, there.used()};
        }
    }
}
