package io.gridmill.node.grid;

import java.io.Serializable;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.plugin.CachePluginContext;
import org.apache.ignite.plugin.CachePluginProvider;
import org.apache.ignite.plugin.ExtensionRegistry;
import org.apache.ignite.plugin.IgnitePlugin;
import org.apache.ignite.plugin.PluginConfiguration;
import org.apache.ignite.plugin.PluginContext;
import org.apache.ignite.plugin.PluginProvider;
import org.apache.ignite.plugin.PluginValidationException;
import org.jspecify.annotations.Nullable;

/**
 * Lets nobody join while the grid changes its baseline. Such a node would get the new baseline, and of the history before it all but the last
 * item, which is written only at the change's end, by those who take part in it. With that hole a node cannot read its ledger when it
 * starts again, and ends as soon as it is the oldest and another node joins (Ignite 2.17, {@code GridClusterStateProcessor}).
 *
 * <p>Ignite asks the node that hands out the history, and holds changes back while a node joins; so none can begin after the question.
 */
final class JoinGuard implements PluginProvider<PluginConfiguration> {
    /** A part of what a node is told that is to try again. */
    static final String CHANGING = "joins when the grid's baseline has changed";

    private BooleanSupplier changing = () -> false;

    JoinGuard() {}

    /** @param changing whether the grid is changing its baseline */
    JoinGuard(BooleanSupplier changing) {
        this.changing = changing;
    }

    @Override
    public void start(PluginContext context) {
        // Nothing outside of Ignite's inside tells this.
        IgniteEx ignite = (IgniteEx) context.grid();
        changing = () -> ignite.context().state().clusterState().transition();
    }

    @Override
    public void validateNewNode(ClusterNode node) {
        if (changing.getAsBoolean()) {
            String message = "node " + node.consistentId() + " " + CHANGING;
            throw new PluginValidationException(message, message, node.id());
        }
    }

    @Override
    public String name() {
        return "gridmill-join-guard";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String copyright() {
        return "";
    }

    @Override
    @SuppressWarnings("unchecked") // nobody asks for it
    public <T extends IgnitePlugin> T plugin() {
        return (T) new IgnitePlugin() {};
    }

    @Override
    public void initExtensions(PluginContext context, ExtensionRegistry registry) {}

    @Override
    public <T> @Nullable T createComponent(PluginContext context, Class<T> type) {
        return null;
    }

    @Override
    @SuppressWarnings("rawtypes") // as Ignite declares it
    public @Nullable CachePluginProvider createCacheProvider(CachePluginContext context) {
        return null;
    }

    @Override
    public void stop(boolean cancel) {}

    @Override
    public void onIgniteStart() {}

    @Override
    public void onIgniteStop(boolean cancel) {}

    @Override
    public @Nullable Serializable provideDiscoveryData(UUID nodeId) {
        return null;
    }

    @Override
    public void receiveDiscoveryData(UUID nodeId, Serializable data) {}
}
