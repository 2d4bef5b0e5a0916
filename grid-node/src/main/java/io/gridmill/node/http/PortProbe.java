package io.gridmill.node.http;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.node.config.PortRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Finds free ports, and says which key to change when there is none. */
public final class PortProbe {
    private PortProbe() {}

    /** Opens what shall listen on a port; an IOException means that the port cannot be had. */
    @FunctionalInterface
    public interface Listener<T> {
        T open(InetSocketAddress address) throws IOException;
    }

    /**
     * Opens a listener on the first port of the range that lets it.
     *
     * @throws GridmillException RESOURCE when no port of the range is free; USER when the address is not this machine's
     */
    public static <T> T openFirst(String bindAddress, PortRange range, Listener<T> listener) {
        InetAddress address = local(bindAddress, range);
        IOException last = null;
        for (int port : range.ports().toArray()) {
            try {
                return listener.open(new InetSocketAddress(address, port));
            } catch (IOException e) {
                last = e;
            }
        }
        throw new GridmillException(
                ErrorCode.RESOURCE,
                "one port must be free for " + range.key() + ", got none of " + range + " on " + bindAddress + " ("
                        + (last == null ? "empty range" : last.getMessage()) + "); end what listens there, or set "
                        + range.key() + " or "
                        + range.key() + "-range",
                last);
    }

    /**
     * The first port of the range on which nothing listens now. Somebody else may take it before the caller does, so what can try
     * ports itself should rather use {@link #openFirst}.
     *
     * @throws GridmillException as {@link #openFirst}
     */
    public static int firstFree(String bindAddress, PortRange range) {
        return openFirst(bindAddress, range, address -> {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(address);
                return address.getPort();
            }
        });
    }

    private static InetAddress local(String bindAddress, PortRange range) {
        InetAddress address;
        @Nullable NetworkInterface owner;
        try {
            address = InetAddress.getByName(bindAddress);
            owner = NetworkInterface.getByInetAddress(address);
        } catch (UnknownHostException e) {
            throw new GridmillException(ErrorCode.USER, notLocal(bindAddress, range) + ": no such host", e);
        } catch (IOException e) {
            throw new GridmillException(ErrorCode.USER, notLocal(bindAddress, range) + ": " + e, e);
        }
        // All of 127.0.0.0/8 is this machine, though its interface may name 127.0.0.1 alone.
        if (owner == null && !address.isAnyLocalAddress() && !address.isLoopbackAddress()) {
            throw GridmillException.user(notLocal(bindAddress, range));
        }
        return address;
    }

    private static String notLocal(String bindAddress, PortRange range) {
        return "a bind address must be an address of this machine, got " + bindAddress + " [for " + range.key() + "]";
    }
}
