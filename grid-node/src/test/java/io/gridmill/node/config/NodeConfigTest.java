package io.gridmill.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeConfigTest {
    private static final Map<String, String> NONE = Map.of();

    @TempDir
    Path dir;

    @Test
    void withoutAnythingTheDefaultsHold() {
        NodeConfig config = NodeConfig.load(null, NONE, NONE);

        assertThat(config.node())
                .isEqualTo(new PlaceConfig(null, Path.of("gridmill-data").toAbsolutePath()));
        assertThat(config.cluster())
                .isEqualTo(new ClusterConfig(
                        "gridmill",
                        "127.0.0.1",
                        List.of("127.0.0.1:47500..47519"),
                        null,
                        new PortRange("cluster.discovery-port", 47500, 20),
                        new PortRange("cluster.communication-port", 47100, 100),
                        Duration.ofSeconds(10)));
        assertThat(config.client())
                .isEqualTo(new ClientConfig("127.0.0.1", new PortRange("client.port", 10800, 100), true));
        assertThat(config.http()).isEqualTo(new HttpConfig("127.0.0.1", new PortRange("http.port", 8080, 100)));
        assertThat(config.memory()).isEqualTo(new MemoryConfig(1L << 30, 64L << 20, 512L << 20, 512L << 20, 64L << 20));
        assertThat(config.dataset()).isEqualTo(new DatasetConfig(64, 1));
        assertThat(config.table()).isEqualTo(new TableConfig(1_000_000));
        assertThat(config.run())
                .isEqualTo(new RunConfig(Runtime.getRuntime().availableProcessors(), 2, 16_000_000, 32 << 20));
        assertThat(config.journal())
                .isEqualTo(new JournalConfig(
                        JournalConfig.Mode.FSYNC, null, 256L << 20, 64L << 30, Duration.ofSeconds(30)));
        assertThat(config.jobs()).isEqualTo(new JobsConfig(10_000, Duration.ofDays(7)));
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.sweepInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.effective())
                .allSatisfy(value -> assertThat(value.origin()).isEqualTo("default"));
    }

    @Test
    void laterLayersWinAndEachValueSaysWhereItCameFrom() throws IOException {
        Path file = write("""
                node:
                  name: alpha
                memory:
                  data: 2GiB
                  hot-store: 1GiB
                  task: 100MiB
                journal.mode: os
                cluster:
                  discovery-addresses:
                    - 127.0.0.1:47500..47519
                    - localhost:47500
                """);
        NodeConfig config = NodeConfig.load(
                file,
                Map.of("memory.task", "300MiB"),
                Map.of("GRIDMILL_MEMORY_TASK", "200MiB", "GRIDMILL_MEMORY_HOT_STORE", "256MiB", "PATH", "/bin"));

        assertThat(config.node().name()).isEqualTo("alpha");
        assertThat(config.memory().dataBytes()).isEqualTo(2L << 30);
        assertThat(config.memory().hotStoreBytes()).isEqualTo(256L << 20);
        assertThat(config.memory().taskBytes()).isEqualTo(300L << 20);
        assertThat(config.journal().mode()).isEqualTo(JournalConfig.Mode.OS);
        assertThat(config.cluster().discoveryAddresses()).containsExactly("127.0.0.1:47500..47519", "localhost:47500");
        assertThat(config.effective())
                .contains(
                        new EffectiveValue("node.name", "alpha", file + ":2"),
                        new EffectiveValue("memory.data", "2GiB", file + ":4"),
                        new EffectiveValue("memory.hot-store", "256MiB", "environment GRIDMILL_MEMORY_HOT_STORE"),
                        new EffectiveValue("memory.task", "300MiB", "--set"),
                        new EffectiveValue("journal.mode", "os", file + ":7"),
                        new EffectiveValue("memory.control", "64MiB", "default"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    memory.data         | 512MB        | memory.data must be a size from 32MiB to 64TiB with a unit of B, KiB, MiB, GiB or TiB, got '512MB'
                    memory.data         | 512          | got '512'
                    memory.data         | 1MiB         | from 32MiB
                    memory.data         | 99999999TiB  | to 64TiB
                    drain.timeout       | 10           | drain.timeout must be a duration from 0s to 24h with a unit of ms, s, m, h or d, got '10'
                    drain.timeout       | 2d           | to 24h
                    drain.timeout       | 10 sec       | got '10 sec'
                    dataset.partitions  | 48           | dataset.partitions must be a power of two from 1 to 1024, got '48'
                    dataset.partitions  | 2048         | power of two from 1 to 1024
                    dataset.backups     | -1           | from 0 to 7
                    http.port           | 70000        | a whole number from 1 to 65535
                    http.port           | http         | got 'http'
                    journal.mode        | none         | journal.mode must be one of fsync, os, got 'none'
                    client.jdbc         | yes          | client.jdbc must be true or false, got 'yes'
                    node.name           | a-b          | letters, digits or '_'
                    cluster.discovery-addresses | 127.0.0.1        | a list of host:port
                    cluster.discovery-addresses | 127.0.0.1:9..5   | a list of host:port
                    cluster.bind-address | 127.0.0.1:80 | without port
                    cluster.kubernetes-service | a/b/c   | a service as name or namespace/name, or none
                    cluster.kubernetes-service | Grid    | got 'Grid'
                    run.threads         | ''           | run.threads must be a whole number from 0 to 1024, got ''
                    """)
    void aWrongValueIsAnErrorWithKeyRuleValueAndPlace(String key, String value, String message) throws IOException {
        String section = key.substring(0, key.indexOf('.'));
        Path file = write(
                "# a comment\n" + section + ":\n  " + key.substring(section.length() + 1) + ": '" + value + "'\n");

        assertThatThrownBy(() -> NodeConfig.load(file, NONE, NONE))
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER))
                .hasMessageContaining(message)
                .hasMessageEndingWith("[" + file + ":3]");
        assertThatThrownBy(() -> NodeConfig.load(null, Map.of(key, value), NONE))
                .hasMessageEndingWith("[--set]");
        String variable = "GRIDMILL_" + key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
        assertThatThrownBy(() -> NodeConfig.load(null, NONE, Map.of(variable, value)))
                .hasMessageEndingWith("[environment " + variable + "]");
    }

    @ParameterizedTest
    @CsvSource({
        "gridmill-nodes,,10.96.0.1,https://10.96.0.1:443",
        "billing/gridmill-nodes,billing,fd00::1,https://[fd00::1]:443"
    })
    void aKubernetesServiceIsAskedForWhereKubernetesToldThePodToAsk(
            String service, String namespace, String host, String apiServer) {
        NodeConfig config = NodeConfig.load(
                null,
                Map.of("cluster.kubernetes-service", service, "cluster.bind-address", "10.1.2.3"),
                Map.of("KUBERNETES_SERVICE_HOST", host, "KUBERNETES_SERVICE_PORT", "443"));

        assertThat(config.cluster().kubernetes())
                .isEqualTo(new KubernetesConfig(
                        "gridmill-nodes",
                        namespace,
                        apiServer,
                        Path.of("/var/run/secrets/kubernetes.io/serviceaccount")));
    }

    @Test
    void aKubernetesServiceOutsideOfKubernetesIsAnError() {
        assertThatThrownBy(() -> NodeConfig.load(null, Map.of("cluster.kubernetes-service", "gridmill-nodes"), NONE))
                .hasMessage("cluster.kubernetes-service must be none outside of Kubernetes, which tells its pods "
                        + "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT, got 'gridmill-nodes' [--set]");
    }

    @ParameterizedTest
    @CsvSource({
        "memory.hotstore, memory.hot-store",
        "memmory.data, memory.data",
        "node.port, client.port",
        "hot-store, memory.hot-store",
        "client.ports, client.port"
    })
    void anUnknownKeyIsAnErrorWithPlaceAndTheNearestKnownOne(String unknown, String nearest) throws IOException {
        Path file = write("node:\n  name: alpha\n" + unknown + ": 1\n");

        assertThatThrownBy(() -> NodeConfig.load(file, NONE, NONE))
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER))
                .hasMessage("unknown key " + unknown + ", did you mean " + nearest + "? [" + file + ":3]");
        assertThatThrownBy(() -> NodeConfig.load(null, Map.of(unknown, "1"), NONE))
                .hasMessage("unknown key " + unknown + ", did you mean " + nearest + "? [--set]");
    }

    @Test
    void nothingIsSuggestedForAKeyThatIsLikeNone() {
        assertThatThrownBy(() -> NodeConfig.load(null, Map.of("journal.fsync", "1"), NONE))
                .hasMessage("unknown key journal.fsync [--set]");
        assertThatThrownBy(() -> NodeConfig.load(null, NONE, Map.of("GRIDMILL_MEMORY_SOMETHING", "1")))
                .hasMessage("unknown environment variable GRIDMILL_MEMORY_SOMETHING");
    }

    @Test
    void aVariableThatIsMeantForTheNodeMustBeKnownAndOthersAreIgnored() {
        assertThatThrownBy(() -> NodeConfig.load(null, NONE, Map.of("GRIDMILL_MEMORY_DTA", "1GiB")))
                .hasMessage("unknown environment variable GRIDMILL_MEMORY_DTA, did you mean GRIDMILL_MEMORY_DATA?");
        assertThatThrownBy(() -> NodeConfig.load(null, NONE, Map.of("GRIDMILL_MEMROY_DATA", "1GiB")))
                .hasMessageContaining("did you mean GRIDMILL_MEMORY_DATA?");
        NodeConfig.load(
                null,
                NONE,
                Map.of("GRIDMILL_CONNECT", "127.0.0.1:10800", "GRIDMILL_HOME", "/opt", "GRIDMILL_JAVA_OPTS", "-Xmx1g"));
    }

    @Test
    void everyProblemIsToldAtOnce() throws IOException {
        Path file = write("memory:\n  data: 1GB\n  heap: 2GiB\n");
        assertThatThrownBy(() -> NodeConfig.load(file, Map.of("http.port", "0"), NONE))
                .hasMessageStartingWith("3 errors in the configuration:")
                .hasMessageContaining("[" + file + ":2]")
                .hasMessageContaining("unknown key memory.heap")
                .hasMessageContaining("http.port must be");
    }

    @Test
    void aFileThatIsMissingOrNoYamlOrOfAnotherShapeIsAnErrorWithItsPlace() throws IOException {
        assertThatThrownBy(() -> NodeConfig.load(dir.resolve("none.yaml"), NONE, NONE))
                .hasMessage("the config file does not exist: " + dir.resolve("none.yaml"));
        assertThatThrownBy(() -> NodeConfig.load(dir, NONE, NONE)).hasMessageContaining("cannot be read");
        Path file = write("node:\n  name: [a\nmemory: {}\n");
        assertThatThrownBy(() -> NodeConfig.load(file, NONE, NONE))
                .hasMessageContaining("must be YAML")
                .hasMessageContaining(file + ":");
        assertThatThrownBy(() -> NodeConfig.load(write("just a text"), NONE, NONE))
                .hasMessageContaining("must be sections with keys");
        assertThatThrownBy(() -> NodeConfig.load(write("memory: 1GiB\n"), NONE, NONE))
                .hasMessageContaining("memory must be a section with keys such as memory.data, got '1GiB'");
        assertThatThrownBy(() -> NodeConfig.load(write("node:\n  name: {a: b}\n"), NONE, NONE))
                .hasMessageContaining("unknown key node.name.a");
        assertThatThrownBy(() -> NodeConfig.load(write("node:\n  name: a\nnode.name: b\n"), NONE, NONE))
                .hasMessageContaining("node.name must be given once, and stands in line 2 already")
                .hasMessageEndingWith(":3]");
        assertThatThrownBy(() -> NodeConfig.load(write("node: &n\n  name: *n\n"), NONE, NONE))
                .isInstanceOf(GridmillException.class);
    }

    @Test
    void anEmptyFileAndEmptySectionsMeanDefaults() throws IOException {
        for (String text : new String[] {"", "# nothing\n", "memory:\n", "memory: {}\n"}) {
            assertThat(NodeConfig.load(write(text), NONE, NONE).memory().dataBytes())
                    .isEqualTo(1L << 30);
        }
    }

    @Test
    void rangesOfPortsMustLieApartAndBelow65536() {
        assertThatThrownBy(() -> NodeConfig.load(null, Map.of("http.port", "10790"), NONE))
                .hasMessageContaining(
                        "http.port must not share ports with client.port, got 10790..10889 and 10800..10899 [--set and default]");
        assertThatThrownBy(() -> NodeConfig.load(null, Map.of("http.port", "65500"), NONE))
                .hasMessageContaining("http.port with its range must end at 65535 or below, got 65500..65599 [--set]");
    }

    @Test
    void aNodeThatIsBoundElsewhereMustLookForOthersElsewhere() {
        assertThatThrownBy(() -> NodeConfig.load(null, Map.of("cluster.bind-address", "10.0.0.5"), NONE))
                .hasMessageContaining(
                        "cluster.discovery-addresses must name other than loopback addresses when cluster.bind-address is 10.0.0.5");
        Map<String, String> stated = Map.of(
                "cluster.bind-address", "10.0.0.5", "cluster.discovery-addresses", "10.0.0.5:47500,10.0.0.6:47500");
        assertThat(NodeConfig.load(null, stated, NONE).cluster().discoveryAddresses())
                .hasSize(2);
        NodeConfig.load(null, Map.of("cluster.bind-address", "0.0.0.0"), NONE);
        NodeConfig.load(null, Map.of("cluster.bind-address", "::1"), NONE);
    }

    @Test
    void aReferenceInAValueIsNotResolvedAndASecretIsMasked() {
        Setting<String> secret = new Setting<>("a.password", ValueType.path(false), "none", "A secret.", true);

        assertThat(new ConfigLayers(List.of(secret), null, Map.of("a.password", "hunter2"), NONE).effective())
                .containsExactly(new EffectiveValue("a.password", "******", "--set"));
        assertThat(new ConfigLayers(List.of(secret), null, Map.of("a.password", "${env:PASSWORD}"), NONE).effective())
                .containsExactly(new EffectiveValue("a.password", "${env:PASSWORD}", "--set"));
        ConfigLayers wrong = new ConfigLayers(List.of(secret), null, Map.of("a.password", "hunter\0"), NONE);
        assertThatThrownBy(wrong::complain)
                .hasMessageContaining("got '******'")
                .message()
                .doesNotContain("hunter");
    }

    @Test
    void memoryThatTheMachineDoesNotHaveIsRefusedWithEveryBudget() {
        MemoryConfig memory = NodeConfig.load(null, NONE, NONE).memory();
        memory.checkFits(2, 1L << 30, 4L << 30);
        assertThatThrownBy(() -> memory.checkFits(2, 1L << 30, 2L << 30))
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                .hasMessageContaining("must fit into this machine's 2GiB")
                .hasMessageContaining("memory.data=1GiB")
                .hasMessageContaining("memory.task=512MiB × 2 shares");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(dir.resolve("node.yaml"), text);
    }
}
