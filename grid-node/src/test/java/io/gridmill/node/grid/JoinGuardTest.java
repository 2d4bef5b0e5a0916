package io.gridmill.node.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.UUID;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.plugin.PluginValidationException;
import org.junit.jupiter.api.Test;

/** What this keeps from happening is provoked by a stress of real nodes, not here. */
class JoinGuardTest {
    private static final ClusterNode NODE = (ClusterNode) Proxy.newProxyInstance(
            JoinGuardTest.class.getClassLoader(),
            new Class<?>[] {ClusterNode.class},
            (proxy, method, arguments) -> method.getName().equals("id") ? new UUID(0, 1) : "c");

    @Test
    void aNodeIsRefusedWhileTheBaselineChangesAndIsToldToTryAgain() {
        assertThatThrownBy(() -> new JoinGuard(() -> true).validateNewNode(NODE, null))
                .isInstanceOf(PluginValidationException.class)
                .hasMessage("node c " + JoinGuard.CHANGING);
    }

    @Test
    void aNodeIsLetInOtherwise() {
        assertThatCode(() -> new JoinGuard(() -> false).validateNewNode(NODE, null))
                .doesNotThrowAnyException();
    }

    @Test
    void theCacheThatLetsTheNewestCopiesWinHasTheIdOfItsGroup() {
        assertThat(ControlCaches.NEWEST_WINS.hashCode()).isEqualTo(ControlCaches.GROUP.hashCode());
        assertThat(ControlCaches.NEWEST_WINS).isNotEqualTo(ControlCaches.GROUP);
    }
}
