package io.gridmill.node.grid;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collection;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.TcpDiscoveryIpFinder;
import org.apache.ignite.spi.discovery.tcp.ipfinder.TcpDiscoveryIpFinderAdapter;

/** What another finder finds, without the node's own address: a node that looks there joins a grid, and founds none. */
final class OtherAddresses extends TcpDiscoveryIpFinderAdapter {
    private final TcpDiscoveryIpFinder all;
    private final TcpDiscoverySpi discovery;

    OtherAddresses(TcpDiscoveryIpFinder all, TcpDiscoverySpi discovery) {
        this.all = all;
        this.discovery = discovery;
    }

    @Override
    public Collection<InetSocketAddress> getRegisteredAddresses() {
        return all.getRegisteredAddresses().stream()
                .filter(address -> address.getPort() != discovery.getLocalPort() || !isLocal(address.getAddress()))
                .toList();
    }

    private static boolean isLocal(InetAddress address) {
        try {
            return address != null && NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false; // It is not known here, so it is somebody else's.
        }
    }

    @Override
    public void registerAddresses(Collection<InetSocketAddress> addresses) {
        // The addresses are configured.
    }

    @Override
    public void unregisterAddresses(Collection<InetSocketAddress> addresses) {
        // As above.
    }
}
