package io.gridmill.node.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.node.config.ClusterConfig;
import io.gridmill.node.config.KubernetesConfig;
import io.gridmill.node.config.NodeConfig;
import io.gridmill.node.config.PortRange;
import io.gridmill.node.http.PortProbe;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.ignite.Ignite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KubernetesDiscoveryTest {
    @TempDir
    Path folder;

    private Path account;
    private FakeKubernetes kubernetes;

    @BeforeEach
    void start() throws Exception {
        account = Files.createDirectories(folder.resolve("serviceaccount"));
        Files.writeString(account.resolve("token"), FakeKubernetes.TOKEN);
        Files.writeString(account.resolve("namespace"), "billing");
        kubernetes = new FakeKubernetes(folder);
    }

    @AfterEach
    void stop() {
        kubernetes.close();
    }

    @Test
    void theEndpointsOfTheServiceAreTheNodesReadyOrNot() {
        kubernetes.set("billing", "gridmill-nodes", List.of("10.1.0.4", "10.1.0.5"), List.of("10.1.0.6"));

        assertThat(Discovery.finder(cluster(null)).getRegisteredAddresses())
                .containsExactlyInAnyOrder(
                        new InetSocketAddress("10.1.0.4", 47500),
                        new InetSocketAddress("10.1.0.5", 47500),
                        new InetSocketAddress("10.1.0.6", 47500));
    }

    @Test
    void nodesThatKnowNothingButTheServiceFormOneGrid() throws Exception {
        int port = PortProbe.firstFree("127.0.0.2", new PortRange("cluster.discovery-port", 48800, 100));
        kubernetes.set("billing", "gridmill-nodes", List.of(), List.of("127.0.0.2", "127.0.0.3"));

        try (Ignite first = node("127.0.0.2", port);
                Ignite second = node("127.0.0.3", port)) {
            assertThat(first.cluster().forServers().nodes()).hasSize(2);
            assertThat(second.cluster().forServers().nodes()).hasSize(2);
        }
    }

    /** The same configuration with another section for the cluster. */
    private static NodeConfig with(NodeConfig config, ClusterConfig cluster) throws ReflectiveOperationException {
        RecordComponent[] sections = NodeConfig.class.getRecordComponents();
        Object[] values = new Object[sections.length];
        for (int i = 0; i < sections.length; i++) {
            Object value = sections[i].getAccessor().invoke(config);
            values[i] = value instanceof ClusterConfig ? cluster : value;
        }
        return (NodeConfig) NodeConfig.class.getConstructors()[0].newInstance(values);
    }

    private Ignite node(String address, int port) throws ReflectiveOperationException {
        NodeConfig config = NodeConfig.load(
                null,
                Map.of(
                        "cluster.bind-address",
                        address,
                        "cluster.discovery-addresses",
                        address + ":" + port,
                        "client.bind-address",
                        address,
                        "cluster.discovery-port",
                        Integer.toString(port),
                        "cluster.discovery-port-range",
                        "1",
                        "memory.data",
                        "32MiB",
                        "memory.control",
                        "32MiB"),
                Map.of());
        ClusterConfig cluster = config.cluster();
        NodeConfig inPod = with(
                config,
                new ClusterConfig(
                        cluster.name(),
                        cluster.bindAddress(),
                        cluster.discoveryAddresses(),
                        new KubernetesConfig("gridmill-nodes", null, kubernetes.url(), account),
                        cluster.discovery(),
                        cluster.communication(),
                        cluster.failureDetection()));
        String name = "n" + address.substring(address.lastIndexOf('.') + 1);
        return Grid.start(
                inPod,
                new Grid.Identity(name, "1", address, "", "test", cluster.name()),
                folder.resolve(name),
                reason -> {});
    }

    @Test
    void aPodThatComesLaterIsFoundByTheSameFinder() {
        kubernetes.set("other", "gridmill-nodes", List.of("10.1.0.4"), List.of());
        var finder = Discovery.finder(cluster("other"));
        kubernetes.set("other", "gridmill-nodes", List.of("10.1.0.4", "10.1.0.5"), List.of());

        assertThat(finder.getRegisteredAddresses()).hasSize(2);
    }

    @Test
    void aServiceAccountThatMayNotAskIsAnErrorThatNamesServiceAndServer() throws IOException {
        kubernetes.set("billing", "gridmill-nodes", List.of("10.1.0.4"), List.of());
        Files.writeString(account.resolve("token"), "of somebody else");

        assertThatThrownBy(() -> Discovery.finder(cluster(null)))
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXTERNAL))
                .hasMessageContaining("response code: 403")
                .hasMessageEndingWith("[service=billing/gridmill-nodes, api=" + kubernetes.url() + "]");
    }

    @Test
    void aServiceThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> Discovery.finder(cluster("elsewhere")))
                .hasMessageContaining("/api/v1/namespaces/elsewhere/endpoints/gridmill-nodes");
    }

    @Test
    void aPodWithoutServiceAccountIsAnErrorThatNamesTheFile() throws IOException {
        Files.delete(account.resolve("namespace"));

        assertThatThrownBy(() -> Discovery.finder(cluster(null)))
                .hasMessage("a pod must have a service account to ask for the endpoints of a service, got no "
                        + account.resolve("namespace") + " [cluster.kubernetes-service=gridmill-nodes]");
    }

    private ClusterConfig cluster(@Nullable String namespace) {
        return new ClusterConfig(
                "gridmill",
                "0.0.0.0",
                List.of("127.0.0.1:47500"),
                new KubernetesConfig("gridmill-nodes", namespace, kubernetes.url(), account),
                new PortRange("cluster.discovery-port", 47500, 1),
                new PortRange("cluster.communication-port", 47100, 1),
                Duration.ofSeconds(10));
    }
}
