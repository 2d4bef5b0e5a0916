package io.gridmill.node.grid;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.node.config.LedgerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCluster;
import org.apache.ignite.IgniteException;
import org.apache.ignite.Ignition;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.events.Event;
import org.apache.ignite.events.EventType;
import org.apache.ignite.events.NodeValidationFailedEvent;
import org.apache.ignite.lang.IgnitePredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a node whose ledger is on disk, and waits until the ledger is open. For one thread.
 *
 * <p>The nodes that keep the ledger's copies are Ignite's baseline. It follows the living nodes within a second, so the node that stopped last
 * knows the newest ledger, and each node remembers the baseline that it saw last. After all have stopped, the ledger opens when
 * everybody of the newest baseline is there: what is older is brought up to date, never taken for the truth.
 *
 * <p>Ignite lets a node join only nodes that know at least as new a baseline. So whoever has founded the waiting grid steps aside when
 * it refuses a node that knows more (another baseline, or any at all), and comes back as one that joins. A ledger is made anew only
 * when nobody with one has turned up for a while.
 */
final class LedgerStart {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerStart.class);
    private static final int TRIES = 600;
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();
    /** How long a node that knows more tries to get in before it takes the grid that it finds for another one. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** How long a node keeps aside for one that knows more; it may have died since. */
    private static final Duration ASIDE = Duration.ofMinutes(2);

    /** What Ignite 2.17 says to a node that knows a newer baseline than the grid, or any when the grid knows none. */
    private static final String NEWER = "is greater than cluster BlT id";

    private static final String FIRST = "is not allowed to join cluster without one";
    private static final String OTHER = "is not compatible with BaselineTopology in the cluster";
    /** What it says when the node that it finds goes away, as one does that steps aside. */
    private static final String STOPPING = "Multiple connection attempts failed";

    /**
     * What an open grid says to a node whose count of changed cluster settings is higher. The count of a node that is killed between two writes
     * falls behind, and does so for good; when the grid goes on with such a node as its oldest, all others are ahead.
     */
    private static final String AHEAD = "larger distributed metastorage version id";

    private static final String ALONE = "Failed to connect to any address from IP finder";

    private final Function<Boolean, Ignite> ignition;
    private final String cluster;
    private final LedgerConfig config;
    private final Path folder;
    private final Consumer<String> waiting;
    private String said = "";
    /** Name of a node that knows more, and was refused last; empty when there was none. */
    private volatile String newer = "";

    private volatile long newerSeen;

    /**
     * @param ignition starts Ignite; true when it may found a grid where it finds none
     * @param folder the ledger's, on this node's disk
     * @param waiting told what the node waits for
     */
    LedgerStart(
            Function<Boolean, Ignite> ignition,
            String cluster,
            LedgerConfig config,
            Path folder,
            Consumer<String> waiting) {
        this.ignition = ignition;
        this.cluster = cluster;
        this.config = config;
        this.folder = folder;
        this.waiting = waiting;
    }

    Ignite start() {
        boolean mayFound = true;
        long firstRefused = 0;
        while (true) {
            Ignite ignite;
            try {
                ignite = ignition.apply(mayFound);
            } catch (GridmillException e) {
                String why = String.valueOf(e.getMessage());
                firstRefused = firstRefused == 0 ? System.nanoTime() : firstRefused;
                boolean patient = System.nanoTime() - firstRefused < PATIENCE.toNanos();
                if (why.contains(ALONE) && !mayFound) {
                    mayFound = true;
                } else if (why.contains(AHEAD) && Files.exists(folder)) {
                    setAside(why);
                } else if (why.contains(JoinGuard.CHANGING) && patient) {
                    say("waits until the grid has changed its baseline");
                    LockSupport.parkNanos(PAUSE_NANOS);
                } else if ((why.contains(NEWER) || why.contains(FIRST) || why.contains(STOPPING)) && patient) {
                    say("waits until nodes that know less of the ledger step aside");
                    LockSupport.parkNanos(10 * PAUSE_NANOS);
                } else {
                    throw why.contains(OTHER) || why.contains(FIRST) ? anotherLedger(e) : e;
                }
                continue;
            }
            if (opened(ignite)) {
                awaitWhole(ignite);
                followTheLiving(ignite.cluster());
                return ignite;
            }
            say("steps aside for node " + newer + ", which knows more of the ledger");
            Ignition.stop(ignite.name(), true);
            LockSupport.parkNanos(10 * PAUSE_NANOS);
            mayFound = false;
        }
    }

    /** The grid is open, so it has decided without this node: the node takes the ledger from the others, as one with an empty disk. */
    private void setAside(String why) {
        Path aside = folder.resolveSibling(
                folder.getFileName() + ".refused-" + Instant.now().getEpochSecond());
        LOG.warn("this node's ledger is set aside in {}, and taken from the grid that refuses it: {}", aside, why);
        try {
            Files.move(folder, aside);
        } catch (IOException e) {
            throw new GridmillException(
                    ErrorCode.RESOURCE,
                    "cannot move the ledger that the grid refuses, " + folder + ": " + e.getMessage(),
                    e);
        }
    }

    private static GridmillException anotherLedger(GridmillException refusal) {
        return new GridmillException(
                ErrorCode.USER,
                "the ledger on this node's disk must be one with the grid's, and both have gone on without the other; "
                        + "to join, remove the folder 'ledger' from the node's slot (what only this node knew is lost), or stop the other "
                        + "nodes, remove theirs, and start this one first [" + refusal.getMessage() + "]",
                refusal);
    }

    /** Waits for the ledger to be open; false when this node is to step aside. */
    private boolean opened(Ignite ignite) {
        IgnitePredicate<Event> listener = event -> {
            if (event instanceof NodeValidationFailedEvent refused) {
                refused(ignite, refused);
            }
            return true;
        };
        ignite.events().localListen(listener, EventType.EVT_NODE_VALIDATION_FAILED);
        long began = System.nanoTime();
        while (!ignite.cluster().state().active()) {
            if (keepsAside(ignite.cluster())) {
                return false;
            }
            String lacking = open(ignite.cluster(), System.nanoTime() - began);
            if (lacking != null) {
                say(lacking);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }

    /** All that wait must go, one after the other, or they would only found the next grid that refuses. */
    private boolean keepsAside(IgniteCluster grid) {
        String name = newer;
        return !name.isEmpty()
                && System.nanoTime() - newerSeen < ASIDE.toNanos()
                && grid.forServers().nodes().stream()
                        .noneMatch(node -> name.equals(node.consistentId().toString()));
    }

    private void refused(Ignite ignite, NodeValidationFailedEvent event) {
        String why = String.valueOf(event.validationResult().message());
        LOG.warn("node {} was refused: {}", event.eventNode().consistentId(), why);
        boolean knowsMore = why.contains(NEWER) || why.contains(FIRST);
        boolean mine = cluster.equals(event.eventNode().<String>attribute(Membership.CLUSTER));
        if (knowsMore && mine && !ignite.cluster().state().active()) {
            newerSeen = System.nanoTime();
            newer = event.eventNode().consistentId().toString();
        }
    }

    /** Opens the ledger when it is this node's to do; else says what is lacking. Ignite opens it by itself when the whole baseline is there. */
    private @Nullable String open(IgniteCluster grid, long waitedNanos) {
        if (grid.currentBaselineTopology() == null) {
            ClusterNode oldest = grid.forServers().forOldest().node();
            if (waitedNanos > config.search().toNanos() && oldest != null && oldest.isLocal()) {
                LOG.info("nobody has a ledger: a new one is made");
                grid.state(ClusterState.ACTIVE);
                return null;
            }
            return "looks for nodes that have a ledger, before a new one is made (ledger.search)";
        }
        Set<String> missing = missing(grid);
        if (missing.isEmpty()) {
            return "opens the ledger";
        }
        String lacking = awaited(missing);
        if (lacking == null) {
            LOG.warn("the ledger is opened without {}, as ledger.start-without says", missing);
            grid.state(ClusterState.ACTIVE);
        }
        return lacking;
    }

    private static Set<String> missing(IgniteCluster grid) {
        Set<String> missing = Baseline.of(grid);
        missing.removeAll(Baseline.living(grid));
        return missing;
    }

    /** What to say while these nodes are missing; null when the ledger may do without them. */
    private @Nullable String awaited(Set<String> missing) {
        Set<String> awaited = new TreeSet<>(missing);
        config.startWithout().forEach(awaited::remove);
        return awaited.isEmpty()
                ? null
                : "waits for the nodes that have the newest ledger: " + String.join(", ", awaited)
                        + "; those that will never come back must be named in ledger.start-without";
    }

    /** When nodes die while those that live still copy the ledger from them, the grid stays open, and lacks what had not been copied. */
    private void awaitWhole(Ignite ignite) {
        while (!ControlCaches.isWhole(ignite)) {
            Set<String> missing = missing(ignite.cluster());
            String lacking = awaited(missing);
            if (lacking != null) {
                say(lacking);
            } else {
                LOG.warn("the ledger goes on with the newest copies that are there; without: {}", missing);
                ControlCaches.goOnWithWhatIsThere(ignite);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** From now on, who comes and goes is soon in the baseline, or not; it lasts as the ledger does. Ignite refuses while the ledger is opening still. */
    private static void followTheLiving(IgniteCluster grid) {
        for (int tries = 1; ; tries++) {
            try {
                Baseline.follow(grid);
                return;
            } catch (IgniteException e) {
                if (tries == TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void say(String what) {
        waiting.accept(what);
        if (!what.equals(said)) {
            LOG.info("the node {}", what);
            said = what;
        }
    }
}
