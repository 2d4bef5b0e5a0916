package io.gridmill.node.chunk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.configuration.ClientConnectorConfiguration;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;

/** Ignite nodes in this JVM, on loopback and free ports, that know only each other. */
public final class TestGrid implements AutoCloseable {
    public static final String REGION = "data";
    private static final int PORTS = 20;

    private final TcpDiscoveryVmIpFinder addresses = new TcpDiscoveryVmIpFinder(true);
    private final Path work;
    private final long regionBytes;
    private final List<Ignite> nodes = new ArrayList<>();
    private final int clientPort = freePort();
    private int started;

    public TestGrid(Path work, int nodes) {
        this(work, nodes, 256L << 20);
    }

    public TestGrid(Path work, int nodes, long regionBytes) {
        this.work = work;
        this.regionBytes = regionBytes;
        for (int i = 0; i < nodes; i++) {
            startNode();
        }
    }

    Ignite startNode() {
        String name = "node-" + started++;
        DataRegionConfiguration region = new DataRegionConfiguration()
                .setName(REGION)
                .setInitialSize(Math.min(regionBytes, 32L << 20))
                .setMaxSize(regionBytes);
        DataRegionConfiguration small = new DataRegionConfiguration()
                .setName("default")
                .setInitialSize(16L << 20)
                .setMaxSize(64L << 20);
        IgniteConfiguration configuration = new IgniteConfiguration()
                .setIgniteInstanceName(work + "/" + name)
                .setConsistentId(name)
                .setWorkDirectory(work.resolve(name).toString())
                .setLocalHost("127.0.0.1")
                .setConnectorConfiguration(null)
                .setMetricsLogFrequency(0)
                .setClientConnectorConfiguration(
                        new ClientConnectorConfiguration().setPort(clientPort).setPortRange(PORTS))
                .setDiscoverySpi(new TcpDiscoverySpi()
                        .setIpFinder(addresses)
                        .setLocalPort(freePort())
                        .setLocalPortRange(PORTS))
                .setCommunicationSpi(
                        new TcpCommunicationSpi().setLocalPort(freePort()).setLocalPortRange(PORTS))
                .setDataStorageConfiguration(new DataStorageConfiguration()
                        .setDefaultDataRegionConfiguration(small)
                        .setDataRegionConfigurations(region));
        Ignite node = Ignition.start(configuration);
        nodes.add(node);
        return node;
    }

    public Ignite node(int index) {
        return nodes.get(index);
    }

    String clientAddress() {
        return "127.0.0.1:" + clientPort;
    }

    void stop(Ignite node) {
        nodes.remove(node);
        Ignition.stop(node.name(), true);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        List.copyOf(nodes).forEach(this::stop);
    }
}
