package io.gridmill.benchmarks.sidebyside;

import io.gridmill.node.GridmillNode;
import io.gridmill.node.config.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/** The main class of a process that is one node, until its standard input ends, as it does when the measuring process is gone. */
public final class NodeProcess {
    private NodeProcess() {}

    /**
     * Starts the node and writes its client address to a file once it is there.
     *
     * @param args that file, then settings as {@code key=value}
     */
    public static void main(String[] args) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        for (int i = 1; i < args.length; i++) {
            int split = args[i].indexOf('=');
            settings.put(args[i].substring(0, split), args[i].substring(split + 1));
        }
        Path address = Path.of(args[0]);
        Path whole = address.resolveSibling(address.getFileName() + ".new");
        try (GridmillNode node = GridmillNode.start(NodeConfig.load(null, settings, Map.of()))) {
            Files.writeString(whole, node.clientAddress());
            Files.move(whole, address, StandardCopyOption.ATOMIC_MOVE);
            while (System.in.read() >= 0) {
                // nobody writes
            }
        }
        System.exit(0);
    }
}
