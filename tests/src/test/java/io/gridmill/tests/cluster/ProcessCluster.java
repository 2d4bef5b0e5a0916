package io.gridmill.tests.cluster;

import static org.awaitility.Awaitility.await;

import io.gridmill.client.Gridmill;
import io.gridmill.core.error.GridmillException;
import io.gridmill.node.fault.Failpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Some nodes on loopback, with ports, a name and a folder of their own, shared by the tests of a class. Before each test all nodes are
 * there and every partition has its copies: what a test has killed is started again. The nodes' logs are kept under {@code target} and
 * their ends are shown when a test fails. For one thread.
 */
public final class ProcessCluster implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, TestWatcher {
    private static final Duration START = Duration.ofSeconds(300);
    private static final int PORTS_A_NODE = 4;
    private static final int SPARE_NODES = 2;
    private static final int SHOWN_LINES = 150;

    private final String name;
    private final int size;
    private final boolean shared;
    private final Map<String, String> settings = new TreeMap<>();
    private final List<String> flags = new ArrayList<>();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Thread hook = new Thread(this::killAll);
    private @Nullable Path folder;
    private @Nullable Path data;
    private @Nullable Path logs;
    private @Nullable Gridmill client;
    private int firstPort;

    private ProcessCluster(String name, int size, boolean shared) {
        this.name = name;
        this.size = size;
        this.shared = shared;
        settings.put("cluster.failure-detection", "4s");
        settings.put("memory.data", "128MiB");
        settings.put("memory.control", "32MiB");
        settings.put("memory.hot-store", "32MiB");
        settings.put("memory.task", "128MiB");
        settings.put("memory.load-in-flight", "16MiB");
        settings.put("journal.min-free", "16MiB");
        settings.put("run.threads", "1");
        settings.put("sweep.interval", "500ms");
    }

    /** A cluster of so many nodes, named {@code a}, {@code b}, ..., for one class of tests. */
    public static ProcessCluster of(String name, int size) {
        return new ProcessCluster(name, size, false);
    }

    /** A cluster for all classes that use this very instance; it ends with the test run. */
    public static ProcessCluster shared(String name, int size) {
        return new ProcessCluster(name, size, true);
    }

    /** The cluster with another value of a config key, on all nodes. */
    public ProcessCluster with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** The cluster with a flag for every node's JVM. */
    public ProcessCluster flag(String flag) {
        flags.add(flag);
        return this;
    }

    /** The cluster with the nodes' files in folders {@code node-a}, {@code node-b}, ... of this one, which may be disks of their own. */
    public ProcessCluster dataIn(Path parent) {
        data = parent;
        return this;
    }

    /** Starts all nodes and waits until they are one grid; whoever is no extension of JUnit ends it by {@link #close}. */
    public void start() {
        start(name);
    }

    private void start(String label) {
        try {
            folder = Files.createTempDirectory("gridmill-" + label + "-");
            logs = Files.createDirectories(Path.of("target", "cluster-logs", label))
                    .toAbsolutePath();
            try (Stream<Path> old = Files.list(logs)) {
                for (Path log : old.toList()) {
                    Files.delete(log);
                }
            }
            Files.createDirectories(sharedFailpoints());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.put("cluster.name", "test" + ProcessHandle.current().pid());
        Runtime.getRuntime().addShutdownHook(hook);
        firstPort = Ports.free((size + SPARE_NODES) * PORTS_A_NODE);
        settings.put(
                "cluster.discovery-addresses", "127.0.0.1:" + firstPort + ".." + (firstPort + size + SPARE_NODES - 1));
        for (int i = 0; i < size; i++) {
            nodes.add(node(i));
        }
        nodes.get(0).start();
        awaitReady(nodes.get(0));
        nodes.subList(1, size).forEach(NodeProcess::start);
        awaitWhole();
    }

    private NodeProcess node(int number) {
        String name = Character.toString('a' + number);
        int ports = size + SPARE_NODES;
        Map<String, String> mine = new TreeMap<>(settings);
        mine.put("node.name", name);
        mine.put(
                "node.data-dir",
                (data == null ? folder() : data).resolve("node-" + name).toString());
        port(mine, "cluster.discovery-port", firstPort + number);
        port(mine, "cluster.communication-port", firstPort + ports + number);
        int clientPort = firstPort + 2 * ports + number;
        port(mine, "client.port", clientPort);
        int httpPort = firstPort + 3 * ports + number;
        port(mine, "http.port", httpPort);
        return new NodeProcess(
                name,
                mine,
                flags,
                folder().resolve("failpoints-" + name),
                sharedFailpoints(),
                logs().resolve(name + ".log"),
                clientPort,
                httpPort);
    }

    private static void port(Map<String, String> settings, String key, int port) {
        settings.put(key, Integer.toString(port));
        settings.put(key + "-range", "1");
    }

    /** Adds a node and returns at once; whoever ends it calls {@link #remove}. */
    public NodeProcess add() {
        NodeProcess added = node(nodes.size());
        nodes.add(added);
        added.start();
        return added;
    }

    /** Forgets an added node whose process has ended. */
    public void remove(NodeProcess added) {
        if (added.isAlive()) {
            throw new IllegalStateException("node " + added.name() + " still runs");
        }
        nodes.remove(added);
    }

    /** A folder for the test's own files, gone at the end. */
    public Path folder() {
        if (folder == null) {
            throw new IllegalStateException("the cluster is not started");
        }
        return folder;
    }

    private Path logs() {
        if (logs == null) {
            throw new IllegalStateException("the cluster is not started");
        }
        return logs;
    }

    private Path sharedFailpoints() {
        return folder().resolve("failpoints");
    }

    public NodeProcess node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no node " + name));
    }

    public List<NodeProcess> nodes() {
        return List.copyOf(nodes);
    }

    /** SIGKILL. */
    public void kill(NodeProcess node) {
        node.kill();
    }

    /** SIGKILL to several at once. */
    public void kill(List<NodeProcess> victims) {
        victims.forEach(node -> node.signal("KILL"));
        victims.forEach(node -> node.awaitEnd(Duration.ofSeconds(20)));
    }

    /** SIGSTOP. */
    public void stop(NodeProcess node) {
        node.signal("STOP");
    }

    /** SIGCONT. */
    public void wake(NodeProcess node) {
        node.signal("CONT");
    }

    /** Starts a dead node again, with its files. Returns at once. */
    public void restart(NodeProcess node) {
        node.disarm();
        node.start();
    }

    /** The node itself will do this when it comes to the point. */
    public void arm(NodeProcess node, Failpoint point, String action) {
        node.arm(point, action);
    }

    /** The first node to come to the point will do this. */
    public void armFirst(Failpoint point, String action) {
        FailpointFiles.arm(sharedFailpoints(), point, action);
    }

    /** Takes back what was armed, and lets go whoever is held. */
    public void disarm() {
        FailpointFiles.disarm(sharedFailpoints());
        nodes.forEach(NodeProcess::disarm);
    }

    /** Whether a node has come to a point that was armed for the first. */
    public boolean metFirst(Failpoint point) {
        return FailpointFiles.met(sharedFailpoints(), point);
    }

    /** Whether the node has come to a point that was armed for it. */
    public boolean met(NodeProcess node, Failpoint point) {
        return node.met(point);
    }

    /** Whether a thread of any node is held at the point now. */
    public boolean isHeld(Failpoint point) {
        return FailpointFiles.held(sharedFailpoints(), point) > 0
                || nodes.stream().anyMatch(node -> node.held(point) > 0);
    }

    /** Waits until a thread is held at the point, by {@link #armFirst} or {@link #arm} with {@code hold}. */
    public void awaitHeld(Failpoint point) {
        await("a thread is held at " + point.fileName())
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> isHeld(point));
    }

    /** Lets go whoever is held at the point. */
    public void release(Failpoint point) {
        FailpointFiles.release(sharedFailpoints(), point);
        nodes.forEach(node -> node.release(point));
    }

    /** Waits until a node has met a failpoint that was armed for it. */
    public void awaitMet(NodeProcess node, Failpoint point) {
        await("node " + node.name() + " meets " + point.fileName())
                .atMost(Duration.ofSeconds(30))
                .until(() -> node.met(point));
    }

    /** Waits for the one node that a failpoint kills. */
    public NodeProcess awaitDead() {
        return awaitOne("dead", node -> !node.isAlive());
    }

    /** Waits until a node's process has ended by itself, and returns its status. */
    public int awaitEnd(NodeProcess node, Duration timeout) {
        return node.awaitEnd(timeout);
    }

    /** Waits for the one node that a failpoint stops. */
    public NodeProcess awaitStopped() {
        return awaitOne("stopped", NodeProcess::isStopped);
    }

    private NodeProcess awaitOne(String what, java.util.function.Predicate<NodeProcess> condition) {
        return await("a node is " + what)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> nodes.stream().filter(condition).findFirst(), java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** A client that knows all nodes; the cluster closes it. */
    public Gridmill client() {
        if (client == null) {
            client = Gridmill.connect(
                    nodes.stream().map(NodeProcess::clientAddress).toArray(String[]::new));
        }
        return client;
    }

    /** A client that is connected to this node first; the caller closes it. */
    public Gridmill client(NodeProcess node) {
        return Gridmill.connect(node.clientAddress());
    }

    public void awaitReady(NodeProcess node) {
        await("node " + node.name() + " is ready").atMost(START).until(() -> {
            if (!node.isAlive()) {
                throw new IllegalStateException("node " + node.name() + " has died while it was starting");
            }
            return node.isReady();
        });
    }

    /** Waits until so many nodes are in the grid, in the eyes of all that live. */
    public void awaitSize(int count) {
        await(count + " nodes are in the grid")
                .atMost(START)
                .until(() -> nodes.stream()
                        .filter(NodeProcess::isAlive)
                        .allMatch(node -> node.metric("gridmill_nodes") == count));
    }

    /** Waits until all nodes are there and every copy of every partition is where it belongs. */
    public void awaitWhole() {
        nodes.forEach(this::awaitReady);
        awaitSize(nodes.size());
        await("all copies are there")
                .atMost(START)
                .until(() -> nodes.stream().allMatch(node -> node.metric("gridmill_partitions_moving") == 0));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (folder == null) {
            if (shared) {
                AutoCloseable end = this::close;
                context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).put(this, end);
            }
            try {
                start(name);
            } catch (RuntimeException e) {
                showLogs("the cluster did not start");
                throw e;
            }
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        heal();
    }

    /** Disarms every failpoint and makes the cluster whole: what is dead, stopped or unwell is started again, what was added ends. */
    public void heal() {
        disarm();
        while (nodes.size() > size) {
            nodes.remove(size).kill();
        }
        for (NodeProcess node : nodes) {
            if (node.isAlive() && (node.isStopped() || !node.isReady())) {
                node.kill();
            }
            if (!node.isAlive()) {
                node.start();
            }
        }
        awaitWhole();
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        showLogs(context.getDisplayName() + " failed");
    }

    private void showLogs(String why) {
        for (NodeProcess node : nodes) {
            List<String> lines = node.logText().lines().toList();
            System.err.println("---- " + why + "; end of " + node.log());
            lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()).forEach(System.err::println);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (!shared) {
            close();
        }
    }

    /** Ends every node and deletes the folder; the logs stay. */
    public void close() {
        try {
            if (client != null) {
                client.close();
            }
        } catch (GridmillException e) {
            System.err.println("the client could not be closed: " + e.getMessage());
        } finally {
            killAll();
            Folders.delete(folder());
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void killAll() {
        nodes.forEach(NodeProcess::kill);
    }
}
