package io.gridmill.node.grid;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.apache.ignite.IgniteCluster;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.internal.cluster.IgniteClusterImpl;

/** Ignite's baseline: the nodes among which it spreads copies, by their lasting names. */
final class Baseline {
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
     * Makes it the nodes that are there, on the oldest of them. With a ledger on disk, Ignite itself does so when nodes come and go, but not
     * when it opens the ledger with others than there were, nor as long as any cache has lost partitions.
     *
     * @throws org.apache.ignite.IgniteException when Ignite is busy with another change
     */
    static void follow(IgniteCluster grid) {
        ClusterNode oldest = grid.forServers().forOldest().node();
        if (oldest != null && oldest.isLocal() && !of(grid).equals(living(grid))) {
            ((IgniteClusterImpl) grid).triggerBaselineAutoAdjust(grid.topologyVersion());
        }
    }
}
