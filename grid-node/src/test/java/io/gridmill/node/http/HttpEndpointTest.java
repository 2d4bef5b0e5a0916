package io.gridmill.node.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.node.config.PortRange;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpEndpointTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final TestHealth health = new TestHealth();
    private HttpEndpoint endpoint;

    /** A node whose state a test decides. */
    private static final class TestHealth implements Health {
        volatile boolean live = true;
        volatile Supplier<@Nullable String> reason = () -> "starting: the journal is replayed";

        @Override
        public boolean live() {
            return live;
        }

        @Override
        public @Nullable String notReadyReason() {
            return reason.get();
        }
    }

    @BeforeEach
    void start() throws IOException {
        endpoint = HttpEndpoint.start("127.0.0.1", freeRange(), health, metrics);
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void readinessSaysWhyNotUntilTheNodeIsReadyAndAgainWhileItDrains() throws Exception {
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).isEqualTo("starting: the journal is replayed\n");
        health.reason = () -> null;
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").body()).isEqualTo("ready\n");
        health.reason = () -> "draining";
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).isEqualTo("draining\n");
    }

    @Test
    void livenessIsAskedOfTheNode() throws Exception {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        health.live = false;
        assertThat(get("/livez").statusCode()).isEqualTo(503);
    }

    @Test
    void metricsArePrometheusTextWithThoseOfTheJvm() throws Exception {
        metrics.counter("gridmill.rows.read").increment(42);
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body())
                .contains("gridmill_rows_read_total 42.0")
                .contains("jvm_memory_used_bytes{")
                .contains("jvm_threads_live_threads")
                .contains("process_uptime_seconds");
    }

    @Test
    void unknownPagesAndOtherMethodsAreRefused() throws Exception {
        assertThat(get("/livez/more").statusCode()).isEqualTo(404);
        assertThat(get("/").body()).contains("/livez, /readyz and /metrics");
        HttpResponse<String> posted =
                send(HttpRequest.newBuilder(uri("/livez")).POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(posted.headers().firstValue("Allow")).hasValue("GET, HEAD");
        HttpResponse<String> head =
                send(HttpRequest.newBuilder(uri("/livez")).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
    }

    @Test
    void anErrorOfTheNodeIsA500AndNotSilence() throws Exception {
        health.reason = () -> {
            throw new IllegalStateException("broken");
        };
        assertThat(get("/readyz").statusCode()).isEqualTo(500);
    }

    @Test
    void aSecondNodeTakesTheNextPort() {
        PortRange range = new PortRange("http.port", endpoint.address().getPort(), 50);
        try (HttpEndpoint second =
                HttpEndpoint.start("127.0.0.1", range, health, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))) {
            assertThat(second.address().getPort())
                    .isGreaterThan(endpoint.address().getPort())
                    .isLessThanOrEqualTo(range.last());
            assertThat(second.address().getAddress().isLoopbackAddress()).isTrue();
        }
    }

    @Test
    void aRangeWithoutFreePortIsAnErrorThatNamesKeyAndRange() {
        int taken = endpoint.address().getPort();
        assertThatThrownBy(() -> PortProbe.firstFree("127.0.0.1", new PortRange("client.port", taken, 1)))
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                .hasMessageContaining(
                        "one port must be free for client.port, got none of " + taken + ".." + taken + " on 127.0.0.1")
                .hasMessageContaining("client.port-range");
    }

    @Test
    void anAddressOfAnotherMachineIsAnErrorOfTheConfig() {
        for (String elsewhere : new String[] {"192.0.2.1", "no-such-host.invalid"}) {
            assertThatThrownBy(() -> PortProbe.firstFree(elsewhere, new PortRange("http.port", 8080, 2)))
                    .isInstanceOfSatisfying(
                            GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER))
                    .hasMessageContaining("must be an address of this machine, got " + elsewhere)
                    .hasMessageContaining("http.port");
        }
    }

    @Test
    void aPortThatNobodyHasIsFree() throws IOException {
        PortRange range = freeRange();
        int port = PortProbe.firstFree("127.0.0.1", range);
        assertThat(port).isBetween(range.first(), range.last());
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortProbe.firstFree("127.0.0.1", range)).isGreaterThan(socket.getLocalPort());
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + endpoint.address().getPort() + path);
    }

    /** Fifty ports, of which the first was free a moment ago. */
    private static PortRange freeRange() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new PortRange("http.port", Math.min(socket.getLocalPort(), 65_400), 50);
        }
    }
}
