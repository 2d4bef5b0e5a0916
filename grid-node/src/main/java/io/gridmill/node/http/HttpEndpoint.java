package io.gridmill.node.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gridmill.node.config.PortRange;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers three pages on the JDK's own HTTP server: {@code /livez} and {@code /readyz} (200, or 503 with the reason as text), and
 * {@code /metrics} in Prometheus' text format, the JVM's own metrics included.
 */
public final class HttpEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
    private static final int THREADS = 2;
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final Health health;
    private final PrometheusMeterRegistry metrics;
    private final HttpServer server;
    private final ExecutorService threads;
    private final JvmMeters jvmMeters;

    /** An answer. */
    private record Page(int status, String contentType, String text) {}

    private HttpEndpoint(Health health, PrometheusMeterRegistry metrics, HttpServer server) {
        this.health = health;
        this.metrics = metrics;
        this.server = server;
        this.jvmMeters = new JvmMeters(metrics);
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "gridmill-http");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Listens on the first free port of the range.
     *
     * @throws io.gridmill.core.error.GridmillException RESOURCE when no port is free; USER when the address is not this machine's
     */
    public static HttpEndpoint start(
            String bindAddress, PortRange ports, Health health, PrometheusMeterRegistry metrics) {
        HttpServer server = PortProbe.openFirst(bindAddress, ports, address -> HttpServer.create(address, 0));
        HttpEndpoint endpoint = new HttpEndpoint(health, metrics, server);
        server.setExecutor(endpoint.threads);
        server.createContext("/", endpoint::answer);
        server.start();
        return endpoint;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Stops listening at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        jvmMeters.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Page page;
            try {
                page = page(
                        exchange.getRequestMethod(), exchange.getRequestURI().getPath());
            } catch (RuntimeException e) {
                LOG.error("answering {} failed", exchange.getRequestURI(), e);
                page = new Page(500, TEXT, "an error of the node; its log says more\n");
            }
            byte[] body = page.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", page.contentType());
            if (page.status() == 405) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            }
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(page.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Page page(String method, String path) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return new Page(405, TEXT, "only GET and HEAD are answered, got " + method + "\n");
        }
        return switch (path) {
            case "/livez" -> health.live() ? new Page(200, TEXT, "live\n") : new Page(503, TEXT, "not live\n");
            case "/readyz" -> ready(health.notReadyReason());
            case "/metrics" -> new Page(200, METRICS, metrics.scrape());
            default -> new Page(404, TEXT, "there are /livez, /readyz and /metrics, got " + path + "\n");
        };
    }

    private static Page ready(@Nullable String notReadyReason) {
        return notReadyReason == null ? new Page(200, TEXT, "ready\n") : new Page(503, TEXT, notReadyReason + "\n");
    }
}
