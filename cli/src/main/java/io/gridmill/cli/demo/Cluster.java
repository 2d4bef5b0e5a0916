package io.gridmill.cli.demo;

import io.gridmill.client.Gridmill;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.NodeInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** The demo's nodes, all on loopback, with ports, files and a cluster name of their own. Thread-safe. */
final class Cluster implements AutoCloseable {
    private static final String HEAP = "288m";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(180);
    private static final int POLL_MILLIS = 100;
    private static final int LOG_LINES = 15;
    /** Below what Linux hands out to outgoing connections. */
    private static final int FIRST_PORT = 20_000;

    private static final int LAST_PORT = 32_000;
    private static final int PORT_KINDS = 4;
    private static final int TRIES = 200;

    private final List<NodeProcess> nodes = new ArrayList<>();
    private final int count;
    private final long maxShareRows;
    private final long dataMebibytes;
    private final int firstPort;
    private boolean closed;

    /**
     * Finds ports; no node runs yet.
     *
     * @param dataMebibytes what a node may hold of datasets
     */
    Cluster(int count, long maxShareRows, long dataMebibytes) throws IOException {
        this.count = count;
        this.maxShareRows = maxShareRows;
        this.dataMebibytes = dataMebibytes;
        this.firstPort = freePorts(count * PORT_KINDS);
    }

    /** Starts the processes and returns without waiting for them to be ready. */
    void start(DemoFolder folder) throws IOException {
        for (int i = 0; i < count; i++) {
            startNode(folder, i);
        }
    }

    private void startNode(DemoFolder folder, int index) throws IOException {
        String name = "n" + (index + 1);
        Path own = folder.folder(name);
        Map<String, String> settings = new TreeMap<>();
        settings.put("node.name", name);
        settings.put("node.data-dir", own.toString());
        settings.put("cluster.name", "demo" + ProcessHandle.current().pid());
        settings.put("cluster.discovery-addresses", "127.0.0.1:" + firstPort + ".." + (firstPort + count - 1));
        ports(settings, "cluster.discovery-port", 0);
        ports(settings, "cluster.communication-port", 1);
        ports(settings, "client.port", 2);
        ports(settings, "http.port", 3);
        settings.put("memory.data", dataMebibytes + "MiB");
        settings.put("memory.control", "64MiB");
        settings.put("memory.hot-store", "96MiB");
        settings.put("memory.task", "64MiB");
        settings.put("memory.load-in-flight", "32MiB");
        settings.put("run.concurrent-shares", "1");
        settings.put("run.max-share-rows", Long.toString(maxShareRows));
        settings.put("run.split-bytes", "8MiB");
        settings.put("journal.takeover", "3s");
        settings.put("drain.timeout", "5s");
        List<String> command = NodeCommandLine.of(Files.createDirectories(own.resolve("tmp")), HEAP, settings);
        NodeProcess node = NodeProcess.start(name, command, own, folder.path().resolve(name + ".log"));
        synchronized (this) {
            if (closed) {
                node.kill();
                throw new GridmillException(ErrorCode.RESOURCE, "the demo was interrupted");
            }
            nodes.add(node);
        }
    }

    private void ports(Map<String, String> settings, String key, int kind) {
        settings.put(key, Integer.toString(firstPort + kind * count));
        settings.put(key + "-range", Integer.toString(count));
    }

    private static int freePorts(int many) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int first = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT - many);
            if (areFree(first, many)) {
                return first;
            }
        }
        throw new IOException("the demo needs " + many + " free ports in a row between " + FIRST_PORT + " and "
                + LAST_PORT + " on 127.0.0.1, and found none");
    }

    private static boolean areFree(int first, int many) {
        for (int port = first; port < first + many; port++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    /** Connects to one of the nodes, once all are there. */
    Gridmill connect(String name) throws InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            for (NodeProcess node : nodes()) {
                if (!node.isAlive()) {
                    throw new GridmillException(
                            ErrorCode.RESOURCE, "node " + node.name() + " has ended while it started");
                }
            }
            GridmillException notYet;
            try {
                return Gridmill.connect(addressOf(name, all()));
            } catch (GridmillException e) {
                if (e.code() == ErrorCode.USER) {
                    throw e;
                }
                notYet = e;
            }
            if (System.nanoTime() >= deadline) {
                throw new GridmillException(
                        ErrorCode.RESOURCE,
                        "the nodes must be there within " + START_TIMEOUT.toSeconds() + " s, but "
                                + notYet.getMessage(),
                        notYet);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** What the first node that answers says of all. */
    private List<NodeInfo> all() {
        try (Gridmill client = Gridmill.connect(anyAddress())) {
            List<NodeInfo> there = client.nodes();
            if (there.size() != count) {
                throw GridmillException.resource(there.size() + " of " + count + " are there");
            }
            return there;
        }
    }

    private String anyAddress() {
        StringBuilder addresses = new StringBuilder();
        for (int i = 0; i < count; i++) {
            addresses.append(i == 0 ? "" : ",").append("127.0.0.1:").append(firstPort + 2 * count + i);
        }
        return addresses.toString();
    }

    private static String addressOf(String name, List<NodeInfo> nodes) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .map(NodeInfo::clientAddress)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a node must be called " + name + ", got " + nodes));
    }

    /** {@code n1, n2 and n3 are started as processes 1, 2 and 3}. */
    String describe() {
        List<String> names = nodes().stream().map(NodeProcess::name).toList();
        List<String> pids =
                nodes().stream().map(node -> Long.toString(node.pid())).toList();
        return and(names) + " are started as processes " + and(pids);
    }

    private static String and(List<String> words) {
        int last = words.size() - 1;
        return String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }

    /** All processes that were started, dead ones too. */
    synchronized List<NodeProcess> nodes() {
        return List.copyOf(nodes);
    }

    NodeProcess node(String name) {
        return nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node is called " + name));
    }

    /** The ends of all logs, for a failure. */
    List<String> logTails() {
        List<String> lines = new ArrayList<>();
        for (NodeProcess node : nodes()) {
            lines.add("--- " + node.name() + (node.isAlive() ? "" : " (dead)") + ": the end of " + node.log());
            lines.addAll(node.logTail(LOG_LINES));
        }
        return lines;
    }

    /** Ends all nodes at once; what they hold goes with the demo. */
    @Override
    public void close() {
        List<NodeProcess> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(nodes);
        }
        all.forEach(NodeProcess::kill);
    }
}
