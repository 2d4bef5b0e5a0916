package io.gridmill.node.grid;

import io.gridmill.node.config.NodeConfig;
import io.gridmill.node.config.PortRange;
import io.gridmill.node.http.PortProbe;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;

/** One Ignite node, as Gridmill sets it up, alone, for tests of what is kept in it. */
public final class LoneGrid implements AutoCloseable {
    private final Ignite ignite;
    private final ControlCaches caches;

    public LoneGrid(Path folder) {
        int discovery = PortProbe.firstFree("127.0.0.1", new PortRange("cluster.discovery-port", 48700, 100));
        Map<String, String> sets = new TreeMap<>();
        sets.put("cluster.discovery-port", Integer.toString(discovery));
        sets.put("cluster.discovery-port-range", "1");
        sets.put("cluster.discovery-addresses", "127.0.0.1:" + discovery);
        sets.put("cluster.communication-port", "48600");
        sets.put("client.port", "49500");
        sets.put("memory.data", "128MiB");
        NodeConfig config = NodeConfig.load(null, sets, Map.of());
        Grid.Identity identity = new Grid.Identity(
                "lone", "1", "127.0.0.1", "", "test", config.cluster().name());
        ignite = Grid.start(config, identity, folder, waiting -> {});
        caches = new ControlCaches(ignite);
    }

    public Ignite ignite() {
        return ignite;
    }

    public ControlCaches caches() {
        return caches;
    }

    @Override
    public void close() {
        Ignition.stop(ignite.name(), true);
    }
}
