package io.gridmill.node.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Rules between keys, which no single declaration can hold. */
final class CrossChecks {
    private final NodeConfig config;
    private final ConfigLayers layers;

    CrossChecks(NodeConfig config, ConfigLayers layers) {
        this.config = config;
        this.layers = layers;
    }

    void run() {
        ports();
        if (layers.get(Settings.CLUSTER_KUBERNETES_SERVICE).equals(ValueType.NONE)) {
            discoveryAddresses();
        } else if (config.cluster().kubernetes() == null) {
            layers.problem(Settings.CLUSTER_KUBERNETES_SERVICE.key()
                    + " must be none outside of Kubernetes, which tells its pods KUBERNETES_SERVICE_HOST and"
                    + " KUBERNETES_SERVICE_PORT, got '" + layers.get(Settings.CLUSTER_KUBERNETES_SERVICE) + "' ["
                    + layers.origin(Settings.CLUSTER_KUBERNETES_SERVICE.key()) + "]");
        }
    }

    private void ports() {
        List<PortRange> ranges = List.of(
                config.cluster().discovery(),
                config.cluster().communication(),
                config.client().ports(),
                config.http().ports());
        for (int i = 0; i < ranges.size(); i++) {
            PortRange range = ranges.get(i);
            if (range.last() > 65_535) {
                layers.problem(range.key() + " with its range must end at 65535 or below, got " + range + " ["
                        + layers.origin(range.key()) + "]");
            }
            for (PortRange other : ranges.subList(0, i)) {
                if (range.first() <= other.last() && other.first() <= range.last()) {
                    layers.problem(range.key() + " must not share ports with " + other.key() + ", got " + range
                            + " and " + other + " [" + layers.origin(range.key()) + " and " + layers.origin(other.key())
                            + "]");
                }
            }
        }
    }

    private void discoveryAddresses() {
        String bind = config.cluster().bindAddress();
        List<String> addresses = config.cluster().discoveryAddresses();
        if (!isLoopback(bind) && !isAny(bind) && addresses.stream().allMatch(address -> isLoopback(host(address)))) {
            layers.problem(Settings.CLUSTER_DISCOVERY_ADDRESSES.key() + " must name other than loopback addresses when "
                    + Settings.CLUSTER_BIND_ADDRESS.key() + " is " + bind + ", got " + String.join(", ", addresses)
                    + " ["
                    + layers.origin(Settings.CLUSTER_DISCOVERY_ADDRESSES.key()) + "]");
        }
    }

    private static String host(String address) {
        return address.substring(0, address.lastIndexOf(':'));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || (isLiteral(host) && literal(host).isLoopbackAddress());
    }

    private static boolean isAny(String host) {
        return isLiteral(host) && literal(host).isAnyLocalAddress();
    }

    /** Only literals are looked at: reading a config file must not wait for a name service. */
    private static boolean isLiteral(String host) {
        return host.matches("[0-9.]+|\\[?[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*]?");
    }

    private static InetAddress literal(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("a literal address never asks a name service, got " + host, e);
        }
    }
}
