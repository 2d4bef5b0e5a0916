package io.gridmill.tests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.ContainerNetwork;
import io.gridmill.client.Gridmill;
import io.gridmill.node.fault.Failpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.lifecycle.Startables;

/** Three node containers, named {@code a}, {@code b} and {@code c}, and PostgreSQL on one network. For one thread. */
final class ContainerGrid implements AutoCloseable {
    static final String PASSWORD = "s3cret-word";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int CLIENT_PORT = 10800;
    private static final int HTTP_PORT = 8080;
    private static final int POSTGRES_PORT = 5432;
    private static final String FAILPOINTS = "/tmp/failpoints";

    private final DockerClient engine = DockerClientFactory.lazyClient();
    private final Network network = Network.newNetwork();
    private final Map<String, GenericContainer<?>> nodes = new LinkedHashMap<>();
    private final GenericContainer<?> postgres;

    /** @param lines what stands in each node's file {@code /tmp/lines.csv} */
    ContainerGrid(String lines) {
        postgres = new GenericContainer<>(Images.postgres())
                .withNetwork(network)
                .withNetworkAliases("postgres")
                .withEnv("POSTGRES_PASSWORD", PASSWORD)
                .withExposedPorts(POSTGRES_PORT);
        String image = Images.node();
        for (String name : List.of("a", "b", "c")) {
            nodes.put(name, node(image, name, lines));
        }
    }

    /** Starts all of them. */
    void start() {
        // Whoever comes later finds the first by the network's name for it.
        node("a").start();
        Startables.deepStart(node("b"), node("c"), postgres).join();
        awaitWhole();
        await("PostgreSQL answers")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> database().close());
    }

    private GenericContainer<?> node(String image, String name, String lines) {
        return new GenericContainer<>(image)
                .withNetwork(network)
                .withNetworkAliases("gridmill", name)
                .withEnv(Map.of(
                        "GRIDMILL_NODE_NAME", name,
                        "GRIDMILL_CLUSTER_FAILURE_DETECTION", "4s",
                        "GRIDMILL_MEMORY_DATA", "128MiB",
                        "GRIDMILL_MEMORY_HOT_STORE", "32MiB",
                        "GRIDMILL_MEMORY_TASK", "64MiB",
                        "GRIDMILL_RUN_THREADS", "1",
                        "GRIDMILL_JAVA_OPTS",
                                "-Xmx256m -XX:MaxNewSize=80m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dgridmill.failpoints="
                                        + FAILPOINTS,
                        "POSTGRES_PASSWORD", PASSWORD))
                .withCopyToContainer(Transferable.of(lines), "/tmp/lines.csv")
                .withExposedPorts(CLIENT_PORT, HTTP_PORT)
                .withCreateContainerCmdModifier(
                        command -> command.getHostConfig().withMemory(1L << 30))
                .waitingFor(Wait.forHttp("/readyz").forPort(HTTP_PORT).withStartupTimeout(PATIENCE));
    }

    private GenericContainer<?> node(String name) {
        GenericContainer<?> node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("there is no node " + name);
        }
        return node;
    }

    /** A client outside of the network, through the published ports of the two nodes that no test hurts. */
    Gridmill client() {
        return Gridmill.connect(clientAddress("a"), clientAddress("b"));
    }

    private String clientAddress(String name) {
        return node(name).getHost() + ":" + node(name).getMappedPort(CLIENT_PORT);
    }

    Connection database() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + postgres.getHost() + ":" + postgres.getMappedPort(POSTGRES_PORT) + "/postgres",
                "postgres",
                PASSWORD);
    }

    /** Runs a program in a node's container and returns what it wrote; it must succeed. */
    String run(String name, String... command) {
        ExecResult result = exec(name, command);
        assertThat(result.getExitCode())
                .as("%s in %s: %s%s", String.join(" ", command), name, result.getStdout(), result.getStderr())
                .isZero();
        return result.getStdout();
    }

    private ExecResult exec(String name, String... command) {
        try {
            return node(name).execInContainer(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in container " + name, e);
        }
    }

    /** The next thread of the node that comes to the point waits there. What an earlier start of the container left is removed. */
    void hold(String name, Failpoint point) {
        run(
                name,
                "bash",
                "-c",
                "rm -rf " + FAILPOINTS + " && mkdir " + FAILPOINTS + " && cd " + FAILPOINTS
                        + " && echo hold >new && mv new " + point.fileName());
    }

    void awaitHeld(String name, Failpoint point) {
        await("a thread of " + name + " is held at " + point.fileName())
                .atMost(PATIENCE)
                .until(() -> run(name, "ls", FAILPOINTS).contains(point.fileName() + ".held."));
    }

    void kill(String name) {
        engine.killContainerCmd(node(name).getContainerId()).exec();
    }

    void pause(String name) {
        engine.pauseContainerCmd(node(name).getContainerId()).exec();
    }

    void wake(String name) {
        engine.unpauseContainerCmd(node(name).getContainerId()).exec();
    }

    void cutOff(String name) {
        engine.disconnectFromNetworkCmd()
                .withContainerId(node(name).getContainerId())
                .withNetworkId(network.getId())
                .exec();
    }

    void connect(String name) {
        engine.connectToNetworkCmd()
                .withContainerId(node(name).getContainerId())
                .withNetworkId(network.getId())
                .withContainerNetwork(new ContainerNetwork().withAliases("gridmill", name))
                .exec();
    }

    /** SIGTERM, and SIGKILL if the node has not ended after a minute and a half. */
    void stop(String name) {
        engine.stopContainerCmd(node(name).getContainerId()).withTimeout(90).exec();
    }

    /** Waits until the node's container has ended, and returns its exit status. */
    long awaitEnd(String name) {
        ContainerState ended = await("container " + name + " has ended")
                .atMost(PATIENCE)
                .until(() -> state(name), state -> !Boolean.TRUE.equals(state.getRunning()));
        return ended.getExitCodeLong();
    }

    private ContainerState state(String name) {
        return engine.inspectContainerCmd(node(name).getContainerId()).exec().getState();
    }

    /** Starts an ended container again, over the same files, and waits until the grid is whole. */
    void restart(String name) {
        engine.startContainerCmd(node(name).getContainerId()).exec();
        await("node " + name + " is ready")
                .atMost(PATIENCE)
                .until(() ->
                        exec(name, "bash", "/opt/gridmill/conf/container/ready").getExitCode() == 0);
        awaitWhole();
    }

    /** Three nodes are in the grid, and every copy of every partition is where it belongs. */
    private void awaitWhole() {
        await("the grid is whole")
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(metrics("a")).contains("gridmill_nodes 3.0", "gridmill_partitions_moving 0.0"));
    }

    private String metrics(String name) throws IOException {
        URI uri = URI.create("http://" + node(name).getHost() + ":" + node(name).getMappedPort(HTTP_PORT) + "/metrics");
        try (InputStream in = uri.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What the node has logged. */
    String log(String name) {
        return node(name).getLogs();
    }

    @Override
    public void close() {
        nodes.values().forEach(GenericContainer::stop);
        postgres.stop();
        network.close();
    }
}
