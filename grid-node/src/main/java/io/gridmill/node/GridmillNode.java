package io.gridmill.node;

import com.sun.management.OperatingSystemMXBean;
import io.gridmill.compute.sql.SqlCompiler;
import io.gridmill.compute.task.TaskCompiler;
import io.gridmill.core.batch.ArrowMemory;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.node.chunk.HotStore;
import io.gridmill.node.config.NodeConfig;
import io.gridmill.node.config.NodeSlot;
import io.gridmill.node.config.Sizes;
import io.gridmill.node.dataset.DatasetTargets;
import io.gridmill.node.dataset.Datasets;
import io.gridmill.node.dataset.IgniteGenerations;
import io.gridmill.node.dataset.VersionPins;
import io.gridmill.node.drive.NodeDrive;
import io.gridmill.node.flush.JobSinks;
import io.gridmill.node.grid.ControlCaches;
import io.gridmill.node.grid.CutOffWatch;
import io.gridmill.node.grid.Grid;
import io.gridmill.node.grid.GridLife;
import io.gridmill.node.grid.Membership;
import io.gridmill.node.grid.OwnAddress;
import io.gridmill.node.grid.PauseWatch;
import io.gridmill.node.grid.RegionRoom;
import io.gridmill.node.http.Health;
import io.gridmill.node.http.HttpEndpoint;
import io.gridmill.node.http.PortProbe;
import io.gridmill.node.journal.ChronicleJournal;
import io.gridmill.node.journal.Journal;
import io.gridmill.node.ledger.Ledger;
import io.gridmill.node.result.ResultStore;
import io.gridmill.node.run.BlockStore;
import io.gridmill.node.run.JobCompiler;
import io.gridmill.node.run.LoadSources;
import io.gridmill.node.service.NodeService;
import io.gridmill.node.service.ServiceEndpoint;
import io.gridmill.node.table.SqlTables;
import io.gridmill.node.table.TableSinkFactory;
import io.gridmill.node.table.Tables;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteState;
import org.apache.ignite.Ignition;
import org.apache.ignite.IgnitionListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running node. The composition root: parts are made in the order in which they need each other, and closed the other way. */
public final class GridmillNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GridmillNode.class);

    private final NodeConfig config;
    private final Deque<Closing> closings = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private volatile @Nullable String notReady = "starting";
    private @Nullable NodeDrive drive;
    private @Nullable Departure departure;
    private String name = "";
    private String clientAddress = "";
    private String httpAddress = "";

    private record Closing(String what, AutoCloseable part) {}

    private GridmillNode(NodeConfig config) {
        this.config = config;
    }

    /**
     * Starts a node and returns when it is ready for clients.
     *
     * @throws GridmillException with the reason when it cannot start; nothing is left running then
     */
    public static GridmillNode start(NodeConfig config) {
        GridmillNode node = new GridmillNode(config);
        try {
            node.start();
            return node;
        } catch (RuntimeException e) {
            node.stop();
            throw e;
        }
    }

    private void start() {
        long began = System.nanoTime();
        NodeSlot slot = opened("slot", NodeSlot.take(config.node()));
        name = slot.name();
        checkMemory();
        BufferAllocator allocator = ArrowMemory.root(Long.MAX_VALUE);
        closings.push(new Closing("memory", () -> closeAllocator(allocator)));
        HttpEndpoint http = opened(
                "http",
                HttpEndpoint.start(config.http().bindAddress(), config.http().ports(), health(), metrics));
        httpAddress = OwnAddress.of(config.http().bindAddress()) + ":"
                + http.address().getPort();

        // The journal comes before the grid: a node whose disk is unusable must not join.
        Journal journal = opened(
                "journal",
                ChronicleJournal.open(
                        slot.journalDir(config.journal()), slot.incarnation(), config.journal(), this::journalFailed));

        // Ignite tells a taken port with pages of stack trace.
        PortProbe.firstFree(config.cluster().bindAddress(), config.cluster().discovery());
        PortProbe.firstFree(config.cluster().bindAddress(), config.cluster().communication());
        PortProbe.firstFree(config.client().bindAddress(), config.client().ports());
        Grid.Identity identity = new Grid.Identity(
                name,
                slot.incarnation(),
                OwnAddress.of(config.client().bindAddress()),
                httpAddress,
                Version.text(),
                config.cluster().name());
        Ignite ignite = Grid.start(config, identity, slot.folder(), waiting -> notReady = waiting);
        IgnitionListener listener = (instance, state) -> ignitionChanged(ignite.name(), instance, state);
        Ignition.addListener(listener);
        closings.push(new Closing("grid", () -> {
            Ignition.removeListener(listener);
            Ignition.stop(ignite.name(), true);
        }));

        NodeDrive.Parts parts = parts(slot, ignite, journal, allocator);
        clientAddress = parts.membership().selfInfo().clientAddress();
        opened(
                "pause watch",
                PauseWatch.start(
                        config.cluster().failureDetection(),
                        parts.membership(),
                        why -> fail("the others have gone on without it: " + why)));
        NodeDrive driving = opened("drive", new NodeDrive(parts));
        drive = driving;
        departure = new Departure(ignite, parts.datasets());
        opened("cut-off watch", new CutOffWatch(ignite, parts.membership(), this::fail));
        ServiceEndpoint.attach(ignite, new NodeService(parts, driving));
        closings.push(new Closing("service", () -> ServiceEndpoint.detach(ignite)));
        NodeMeters.bind(metrics, parts, driving, allocator);
        warmUp();
        notReady = null;
        LOG.info(
                "node {} is ready after {} ms: clients {}, http {}, cluster {} with {} node(s), {} partitions and {} backup(s) by default, memory {} data, {} hot store",
                name,
                (System.nanoTime() - began) / 1_000_000,
                clientAddress,
                httpAddress,
                config.cluster().name(),
                parts.membership().names().size(),
                config.dataset().partitions(),
                config.dataset().backups(),
                Sizes.format(config.memory().dataBytes()),
                Sizes.format(config.memory().hotStoreBytes()));
    }

    private NodeDrive.Parts parts(NodeSlot slot, Ignite ignite, Journal journal, BufferAllocator allocator) {
        ControlCaches caches = new ControlCaches(ignite);
        if (config.ledger().persistent()) {
            Grid.sync(slot.folder());
        }
        RegionRoom room = new RegionRoom(ignite, Grid.DATA_REGION);
        BlockStore blocks = new BlockStore(caches.blocks(), room);
        Membership membership = new Membership(ignite, name, slot.incarnation());
        Ledger ledger = new Ledger(caches, name, slot.incarnation());
        Datasets datasets = new Datasets(caches.datasets(), GridLife.of(caches));
        IgniteGenerations generations = new IgniteGenerations(ignite, Grid.DATA_REGION);
        HotStore hotStore = opened(
                "hot store", new HotStore(allocator, config.memory().hotStoreBytes(), HOT_STORE_WAIT.toMillis()));
        VersionPins pins = new VersionPins(datasets, generations, hotStore);
        DatasetTargets targets = new DatasetTargets(
                datasets,
                generations,
                allocator,
                config.dataset().partitions(),
                config.dataset().backups(),
                config.memory().loadInFlightBytes());
        ResultStore store = new ResultStore(caches.results(), room);
        SqlTables sqlTables = new SqlTables(
                ignite,
                caches.datasets(),
                config.dataset().partitions(),
                config.dataset().backups());
        Tables tables = new Tables(caches.datasets(), sqlTables);
        return new NodeDrive.Parts(
                config,
                caches,
                membership,
                ledger,
                datasets,
                targets,
                tables,
                pins,
                hotStore,
                store,
                journal,
                blocks,
                new JobSinks(
                        targets,
                        new TableSinkFactory(
                                tables,
                                sqlTables,
                                store,
                                allocator,
                                config.table().maxRows())),
                new LoadSources(name, blocks),
                new JobCompiler(new TaskCompiler(config.tasks().dir())),
                allocator);
    }

    /** How long a reader waits for memory in the hot store before it takes more than the budget. */
    private static final Duration HOT_STORE_WAIT = Duration.ofSeconds(1);

    private <T extends AutoCloseable> T opened(String what, T part) {
        closings.push(new Closing(what, part));
        return part;
    }

    /** The first query in a JVM pays for Calcite and Janino, unless somebody did before. */
    private static void warmUp() {
        Thread thread = new Thread(SqlCompiler::warmUp, "gridmill-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private void checkMemory() {
        long machine = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Long.MAX_VALUE;
        config.memory()
                .checkFits(config.run().concurrentShares(), Runtime.getRuntime().maxMemory(), machine);
    }

    private Health health() {
        return new Health() {
            @Override
            public boolean live() {
                return failure.get() == null;
            }

            @Override
            public @Nullable String notReadyReason() {
                String broken = failure.get();
                return broken == null ? notReady : broken;
            }
        };
    }

    private void journalFailed(Throwable cause) {
        fail("the journal failed, so nothing more can be promised: " + cause.getMessage());
    }

    private void ignitionChanged(String mine, @Nullable String instance, IgniteState state) {
        if (mine.equals(instance) && state != IgniteState.STARTED && !stopping.get()) {
            fail("the node has left the grid (" + state + ")");
        }
    }

    private void fail(String reason) {
        if (failure.compareAndSet(null, reason)) {
            LOG.error("node {} stops: {}", name, reason);
            Thread thread = new Thread(this::stop, "gridmill-stop");
            thread.start();
        }
    }

    /** The node's lasting name. */
    public String name() {
        return name;
    }

    /** Where thin clients connect, {@code host:port}. */
    public String clientAddress() {
        return clientAddress;
    }

    /** Where it answers HTTP, {@code host:port}. */
    public String httpAddress() {
        return httpAddress;
    }

    /** Waits until the node has stopped; throws RESOURCE with the reason when it stopped by itself. */
    public void awaitStop() throws InterruptedException {
        stopped.await();
        String reason = failure.get();
        if (reason != null) {
            throw new GridmillException(ErrorCode.RESOURCE, reason);
        }
    }

    /** Takes no more work, waits for what it has and for the other copies of its data, up to the drain timeout, and stops. */
    public void drainAndStop() {
        if (drive != null && departure != null && failure.get() == null) {
            notReady = "draining";
            LOG.info("node {} drains", name);
            long end = System.nanoTime() + config.drainTimeout().toNanos();
            if (!drive.drain(config.drainTimeout())) {
                LOG.warn("node {} leaves before its shares have ended; others take them over", name);
            }
            departure.awaitCopies(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
        stop();
    }

    @Override
    public void close() {
        stop();
    }

    private void stop() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        notReady = "stopping";
        while (!closings.isEmpty()) {
            Closing closing = closings.pop();
            try {
                closing.part().close();
            } catch (Exception e) {
                LOG.warn("node {}: {} could not be closed cleanly: {}", name, closing.what(), e.toString());
                LOG.debug("{} could not be closed", closing.what(), e);
            }
        }
        if (!name.isEmpty()) {
            LOG.info("node {} has stopped", name);
        }
        stopped.countDown();
    }

    private static void closeAllocator(BufferAllocator allocator) {
        long left = allocator.getAllocatedMemory();
        if (left > 0) {
            throw new IllegalStateException(
                    left + " bytes of Arrow memory were not released: " + allocator.toVerboseString());
        }
        allocator.close();
    }
}
