package io.gridmill.node.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How nodes find each other and when they take one for dead.
 *
 * @param name only nodes with the same cluster name join
 * @param bindAddress where discovery and communication listen
 * @param discoveryAddresses where to look for other nodes, each {@code host:port} or {@code host:first..last}
 * @param kubernetes the service whose endpoints are asked instead, or null
 * @param discovery ports of which this node takes one for discovery
 * @param communication ports of which this node takes one for communication
 * @param failureDetection a node that is silent for longer is dead to the others
 */
public record ClusterConfig(
        String name,
        String bindAddress,
        List<String> discoveryAddresses,
        @Nullable KubernetesConfig kubernetes,
        PortRange discovery,
        PortRange communication,
        Duration failureDetection) {
    public ClusterConfig {
        discoveryAddresses = List.copyOf(discoveryAddresses);
    }
}
