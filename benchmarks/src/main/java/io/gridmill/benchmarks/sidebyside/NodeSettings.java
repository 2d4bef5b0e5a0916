package io.gridmill.benchmarks.sidebyside;

import io.gridmill.node.config.PortRange;
import io.gridmill.node.http.PortProbe;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the nodes of one grid are told alike. */
final class NodeSettings {
    private NodeSettings() {}

    /** Settings of a grid on ports that nothing else takes, whose nodes each have room for the rows and a load of them beside. */
    static Map<String, String> of(double scale, int nodes, int backups) {
        int port = PortProbe.firstFree("127.0.0.1", new PortRange("cluster.discovery-port", 48500, 200));
        Map<String, String> settings = new TreeMap<>();
        settings.put("cluster.name", "peers");
        settings.put("cluster.discovery-port", Integer.toString(port));
        settings.put("cluster.discovery-port-range", Integer.toString(nodes));
        settings.put(
                "cluster.discovery-addresses",
                IntStream.range(port, port + nodes)
                        .mapToObj(each -> "127.0.0.1:" + each)
                        .collect(Collectors.joining(",")));
        settings.put("cluster.communication-port", "48200");
        settings.put("client.port", "48900");
        settings.put("http.port", "49100");
        settings.put("dataset.backups", Integer.toString(backups));
        settings.put("memory.data", 256 + (int) (2400 * scale) + "MiB");
        settings.put("memory.hot-store", 128 + (int) (400 * scale) + "MiB");
        return settings;
    }
}
