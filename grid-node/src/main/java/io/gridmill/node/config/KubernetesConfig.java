package io.gridmill.node.config;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Kubernetes service whose endpoints are the nodes, and how a pod asks for them.
 *
 * @param service name of the service
 * @param namespace its namespace, or null for the pod's own
 * @param apiServer where Kubernetes answers, {@code https://host:port}
 * @param account folder with the {@code token} and {@code namespace} of the pod's service account
 */
public record KubernetesConfig(String service, @Nullable String namespace, String apiServer, Path account) {
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final String HOST = "KUBERNETES_SERVICE_HOST";
    private static final String PORT = "KUBERNETES_SERVICE_PORT";

    /** From the service as configured, {@code name} or {@code namespace/name}, and what Kubernetes tells each pod in its environment; null when it tells nothing. */
    static @Nullable KubernetesConfig of(String service, Map<String, String> env) {
        String host = env.get(HOST);
        String port = env.get(PORT);
        if (host == null || port == null) {
            return null;
        }
        int slash = service.indexOf('/');
        String address = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return new KubernetesConfig(
                service.substring(slash + 1),
                slash < 0 ? null : service.substring(0, slash),
                "https://" + address + ":" + port,
                ACCOUNT);
    }

    /** File with the token that Kubernetes renews from time to time. */
    public Path token() {
        return account.resolve("token");
    }

    /**
     * The service's namespace.
     *
     * @throws GridmillException RESOURCE when it is the pod's own and the pod has no service account
     */
    public String resolvedNamespace() {
        if (namespace != null) {
            return namespace;
        }
        Path file = account.resolve("namespace");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new GridmillException(
                    ErrorCode.RESOURCE,
                    "a pod must have a service account to ask for the endpoints of a service, got no " + file + " ["
                            + Settings.CLUSTER_KUBERNETES_SERVICE.key() + "=" + service + "]",
                    e);
        }
    }
}
