package io.gridmill.node.grid;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.node.config.ClusterConfig;
import io.gridmill.node.config.KubernetesConfig;
import java.net.InetSocketAddress;
import java.util.Collection;
import org.apache.ignite.kubernetes.configuration.KubernetesConnectionConfiguration;
import org.apache.ignite.spi.IgniteSpiException;
import org.apache.ignite.spi.discovery.tcp.ipfinder.TcpDiscoveryIpFinder;
import org.apache.ignite.spi.discovery.tcp.ipfinder.kubernetes.TcpDiscoveryKubernetesIpFinder;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a starting node looks for the others: at addresses that the configuration names, or at the endpoints of a Kubernetes service. */
final class Discovery {
    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

    private Discovery() {}

    /** @throws GridmillException EXTERNAL or RESOURCE when Kubernetes does not tell; Ignite would ask again for ever */
    static TcpDiscoveryIpFinder finder(ClusterConfig cluster) {
        KubernetesConfig kubernetes = cluster.kubernetes();
        if (kubernetes == null) {
            return new TcpDiscoveryVmIpFinder().setAddresses(cluster.discoveryAddresses());
        }
        String namespace = kubernetes.resolvedNamespace();
        TcpDiscoveryIpFinder finder = new TcpDiscoveryKubernetesIpFinder(new KubernetesConnectionConfiguration()
                .setServiceName(kubernetes.service())
                .setNamespace(namespace)
                .setMasterUrl(kubernetes.apiServer())
                .setAccountToken(kubernetes.token().toString())
                .setDiscoveryPort(cluster.discovery().first())
                // A node is ready only after it has joined, so those that are not yet ready must find each other.
                .setIncludeNotReadyAddresses(true));
        try {
            Collection<InetSocketAddress> others = finder.getRegisteredAddresses();
            LOG.info("Kubernetes service {}/{} has the endpoints {}", namespace, kubernetes.service(), others);
        } catch (IgniteSpiException e) {
            throw new GridmillException(
                    ErrorCode.EXTERNAL,
                    "Kubernetes must tell the endpoints of the service that cluster.kubernetes-service names, got "
                            + Grid.innermost(e) + " [service=" + namespace + "/" + kubernetes.service() + ", api="
                            + kubernetes.apiServer() + "]",
                    e);
        }
        return finder;
    }
}
