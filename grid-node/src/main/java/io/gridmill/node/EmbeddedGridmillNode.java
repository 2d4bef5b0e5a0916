package io.gridmill.node;

import io.gridmill.client.EmbeddedNode;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.node.config.NodeConfig;
import io.gridmill.node.config.PortRange;
import io.gridmill.node.http.PortProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node inside the caller's JVM, on loopback, alone in its cluster, with temporary files. Found by {@link java.util.ServiceLoader}. */
public final class EmbeddedGridmillNode implements EmbeddedNode {
    private @Nullable Path folder;
    private @Nullable GridmillNode node;

    @Override
    public String start() {
        try {
            Path made = Files.createTempDirectory("gridmill-embedded-");
            folder = made;
            Map<String, String> sets = new TreeMap<>();
            sets.put("node.data-dir", made.toString());
            sets.put("cluster.name", "embedded" + UUID.randomUUID().toString().substring(0, 8));
            // A node looks for others where it listens itself, so one port of its own keeps it alone. Processes that
            // start at
            // once should not find the same one free.
            int first = 48500 + (int) (ProcessHandle.current().pid() % 100);
            int discovery = PortProbe.firstFree("127.0.0.1", new PortRange("cluster.discovery-port", first, 100));
            sets.put("cluster.discovery-port", Integer.toString(discovery));
            sets.put("cluster.discovery-port-range", "1");
            sets.put("cluster.discovery-addresses", "127.0.0.1:" + discovery);
            sets.put("cluster.communication-port", "48200");
            sets.put("cluster.communication-port-range", "200");
            sets.put("client.port", "48900");
            sets.put("client.port-range", "200");
            sets.put("http.port", "49100");
            sets.put("http.port-range", "200");
            sets.put("dataset.backups", "0");
            sets.put("memory.data", "512MiB");
            sets.put("memory.hot-store", "256MiB");
            sets.put("memory.task", "256MiB");
            node = GridmillNode.start(NodeConfig.load(null, sets, Map.of()));
            return node.clientAddress();
        } catch (IOException e) {
            throw new GridmillException(
                    ErrorCode.RESOURCE, "an embedded node needs a temporary folder: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (node != null) {
            node.close();
            node = null;
        }
        if (folder != null) {
            delete(folder);
            folder = null;
        }
    }

    private static void delete(Path folder) {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new GridmillException(ErrorCode.RESOURCE, "cannot delete " + folder + ": " + e.getMessage(), e);
        }
    }
}
