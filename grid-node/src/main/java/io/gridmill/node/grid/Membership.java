package io.gridmill.node.grid;

import io.gridmill.core.job.NodeInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;

/**
 * Who is in the grid now, as this node sees it: a hint, never a decision. A node that restarted is another incarnation of the
 * same name.
 */
public final class Membership {
    static final String NAME = "gridmill.node.name";
    static final String INCARNATION = "gridmill.node.incarnation";
    static final String CLIENT_HOST = "gridmill.node.client";
    static final String CLUSTER = "gridmill.cluster.name";
    /** Set by Ignite itself: the port that its client connector took. */
    private static final String CLIENT_PORT = "clientListenerPort";

    static final String HTTP_ADDRESS = "gridmill.node.http";
    static final String VERSION = "gridmill.node.version";

    private final Ignite ignite;
    private final String self;
    private final String incarnation;

    public Membership(Ignite ignite, String self, String incarnation) {
        this.ignite = ignite;
        this.self = self;
        this.incarnation = incarnation;
    }

    /** This node's lasting name. */
    public String self() {
        return self;
    }

    /** This start of this node. */
    public String incarnation() {
        return incarnation;
    }

    /** Who is there, by name. */
    public List<NodeInfo> nodes() {
        return ignite.cluster().forServers().nodes().stream()
                .filter(node -> node.attribute(NAME) != null)
                .map(Membership::describe)
                .sorted(Comparator.comparing(NodeInfo::name))
                .toList();
    }

    static NodeInfo describe(ClusterNode node) {
        return new NodeInfo(
                attribute(node, NAME),
                attribute(node, INCARNATION),
                attribute(node, CLIENT_HOST) + ":" + node.<Object>attribute(CLIENT_PORT),
                attribute(node, HTTP_ADDRESS),
                node.metrics().getTotalCpus(),
                attribute(node, VERSION));
    }

    static String name(ClusterNode node) {
        return attribute(node, NAME);
    }

    private static String attribute(ClusterNode node, String name) {
        return Objects.requireNonNullElse(node.<String>attribute(name), "");
    }

    /** This node, as the others see it. */
    public NodeInfo selfInfo() {
        return describe(ignite.cluster().localNode());
    }

    /** Names of who is there, ascending. */
    public List<String> names() {
        return ignite.cluster().forServers().nodes().stream()
                .map(node -> node.<String>attribute(NAME))
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }

    public boolean isAlive(String name) {
        return names().contains(name);
    }

    public boolean isAlive(String name, String itsIncarnation) {
        return ignite.cluster().forServers().nodes().stream()
                .anyMatch(node -> name.equals(node.<String>attribute(NAME))
                        && itsIncarnation.equals(node.<String>attribute(INCARNATION)));
    }
}
