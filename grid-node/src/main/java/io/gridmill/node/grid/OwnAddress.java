package io.gridmill.node.grid;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Comparator;
import java.util.List;

/** The address that a node gives to others for what listens here: the bind address, unless that means every address there is. */
public final class OwnAddress {
    private OwnAddress() {}

    /**
     * @param bindAddress a host name or IP address of this machine
     * @return the same, or for {@code 0.0.0.0} and {@code ::} the address of this machine's name, or that of a network interface
     */
    public static String of(String bindAddress) {
        try {
            if (!InetAddress.getByName(bindAddress).isAnyLocalAddress()) {
                return bindAddress;
            }
            InetAddress named = InetAddress.getLocalHost();
            return named.isLoopbackAddress() ? ofInterface() : named.getHostAddress();
        } catch (IOException e) {
            return bindAddress; // whoever binds to it says why it cannot be
        }
    }

    private static String ofInterface() throws IOException {
        List<InetAddress> addresses = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLinkLocalAddress())
                .sorted(Comparator.comparing(InetAddress::isLoopbackAddress)
                        .thenComparing(address -> !(address instanceof Inet4Address)))
                .toList();
        return addresses.isEmpty()
                ? InetAddress.getLoopbackAddress().getHostAddress()
                : addresses.get(0).getHostAddress();
    }
}
