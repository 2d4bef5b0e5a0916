package io.gridmill.node.grid;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.apache.ignite.IgniteCluster;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterNode;

/** Ignite's baseline: the nodes among which it spreads copies, by their lasting names. */
final class Baseline {
    /**
     * How long nodes must have come or gone before Ignite adjusts it. A node that wakes from a long pause sees all others as gone; with a baseline of
     * its own it could not join them again, so {@link PauseWatch} must have had the time to end it.
     */
    private static final long SETTLING_MILLIS = 500;

    private Baseline() {}

    /** The nodes in it; none before the first. */
    static Set<String> of(IgniteCluster grid) {
        Set<String> names = new TreeSet<>();
        Collection<BaselineNode> baseline = grid.currentBaselineTopology();
        if (baseline != null) {
            baseline.forEach(node -> names.add(node.consistentId().toString()));
        }
        return names;
    }

    /** The nodes that are there. */
    static Set<String> living(IgniteCluster grid) {
        Set<String> names = new TreeSet<>();
        grid.forServers().nodes().forEach(node -> names.add(node.consistentId().toString()));
        return names;
    }

    /**
     * Makes it the nodes that are there, now and from now on, on the oldest of them. With a ledger on disk, Ignite itself adjusts it soon after nodes have
     * come and gone, but not when it opens the ledger with others than there were, nor as long as any cache has lost partitions.
     *
     * @throws org.apache.ignite.IgniteException when Ignite is busy with another change
     */
    static void follow(IgniteCluster grid) {
        ClusterNode oldest = grid.forServers().forOldest().node();
        if (oldest == null || !oldest.isLocal()) {
            return;
        }
        if (!of(grid).equals(living(grid))) {
            grid.baselineAutoAdjustEnabled(false); // While it is on, nobody else may change the baseline.
            grid.setBaselineTopology(grid.topologyVersion());
        }
        if (!grid.isBaselineAutoAdjustEnabled()) {
            grid.baselineAutoAdjustTimeout(SETTLING_MILLIS);
            grid.baselineAutoAdjustEnabled(true);
        }
    }
}
