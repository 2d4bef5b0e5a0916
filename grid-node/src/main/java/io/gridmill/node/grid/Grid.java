package io.gridmill.node.grid;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.node.config.NodeConfig;
import io.gridmill.node.config.PortRange;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteException;
import org.apache.ignite.Ignition;
import org.apache.ignite.ShutdownPolicy;
import org.apache.ignite.calcite.CalciteQueryEngineConfiguration;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.ClientConnectorConfiguration;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.SqlConfiguration;
import org.apache.ignite.configuration.SystemDataRegionConfiguration;
import org.apache.ignite.configuration.WALMode;
import org.apache.ignite.events.EventType;
import org.apache.ignite.failure.StopNodeFailureHandler;
import org.apache.ignite.logger.slf4j.Slf4jLogger;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.TcpDiscoveryIpFinder;

/** Starts Ignite as Gridmill wants it. */
public final class Grid {
    public static final String DATA_REGION = "data";
    public static final String CONTROL_REGION = "control";
    /** Schema of the tables that jobs publish. */
    public static final String SQL_SCHEMA = "GRIDMILL";

    /** Threads that answer clients, of which half may wait for jobs to end. */
    private static final int CLIENT_THREADS = 32;

    private static final long MEBIBYTE = 1L << 20;
    /** Pages that change while a checkpoint writes them; a small ledger changes few. */
    private static final long CHECKPOINT_BUFFER = 16 * MEBIBYTE;

    private static final int WAL_SEGMENTS = 4;
    private static final int WAL_SEGMENT_BYTES = 8 << 20;
    private static final long WAL_BYTES = 64 * MEBIBYTE;

    private Grid() {}

    /** Who this node is, told to the others with its arrival. */
    public record Identity(
            String name, String incarnation, String clientHost, String httpAddress, String version, String cluster) {
        Map<String, Object> attributes() {
            Map<String, Object> attributes = new TreeMap<>();
            attributes.put(Membership.NAME, name);
            attributes.put(Membership.INCARNATION, incarnation);
            attributes.put(Membership.CLIENT_HOST, clientHost);
            attributes.put(Membership.HTTP_ADDRESS, httpAddress);
            attributes.put(Membership.VERSION, version);
            attributes.put(Membership.CLUSTER, cluster);
            return attributes;
        }
    }

    /**
     * Starts the node's Ignite and joins the cluster. With a persistent ledger, returns when the ledger is open.
     *
     * @param folder the node's own: Ignite's files go into {@code ignite}, a persistent ledger into {@code ledger}
     * @param waiting told what the node waits for, again and again
     * @throws GridmillException RESOURCE when it cannot start, with the innermost reason
     */
    public static Ignite start(NodeConfig config, Identity identity, Path folder, Consumer<String> waiting) {
        return config.ledger().persistent()
                ? new LedgerStart(
                                mayFound -> start(config, identity, folder, mayFound),
                                identity.cluster(),
                                config.ledger(),
                                folder.resolve("ledger"),
                                waiting)
                        .start()
                : start(config, identity, folder, true);
    }

    /** Syncs what Ignite has written into the node's folder so far and leaves to the operating system; once the ledger's caches are there. */
    public static void sync(Path folder) {
        UnsyncedFiles.sync(folder.resolve("ignite"));
        UnsyncedFiles.sync(folder.resolve("ledger"));
    }

    private static Ignite start(NodeConfig config, Identity identity, Path folder, boolean mayFound) {
        System.setProperty("IGNITE_UPDATE_NOTIFIER", "false");
        System.setProperty("IGNITE_NO_ASCII", "true");
        System.setProperty("IGNITE_QUIET", "false");
        // The node drains on SIGTERM; Ignite's own hook would take the grid away from under it.
        System.setProperty("IGNITE_NO_SHUTDOWN_HOOK", "true");
        // Else Ignite takes the ledger of a node that was killed while it got copies for damaged, and never starts
        // there.
        System.setProperty("IGNITE_DISABLE_WAL_DURING_REBALANCING", "false");
        IgniteConfiguration ignite = new IgniteConfiguration()
                .setIgniteInstanceName("gridmill-" + identity.name() + "-" + identity.incarnation())
                .setConsistentId(identity.name())
                .setUserAttributes(identity.attributes())
                .setGridLogger(new Slf4jLogger())
                .setMetricsLogFrequency(0)
                .setWorkDirectory(folder.resolve("ignite").toString())
                .setLocalHost(config.cluster().bindAddress())
                .setPeerClassLoadingEnabled(false)
                .setConnectorConfiguration(null)
                .setShutdownPolicy(ShutdownPolicy.IMMEDIATE)
                .setFailureDetectionTimeout(config.cluster().failureDetection().toMillis())
                .setFailureHandler(new StopNodeFailureHandler())
                .setIncludeEventTypes(
                        EventType.EVT_NODE_JOINED,
                        EventType.EVT_NODE_LEFT,
                        EventType.EVT_NODE_FAILED,
                        EventType.EVT_NODE_VALIDATION_FAILED)
                .setDataStorageConfiguration(storage(config, folder.resolve("ledger")))
                .setClientConnectorConfiguration(clients(config))
                .setSqlConfiguration(sql())
                .setDiscoverySpi(discovery(config, mayFound))
                .setCommunicationSpi(new TcpCommunicationSpi()
                        .setLocalPort(config.cluster().communication().first())
                        .setLocalPortRange(range(config.cluster().communication())));
        if (config.ledger().persistent()) {
            ignite.setPluginProviders(new JoinGuard());
        }
        try {
            UnsyncedFiles.dropEmpty(folder.resolve("ignite"));
            Ignite started = Ignition.start(ignite);
            refuseOtherClusters(started, identity.cluster());
            return started;
        } catch (IgniteException e) {
            throw new GridmillException(ErrorCode.RESOURCE, "the node cannot start: " + innermost(e), e);
        }
    }

    /** Two clusters on one machine find each other through the default ports; they must not become one. */
    private static void refuseOtherClusters(Ignite started, String cluster) {
        for (ClusterNode node : started.cluster().forServers().nodes()) {
            String other = node.attribute(Membership.CLUSTER);
            if (!cluster.equals(other)) {
                Ignition.stop(started.name(), true);
                throw GridmillException.user("cluster.name must be the same on all nodes that find each other, got '"
                        + cluster + "' here and '" + other
                        + "' there; set cluster.discovery-port and cluster.discovery-addresses to keep them apart");
            }
        }
    }

    /** Unlike for clients, Ignite counts the first port into the ranges between nodes, and takes 0 for that port alone. */
    private static int range(PortRange ports) {
        return ports.count() == 1 ? 0 : ports.count();
    }

    private static DataStorageConfiguration storage(NodeConfig config, Path ledger) {
        DataRegionConfiguration control = region(CONTROL_REGION, config.memory().controlBytes());
        DataRegionConfiguration data = region(DATA_REGION, config.memory().dataBytes());
        DataStorageConfiguration storage = new DataStorageConfiguration()
                .setSystemDataRegionConfiguration(new SystemDataRegionConfiguration()
                        .setInitialSize(16 * MEBIBYTE)
                        .setMaxSize(32 * MEBIBYTE))
                .setDefaultDataRegionConfiguration(control)
                .setDataRegionConfigurations(data);
        if (config.ledger().persistent()) {
            control.setPersistenceEnabled(true).setCheckpointPageBufferSize(CHECKPOINT_BUFFER);
            String wal = ledger.resolve("wal").toString();
            // One folder for both: a segment that has been written is kept where it is, and not copied.
            storage.setStoragePath(ledger.resolve("pages").toString())
                    .setWalPath(wal)
                    .setWalArchivePath(wal)
                    .setWalMode(WALMode.FSYNC)
                    .setWalSegments(WAL_SEGMENTS)
                    .setWalSegmentSize(WAL_SEGMENT_BYTES)
                    .setMaxWalArchiveSize(WAL_BYTES);
        }
        return storage;
    }

    private static DataRegionConfiguration region(String name, long bytes) {
        return new DataRegionConfiguration()
                .setName(name)
                .setInitialSize(Math.min(bytes, 32 * MEBIBYTE))
                .setMaxSize(bytes)
                .setMetricsEnabled(true);
    }

    private static ClientConnectorConfiguration clients(NodeConfig config) {
        return new ClientConnectorConfiguration()
                .setHost(config.client().bindAddress())
                .setPort(config.client().ports().first())
                .setPortRange(config.client().ports().count() - 1)
                .setJdbcEnabled(config.client().jdbc())
                .setOdbcEnabled(false)
                .setThreadPoolSize(CLIENT_THREADS)
                .setThinClientEnabled(true);
    }

    /** Queries over tables sort and group on the heap: together in a quarter of it, so that they fail before the node does. */
    private static SqlConfiguration sql() {
        return new SqlConfiguration()
                .setSqlSchemas(SQL_SCHEMA)
                .setQueryEnginesConfiguration(new CalciteQueryEngineConfiguration()
                        .setDefault(true)
                        .setGlobalMemoryQuota(Runtime.getRuntime().maxMemory() / 4));
    }

    private static TcpDiscoverySpi discovery(NodeConfig config, boolean mayFound) {
        TcpDiscoverySpi discovery = new TcpDiscoverySpi();
        TcpDiscoveryIpFinder finder = Discovery.finder(config.cluster());
        discovery.setIpFinder(mayFound ? finder : new OtherAddresses(finder, discovery));
        // Without a limit, a node whose own port is not among the addresses would wait for ever. One that has stepped
        // aside must not keep the others waiting: while it looks for a grid, they take it for one about to found one.
        long detection = config.cluster().failureDetection().toMillis();
        discovery.setJoinTimeout(mayFound ? Math.max(30_000, 2 * detection) : Math.max(5_000, detection));
        discovery.setLocalPort(config.cluster().discovery().first());
        discovery.setLocalPortRange(range(config.cluster().discovery()));
        return discovery;
    }

    static String innermost(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
