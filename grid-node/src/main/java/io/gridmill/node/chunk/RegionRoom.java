package io.gridmill.node.chunk;

import io.gridmill.core.error.GridmillException;
import java.util.Arrays;
import org.apache.ignite.Ignite;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;

/**
 * Refuses work before a data region is full, because Ignite halts a node whose region is. Looks at this node's region only: others
 * are taken to have as large a region and, with partitions spread evenly, as much in it. Thread-safe.
 */
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
     * Throws RESOURCE when so many bytes more would not fit.
     *
     * @param place for the message
     */
    public void require(long bytes, String place) {
        long used = ignite.dataRegionMetrics(region).getTotalUsedSize();
        if (used + bytes > usableBytes) {
            throw GridmillException.resource(
                    "data region '" + region + "' must keep below " + USABLE_PERCENT + " percent, "
                            + usableBytes + " bytes, of its size; " + used + " are used and " + bytes
                            + " more were to come: add nodes or memory, or drop datasets [" + place + "]");
        }
    }
}
