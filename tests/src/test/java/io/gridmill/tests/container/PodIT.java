package io.gridmill.tests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Capability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** A pod of the Kubernetes manifests as a container: its command, configuration, memory and rights, but no API server to ask for others. */
class PodIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @BeforeAll
    static void engine() {
        Images.requireEngine();
    }

    @Test
    void thePodStartsWithItsRightsUnderItsNameAndPreStopDrainsIt() throws Exception {
        Manifests manifests = new Manifests();
        Tree node = manifests.node();
        Path config = Files.writeString(folder.resolve("node.yaml"), manifests.nodeYaml());
        try (GenericContainer<?> pod = new GenericContainer<>(Images.node())) {
            pod.withEnv(Map.of(
                            "GRIDMILL_JAVA_OPTS",
                            manifests.javaOptions(),
                            "GRIDMILL_CLUSTER_KUBERNETES_SERVICE",
                            "none"))
                    .withFileSystemBind(config.toString(), "/etc/gridmill/node.yaml", BindMode.READ_ONLY)
                    .withTmpFs(Map.of("/tmp", "exec"))
                    .withExposedPorts(8080)
                    .withCreateContainerCmdModifier(create -> {
                        create.withHostName("gridmill-0")
                                .withUser(manifests
                                        .podSpec()
                                        .at("securityContext", "runAsUser")
                                        .text())
                                .withEntrypoint(texts(node.at("command")))
                                .withCmd(texts(node.at("args")));
                        create.getHostConfig()
                                .withMemory(5L << 30)
                                .withCapDrop(Capability.ALL)
                                .withReadonlyRootfs(true);
                    })
                    .waitingFor(Wait.forHttp(
                                    node.at("readinessProbe", "httpGet", "path").text())
                            .forPort(8080)
                            .withStartupTimeout(PATIENCE))
                    .start();
            assertThat(pod.getLogs()).contains("node gridmill_0 is ready");

            pod.execInContainer(texts(node.at("lifecycle", "preStop", "exec", "command")));

            await("the container has ended").atMost(PATIENCE).until(() -> !pod.isRunning());
            assertThat(pod.getLogs()).contains("node gridmill_0 drains", "node gridmill_0 has stopped");
            assertThat(DockerClientFactory.lazyClient()
                            .inspectContainerCmd(pod.getContainerId())
                            .exec()
                            .getState()
                            .getExitCodeLong())
                    .isEqualTo(143);
        }
    }

    private static String[] texts(Tree list) {
        return list.all().stream().map(Tree::text).toArray(String[]::new);
    }
}
