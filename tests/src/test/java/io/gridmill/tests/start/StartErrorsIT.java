package io.gridmill.tests.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.tests.cluster.NodeCommand;
import io.gridmill.tests.cluster.Ports;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that cannot start ends with one clear line and a status, and leaves no process behind. */
class StartErrorsIT {
    @TempDir
    Path folder;

    private final Map<String, String> settings = new TreeMap<>();

    private record End(int status, List<String> lines) {}

    @BeforeEach
    void aSmallNodeWithPortsOfItsOwn() {
        settings.put("node.data-dir", folder.resolve("data").toString());
        settings.put("memory.data", "64MiB");
        settings.put("memory.control", "32MiB");
        settings.put("memory.hot-store", "16MiB");
        settings.put("memory.task", "16MiB");
        int port = Ports.free(4);
        settings.put("cluster.discovery-addresses", "127.0.0.1:" + port);
        for (String key : List.of("cluster.discovery-port", "cluster.communication-port", "client.port", "http.port")) {
            settings.put(key, Integer.toString(port++));
            settings.put(key + "-range", "1");
        }
    }

    @Test
    void anUnknownKeyNamesTheNearest() throws Exception {
        settings.put("memory.dta", "1GiB");

        assertEnds(start(), 2, "memory.dta", "memory.data");
    }

    @Test
    void aWrongUnitNamesTheKeyAndTheRule() throws Exception {
        settings.put("memory.data", "12 parsecs");

        assertEnds(start(), 2, "memory.data", "12 parsecs", "MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster.discovery-port", "cluster.communication-port", "client.port", "http.port"})
    void aPortInUseIsNamedWithItsKey(String key) throws Exception {
        try (ServerSocket taken = Ports.takeAny()) {
            settings.put(key, Integer.toString(taken.getLocalPort()));

            assertEnds(start(), 1, key, Integer.toString(taken.getLocalPort()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"node.data-dir", "journal.dir"})
    void aFolderThatCannotBeWrittenIsNamedWithItsKey(String key) throws Exception {
        // Also true for root, whom no permission stops: a folder inside a file.
        Path inside = Files.createFile(folder.resolve("file")).resolve("folder");
        settings.put(key, inside.toString());

        assertEnds(start(), 1, key, inside.toString());
    }

    @Test
    void moreMemoryThanTheMachineHasIsRefused() throws Exception {
        settings.put("memory.data", "60TiB");

        assertEnds(start(), 1, "memory.data", "60TiB");
    }

    /** One line for people, that says what and where; logs may stand before it, a stack trace may not. */
    private static void assertEnds(End end, int status, String... words) {
        List<String> told = end.lines().stream()
                .filter(line -> !line.matches("\\d{4}-\\d\\d-\\d\\dT.*|WARNING: Using incubator modules.*"))
                .toList();
        assertThat(told).as("lines that are no log, of %s", end.lines()).hasSize(1);
        assertThat(told.get(0)).startsWith("gridmill").contains(words);
        assertThat(end.status()).as(told.get(0)).isEqualTo(status);
    }

    private End start() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(NodeCommand.java("-Xmx256m"));
        command.addAll(NodeCommand.node(settings));
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("the process ends")
                    .isTrue();
            return new End(process.exitValue(), Files.readAllLines(output));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
