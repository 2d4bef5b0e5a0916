package io.gridmill.tests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.gridmill.node.config.NodeConfig;
import io.gridmill.node.config.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Dockerfile, compose file and Kubernetes manifests say what a node says of itself: ports, folders, probes, times, memory. */
class DeploymentFilesTest {
    private static final Path FILES = Images.HOME.resolve("config");
    private static final Map<String, String> IN_A_POD =
            Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1", "KUBERNETES_SERVICE_PORT", "443");

    @TempDir
    Path folder;

    private Manifests manifests;
    private NodeConfig image;
    private NodeConfig pod;

    @BeforeEach
    void read() throws IOException {
        image = NodeConfig.load(FILES.resolve("container/node.yaml"), Map.of(), Map.of());
        manifests = new Manifests();
        Path file = Files.writeString(folder.resolve("node.yaml"), manifests.nodeYaml());
        pod = NodeConfig.load(file, Map.of(), IN_A_POD);
    }

    @Test
    void theImageOpensThePortsAndKeepsTheFolderOfItsConfiguration() throws IOException {
        String dockerfile = Files.readString(FILES.resolve("container/Dockerfile"));

        assertThat(dockerfile)
                .contains("EXPOSE " + clientPort(image) + " " + httpPort(image) + " " + discoveryPort(image) + " "
                        + communicationPort(image) + "\n")
                .contains("VOLUME " + image.node().dataDir() + "\n");
        assertThat(Files.readString(FILES.resolve("container/ready")))
                .contains("/dev/tcp/127.0.0.1/" + httpPort(image), "GET /readyz ");
    }

    @Test
    void composeGivesEachNodeANameAPlaceAndEnoughOfEverything() throws IOException {
        Tree compose =
                new Tree("compose.yaml", new Yaml().load(Files.readString(FILES.resolve("container/compose.yaml"))));
        Map<?, ?> services = (Map<?, ?>) compose.at("services").node();

        assertThat(services).hasSize(3);
        for (Object name : services.keySet()) {
            Tree service = compose.at("services", (String) name);
            Map<String, String> environment = new TreeMap<>();
            ((Map<?, ?>) service.at("environment").node())
                    .forEach((key, value) -> environment.put(String.valueOf(key), String.valueOf(value)));
            NodeConfig config = NodeConfig.load(FILES.resolve("container/node.yaml"), Map.of(), environment);

            assertThat(config.node().name()).isEqualTo(name);
            assertThat(config.ledger().persistent()).isTrue();
            assertThat(config.cluster().discoveryAddresses())
                    .containsExactlyInAnyOrderElementsOf(services.keySet().stream()
                            .map(other -> other + ":" + discoveryPort(config))
                            .toList());
            assertThat(service.at("volumes").all())
                    .extracting(Tree::text)
                    .containsExactly(name + ":" + config.node().dataDir());
            assertThat(compose.at("volumes").has((String) name)).isTrue();
            assertThat(service.at("ports").all())
                    .extracting(Tree::text)
                    .anyMatch(port -> port.matches("127\\.0\\.0\\.1:\\d+:" + clientPort(config)))
                    .anyMatch(port -> port.matches("127\\.0\\.0\\.1:\\d+:" + httpPort(config)));
            assertThat(Duration.parse(
                            "PT" + service.at("stop_grace_period").text().toUpperCase(Locale.ROOT)))
                    .isGreaterThan(config.drainTimeout());
            assertFits(config, environment, service.at("mem_limit").text());
        }
    }

    @Test
    void aPodHasThePortsFolderAndMemoryThatItsNodeWants() {
        Tree spec = manifests.podSpec();
        Tree node = manifests.node();

        assertThat(node.at("ports").with("name", "client").at("containerPort").number())
                .isEqualTo(clientPort(pod));
        assertThat(node.at("ports").with("name", "http").at("containerPort").number())
                .isEqualTo(httpPort(pod));
        assertThat(node.at("ports")
                        .with("name", "discovery")
                        .at("containerPort")
                        .number())
                .isEqualTo(discoveryPort(pod));
        assertThat(node.at("ports")
                        .with("name", "communication")
                        .at("containerPort")
                        .number())
                .isEqualTo(communicationPort(pod));
        assertThat(node.at("volumeMounts").with("name", "data").at("mountPath").text())
                .isEqualTo(pod.node().dataDir().toString());
        assertThat(spec.at("enableServiceLinks").node()).isEqualTo(false);
        assertFits(
                pod,
                Map.of("GRIDMILL_JAVA_OPTS", manifests.javaOptions()),
                node.at("resources", "limits", "memory").text());
    }

    @Test
    void aPodIsProbedWhereItsNodeAnswersAndHasTimeToDrain() {
        Tree node = manifests.node();

        assertThat(node.at("livenessProbe", "httpGet", "path").text()).isEqualTo("/livez");
        assertThat(node.at("readinessProbe", "httpGet", "path").text()).isEqualTo("/readyz");
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(node.at(probe, "httpGet", "port").text()).isEqualTo("http");
        }
        assertThat(node.at("lifecycle", "preStop", "exec", "command").all()).hasSize(3);
        assertThat(Duration.ofSeconds(
                        manifests.podSpec().at("terminationGracePeriodSeconds").number()))
                .isGreaterThan(pod.drainTimeout());
    }

    @Test
    void podsFindEachOtherByAServiceThatTheirAccountMayAskFor() {
        Tree service = manifests.object("Service", pod.cluster().kubernetes().service());
        Tree set = manifests.object("StatefulSet", "gridmill");

        assertThat(service.at("spec", "clusterIP").text()).isEqualTo("None");
        assertThat(service.at("spec", "publishNotReadyAddresses").node()).isEqualTo(true);
        assertThat(service.at("spec", "ports")
                        .with("name", "discovery")
                        .at("port")
                        .number())
                .isEqualTo(discoveryPort(pod));
        assertThat(set.at("spec", "serviceName").text())
                .isEqualTo(service.at("metadata", "name").text());
        assertThat(set.at("spec", "podManagementPolicy").text()).isEqualTo("Parallel");
        Tree rule = manifests.object("Role", "gridmill").at("rules").with("resources", "[endpoints]");
        assertThat(rule.at("verbs").text()).isEqualTo("[get]");
        assertThat(rule.at("resourceNames").text())
                .isEqualTo("[" + pod.cluster().kubernetes().service() + "]");
        assertThat(manifests
                        .object("RoleBinding", "gridmill")
                        .at("subjects")
                        .with("kind", "ServiceAccount")
                        .at("name")
                        .text())
                .isEqualTo(manifests.podSpec().at("serviceAccountName").text());
    }

    @Test
    void everySelectorFindsThePods() {
        Object labels = manifests
                .object("StatefulSet", "gridmill")
                .at("spec", "template", "metadata", "labels")
                .node();

        assertThat(manifests
                        .object("StatefulSet", "gridmill")
                        .at("spec", "selector", "matchLabels")
                        .node())
                .isEqualTo(labels);
        assertThat(manifests
                        .object("PodDisruptionBudget", "gridmill")
                        .at("spec", "selector", "matchLabels")
                        .node())
                .isEqualTo(labels);
        assertThat(manifests
                        .object("NetworkPolicy", "gridmill")
                        .at("spec", "podSelector", "matchLabels")
                        .node())
                .isEqualTo(labels);
        for (String service : List.of("gridmill-nodes", "gridmill-clients")) {
            assertThat(manifests
                            .object("Service", service)
                            .at("spec", "selector")
                            .node())
                    .isEqualTo(labels);
        }
        assertThat(manifests
                        .object("Service", "gridmill-clients")
                        .at("spec", "ports")
                        .with("name", "client")
                        .at("port")
                        .number())
                .isEqualTo(clientPort(pod));
    }

    /** The node's own rule, with the heap and the memory that the container has. */
    private static void assertFits(NodeConfig config, Map<String, String> environment, String limit) {
        Matcher heap = Pattern.compile("-Xmx(\\d+[mg])").matcher(environment.get("GRIDMILL_JAVA_OPTS"));
        assertThat(heap.find()).isTrue();
        assertThatCode(() ->
                        config.memory().checkFits(config.run().concurrentShares(), bytes(heap.group(1)), bytes(limit)))
                .doesNotThrowAnyException();
    }

    /** Of {@code 768m}, {@code 3g} or {@code 5Gi}. */
    private static long bytes(String text) {
        return Sizes.parse(text.replaceFirst("i$", "").toUpperCase(Locale.ROOT) + "iB");
    }

    private static int clientPort(NodeConfig config) {
        return config.client().ports().first();
    }

    private static int httpPort(NodeConfig config) {
        return config.http().ports().first();
    }

    private static int discoveryPort(NodeConfig config) {
        return config.cluster().discovery().first();
    }

    private static int communicationPort(NodeConfig config) {
        return config.cluster().communication().first();
    }
}
