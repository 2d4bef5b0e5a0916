package io.gridmill.benchmarks.sidebyside;

import io.gridmill.core.error.GridmillException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The nodes of one grid, each a process of its own, while this is open. */
final class NodeProcesses implements AutoCloseable {
    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 30;

    private final List<Process> processes = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();

    /**
     * Starts them one after the other; returns when all are there.
     *
     * @param java the command that starts a node's JVM, up to the class path
     * @param folder for their files and logs
     */
    NodeProcesses(int count, List<String> java, Path folder, Map<String, String> settings) throws Exception {
        try {
            for (int i = 0; i < count; i++) {
                start(java, Files.createDirectories(folder.resolve("node-" + i)), settings);
            }
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    private void start(List<String> java, Path folder, Map<String, String> settings) throws Exception {
        Path address = folder.resolve("address");
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>(java);
        command.add(NodeProcess.class.getName());
        command.add(address.toString());
        command.add("node.data-dir=" + folder.resolve("data"));
        settings.forEach((key, value) -> command.add(key + "=" + value));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        processes.add(process);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!Files.exists(address)) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() - end > 0) {
                throw GridmillException.internal("a node must start within " + START_SECONDS
                        + " seconds, it did not; its log:\n" + Files.readString(log));
            }
        }
        addresses.add(Files.readString(address));
    }

    String addresses() {
        return String.join(",", addresses);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Process process : processes) {
            process.getOutputStream().close();
        }
        for (Process process : processes) {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }
}
