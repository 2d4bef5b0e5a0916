package io.gridmill.node.grid;

import io.gridmill.client.Gridmill;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.NodeInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.ignite.Ignite;
import org.apache.ignite.events.DiscoveryEvent;
import org.apache.ignite.events.EventType;
import org.apache.ignite.lang.IgnitePredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the grid goes on without this node. A node whose network is cut takes all others for dead, as they do it, and Ignite lets
 * both go on; when the network is whole again, two grids of one name would live side by side for ever. So a node asks those that it took for
 * dead, as long as they have not come back: where one answers, and it never died, the smaller of the two grids has to go.
 *
 * <p>Until then sinks hold the two apart: a job is closed once, and what the other grid says of it is refused.
 */
public final class CutOffWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CutOffWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Membership membership;
    private final Consumer<String> cutOff;
    private final Map<String, NodeInfo> takenForDead = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "gridmill-cut-off");
        made.setDaemon(true);
        return made;
    });

    /** @param cutOff told once or more, with the reason, that this node must end */
    public CutOffWatch(Ignite ignite, Membership membership, Consumer<String> cutOff) {
        this.membership = membership;
        this.cutOff = cutOff;
        IgnitePredicate<DiscoveryEvent> listener = this::heard;
        ignite.events().localListen(listener, EventType.EVT_NODE_FAILED, EventType.EVT_NODE_JOINED);
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
                this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean heard(DiscoveryEvent event) {
        NodeInfo node = Membership.describe(event.eventNode());
        if (event.type() == EventType.EVT_NODE_FAILED) {
            takenForDead.put(node.name(), node);
        } else {
            takenForDead.remove(node.name());
        }
        return true;
    }

    private void look() {
        for (NodeInfo node : takenForDead.values()) {
            try (Gridmill other = Gridmill.connect(node.clientAddress())) {
                String reason = verdict(membership.selfInfo(), membership.nodes(), node, other.nodes());
                if (reason != null) {
                    cutOff.accept(reason);
                }
            } catch (GridmillException e) {
                LOG.debug("{} is dead, as was thought", node.name(), e);
            } catch (RuntimeException e) { // what is thrown here would end the schedule
                LOG.warn("{} could not be asked whether it lives: {}", node.name(), e.toString());
            }
        }
    }

    /**
     * Why this node must end, or null when it need not. Of two grids that took each other for dead, exactly one has to.
     *
     * @param self this node
     * @param mine the nodes of its grid
     * @param takenForDead a node as it was when it was taken for dead
     * @param theirs the nodes of the grid of who answers at its address now
     */
    static @Nullable String verdict(NodeInfo self, List<NodeInfo> mine, NodeInfo takenForDead, List<NodeInfo> theirs) {
        if (!contains(theirs, takenForDead) || contains(theirs, self) || !isGreater(theirs, mine)) {
            return null;
        }
        return "the grid of " + theirs.size() + " node(s) at " + takenForDead.clientAddress()
                + " goes on without this node, which was cut off from it [nodes of this grid="
                + names(mine) + ", of the other=" + names(theirs) + "]";
    }

    /** The same start of the same node: one that was started again is in no grid's past. */
    private static boolean contains(List<NodeInfo> grid, NodeInfo node) {
        return grid.stream()
                .anyMatch(other ->
                        other.name().equals(node.name()) && other.incarnation().equals(node.incarnation()));
    }

    private static boolean isGreater(List<NodeInfo> theirs, List<NodeInfo> mine) {
        return theirs.size() > mine.size()
                || (theirs.size() == mine.size() && names(theirs).compareTo(names(mine)) < 0);
    }

    private static String names(List<NodeInfo> grid) {
        return grid.stream().map(NodeInfo::name).sorted().toList().toString();
    }

    @Override
    public void close() {
        thread.shutdownNow(); // the listener ends with the grid
    }
}
