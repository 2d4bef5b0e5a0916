package io.gridmill.node.grid;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** As much of a Kubernetes API server as a node asks: the endpoints of services, over HTTPS with its own certificate, for one token. */
final class FakeKubernetes implements AutoCloseable {
    static final String TOKEN = "pod-token";
    private static final String PASSWORD = "changeit";

    private final Map<String, String> endpoints = new ConcurrentHashMap<>();
    private final HttpsServer server;

    /** @param folder where its certificate is made */
    FakeKubernetes(Path folder) throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(ssl(certificate(folder))));
        server.createContext("/", this::answer);
        server.start();
    }

    /** The service has these pods, as the API tells it. */
    void set(String namespace, String service, List<String> ready, List<String> notReady) {
        endpoints.put(
                "/api/v1/namespaces/" + namespace + "/endpoints/" + service,
                "{\"kind\": \"Endpoints\", \"metadata\": {\"name\": \"" + service
                        + "\"}, \"subsets\": [{\"addresses\": "
                        + addresses(ready) + ", \"notReadyAddresses\": " + addresses(notReady)
                        + ", \"ports\": [{\"name\": \"discovery\", \"port\": 47500, \"protocol\": \"TCP\"}]}]}");
    }

    private static String addresses(List<String> ips) {
        return ips.stream()
                .map(ip -> "{\"ip\": \"" + ip + "\", \"targetRef\": {\"kind\": \"Pod\"}}")
                .toList()
                .toString();
    }

    String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = endpoints.get(exchange.getRequestURI().getPath());
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(403, -1);
            } else if (body == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private static Path certificate(Path folder) throws IOException, InterruptedException {
        Path store = folder.resolve("api-server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=kubernetes",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool made no certificate: " + said);
        }
        return store;
    }

    private static SSLContext ssl(Path store) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
