package io.gridmill.tests.cluster;

import io.gridmill.node.fault.Failpoint;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A node as a process of its own that keeps its name, ports and data folder from start to start. For one thread. */
public final class NodeProcess {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    private final String name;
    private final Map<String, String> settings;
    private final List<String> flags;
    private final Path failpoints;
    private final Path sharedFailpoints;
    private final Path log;
    private final int clientPort;
    private final int httpPort;
    private @Nullable Process process;

    NodeProcess(
            String name,
            Map<String, String> settings,
            List<String> flags,
            Path failpoints,
            Path sharedFailpoints,
            Path log,
            int clientPort,
            int httpPort) {
        this.name = name;
        this.settings = settings;
        this.flags = flags;
        this.failpoints = failpoints;
        this.sharedFailpoints = sharedFailpoints;
        this.log = log;
        this.clientPort = clientPort;
        this.httpPort = httpPort;
    }

    /** The node's lasting name. */
    public String name() {
        return name;
    }

    /** Where thin clients connect. */
    public String clientAddress() {
        return "127.0.0.1:" + clientPort;
    }

    /** Where the node keeps its files. */
    public Path dataFolder() {
        return Path.of(settings.getOrDefault("node.data-dir", ""));
    }

    public Path log() {
        return log;
    }

    /** Another value of a config key, from the next start on. */
    public void set(String key, String value) {
        settings.put(key, value);
    }

    /** Starts the process, which must not run, and returns at once. */
    void start() {
        if (isAlive()) {
            throw new IllegalStateException("node " + name + " runs already");
        }
        List<String> command = new ArrayList<>(NodeCommand.java("-Xmx256m"));
        command.addAll(flags);
        command.add("-Dgridmill.failpoints=" + failpoints + File.pathSeparator + sharedFailpoints);
        command.addAll(NodeCommand.node(settings));
        try {
            Files.createDirectories(failpoints);
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the process lives, stopped or not. */
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** SIGKILL; returns when the process is gone. */
    void kill() {
        if (process != null) {
            process.destroyForcibly();
            awaitEnd(Duration.ofSeconds(20));
        }
    }

    /** SIGTERM; returns at once. */
    public void terminate() {
        if (process != null) {
            process.destroy();
        }
    }

    int awaitEnd(Duration timeout) {
        Process mine = running();
        try {
            if (!mine.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("node " + name + " must end within " + timeout + ", it runs");
            }
            return mine.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while node " + name + " ends", e);
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("node " + name + " was never started");
        }
        return process;
    }

    /** SIGSTOP or SIGCONT. */
    void signal(String signal) {
        try {
            int status = new ProcessBuilder(
                            "kill", "-" + signal, Long.toString(running().pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + signal + " of node " + name + " ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signalling node " + name, e);
        }
    }

    /** Whether the process is stopped by a signal. */
    public boolean isStopped() {
        try {
            String stat =
                    Files.readString(Path.of("/proc", Long.toString(running().pid()), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
        } catch (IOException e) {
            return false;
        }
    }

    void arm(Failpoint point, String action) {
        FailpointFiles.arm(failpoints, point, action);
    }

    /** Whether the failpoint has been met since it was armed. */
    boolean met(Failpoint point) {
        return FailpointFiles.met(failpoints, point);
    }

    long held(Failpoint point) {
        return FailpointFiles.held(failpoints, point);
    }

    void release(Failpoint point) {
        FailpointFiles.release(failpoints, point);
    }

    void disarm() {
        FailpointFiles.disarm(failpoints);
    }

    /** The page at a path of the node's HTTP server, or null when it does not answer with 200. */
    @Nullable
    String page(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? response.body() : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    boolean isReady() {
        return isAlive() && page("/readyz") != null;
    }

    /** The value of a metric, or NaN when the node does not say. */
    public double metric(String metric) {
        String page = page("/metrics");
        if (page != null) {
            for (String line : page.lines().toList()) {
                if (line.startsWith(metric + " ")) {
                    return Double.parseDouble(
                            line.substring(metric.length() + 1).strip());
                }
            }
        }
        return Double.NaN;
    }

    /** What the node has logged, of all its starts. */
    public String logText() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
