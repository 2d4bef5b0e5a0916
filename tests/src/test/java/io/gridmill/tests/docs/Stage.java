package io.gridmill.tests.docs;

import static org.awaitility.Awaitility.await;

import io.gridmill.client.Gridmill;
import io.gridmill.core.job.NodeInfo;
import io.gridmill.tests.cluster.Folders;
import io.gridmill.tests.cluster.NodeCommand;
import io.gridmill.tests.cluster.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a page is played: a folder with the examples' files and a script {@code gridmill}, a shell in it, and a grid: an embedded node, unless the page
 * starts nodes. Pages name the default ports; what really listens there is put in their place, and back in what is seen. For one thread.
 */
final class Stage implements AutoCloseable {
    private static final int NODES = 5;
    private static final int CLIENT_PORT = 10_800;
    private static final int HTTP_PORT = 8_080;

    private final Path folder = Files.createTempDirectory("gridmill-docs-");
    private final Path scratch = Files.createTempDirectory("gridmill-docs-scratch-");
    private final CommandDesk desk = new CommandDesk(scratch);
    private final Map<String, String> ports = new LinkedHashMap<>();
    private final @Nullable Gridmill embedded;
    private final Shell shell;

    Stage(Page page) throws IOException {
        copyExamples();
        Map<String, String> nodes = new TreeMap<>();
        if (page.startsNodes()) {
            embedded = null;
            nodes = settings();
        } else {
            Gridmill grid = Gridmill.embedded();
            embedded = grid;
            NodeInfo node = grid.nodes().get(0);
            ports.put("127.0.0.1:" + CLIENT_PORT, node.clientAddress());
            ports.put("127.0.0.1:" + HTTP_PORT, node.httpAddress());
        }
        desk.connectTo(ports.entrySet().stream()
                .filter(port -> port.getKey().startsWith("127.0.0.1:108"))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(",")));
        writeScript(nodes);
        shell = new Shell(folder, scratch, Map.of("PATH", folder + ":" + System.getenv("PATH")));
    }

    Shell.Seen run(String text, boolean strict) throws IOException {
        String there = text;
        for (Map.Entry<String, String> port : ports.entrySet()) {
            there = there.replace(port.getKey(), port.getValue());
        }
        Shell.Seen seen = shell.run(there, strict);
        String here = seen.text();
        for (Map.Entry<String, String> port : ports.entrySet()) {
            here = here.replace(port.getValue(), port.getKey());
        }
        return new Shell.Seen(seen.status(), here);
    }

    void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** The settings, as environment, of nodes that find only each other. */
    private Map<String, String> settings() {
        int first = Ports.free(4 * NODES);
        Map<String, String> settings = new TreeMap<>();
        settings.put("CLUSTER_NAME", "docs" + ProcessHandle.current().pid());
        settings.put("CLUSTER_DISCOVERY_ADDRESSES", "127.0.0.1:" + first + ".." + (first + NODES - 1));
        int port = first;
        for (String key : List.of("CLUSTER_DISCOVERY_PORT", "CLUSTER_COMMUNICATION_PORT", "CLIENT_PORT", "HTTP_PORT")) {
            settings.put(key, Integer.toString(port));
            settings.put(key + "_RANGE", Integer.toString(NODES));
            port += NODES;
        }
        for (int i = 0; i < NODES; i++) {
            ports.put("127.0.0.1:" + (CLIENT_PORT + i), "127.0.0.1:" + (first + 2 * NODES + i));
            ports.put("127.0.0.1:" + (HTTP_PORT + i), "127.0.0.1:" + (first + 3 * NODES + i));
        }
        settings.put("MEMORY_DATA", "128MiB");
        settings.put("MEMORY_CONTROL", "32MiB");
        settings.put("MEMORY_HOT_STORE", "32MiB");
        settings.put("MEMORY_TASK", "128MiB");
        settings.put("JOURNAL_MIN_FREE", "16MiB");
        settings.put("RUN_THREADS", "1");
        return settings;
    }

    private void copyExamples() throws IOException {
        Path examples = Path.of(System.getProperty("gridmill.home", ".."), "examples");
        Files.createDirectories(folder.resolve("examples"));
        try (Stream<Path> files = Files.list(examples)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path name = file.getFileName();
                Files.copy(file, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                Files.copy(file, folder.resolve("examples").resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** {@code gridmill}: a node is a process, everything else is asked of the desk. */
    private void writeScript(Map<String, String> nodes) throws IOException {
        StringBuilder environment = new StringBuilder();
        nodes.forEach((key, value) -> environment
                .append(" GRIDMILL_")
                .append(key)
                .append("='")
                .append(value)
                .append('\''));
        String java = NodeCommand.java("-Xmx256m").stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        Path script = Files.writeString(folder.resolve("gridmill"), """
                #!/usr/bin/env bash
                if [ "${1:-}" = node ]; then
                  exec env%s %s io.gridmill.cli.Main "$@"
                fi
                terminal=no
                [ /dev/fd/1 -ef "$DOCS_OUT" ] && terminal=yes
                exec 3<>/dev/tcp/127.0.0.1/%d || exit 99
                printf '%%s\\0' $(($# + 3)) "$terminal" "$PWD" "${GRIDMILL_CONNECT:-}" "$@" >&3
                read -r status out err <&3
                cat "$out"
                cat "$err" >&2
                exit "$status"
                """.formatted(environment, java, desk.port()));
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("cannot make executable: " + script);
        }
    }

    @Override
    public void close() throws IOException {
        shell.close();
        desk.close();
        if (embedded != null) {
            embedded.close();
        }
        for (Path path : List.of(scratch, folder)) {
            await().ignoreException(UncheckedIOException.class)
                    .untilAsserted(() -> Folders.delete(path)); // nodes may still write
        }
    }
}
