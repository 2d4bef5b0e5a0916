package io.gridmill.tests.fault;

import io.gridmill.tests.cluster.ProcessCluster;

/** The cluster that the classes of this package share, as long as they leave it as they found it. */
final class FaultClusters {
    static final ProcessCluster SHARED = FaultGrid.cluster("faults", true);

    private FaultClusters() {}
}
