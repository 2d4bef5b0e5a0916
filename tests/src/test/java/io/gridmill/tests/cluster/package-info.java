/**
 * Clusters of real node processes on loopback, for tests that kill, stop and restart them.
 *
 * <p>Enter at {@link io.gridmill.tests.cluster.ProcessCluster}. Nodes are judged from outside only: by HTTP, by the client, by their
 * logs, by what is in the sinks. Faults are asked for by signals and by failpoint files. Every process that was started here is
 * ended here, by its handle.
 */
@NullMarked
package io.gridmill.tests.cluster;

import org.jspecify.annotations.NullMarked;
