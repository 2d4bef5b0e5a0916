package io.gridmill.client;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.service.GridmillService;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import org.apache.ignite.Ignition;
import org.apache.ignite.client.ClientAuthenticationException;
import org.apache.ignite.client.ClientAuthorizationException;
import org.apache.ignite.client.ClientException;
import org.apache.ignite.client.ClientFeatureNotSupportedByServerException;
import org.apache.ignite.client.ClientRetryNonePolicy;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.configuration.ClientConfiguration;

/**
 * A node reached by Ignite's thin client, with its own retries off: which call is repeated, and where, is decided in
 * {@link NodeConnections} alone.
 */
final class IgniteServiceConnection implements ServiceConnection {
    /** How long a node may be silent before it counts as lost; its calls take milliseconds. */
    private static final int TIMEOUT_MILLIS = 10_000;

    private final IgniteClient client;
    private final GridmillService service;

    private IgniteServiceConnection(IgniteClient client, String address) {
        this.client = client;
        GridmillService remote = client.services().serviceProxy(GridmillService.NAME, GridmillService.class);
        this.service = (GridmillService) Proxy.newProxyInstance(
                GridmillService.class.getClassLoader(),
                new Class<?>[] {GridmillService.class},
                new Translated(remote, address));
    }

    static ServiceConnection open(String address) {
        ClientConfiguration configuration = new ClientConfiguration()
                .setAddresses(address)
                .setTimeout(TIMEOUT_MILLIS)
                .setRetryPolicy(new ClientRetryNonePolicy())
                .setPartitionAwarenessEnabled(false)
                .setClusterDiscoveryEnabled(false);
        try {
            return new IgniteServiceConnection(Ignition.startClient(configuration), address);
        } catch (ClientException e) {
            throw translate(e, address);
        }
    }

    @Override
    public GridmillService service() {
        return service;
    }

    @Override
    public void close() {
        client.close();
    }

    /**
     * Errors of Gridmill come as replies, so whatever is thrown is the way to the node: a broken connection, or a node that is not
     * there yet or no longer. Only what no other node would answer differently is an error of the call.
     */
    private static RuntimeException translate(ClientException e, String address) {
        String message = address + ": " + firstLine(e);
        if (e instanceof ClientAuthenticationException
                || e instanceof ClientAuthorizationException
                || e instanceof ClientFeatureNotSupportedByServerException) {
            return new GridmillException(ErrorCode.EXTERNAL, "the node refuses this client: " + message, e);
        }
        if (e instanceof org.apache.ignite.client.ClientConnectionException) {
            return NodeLostException.gone(message, e);
        }
        return NodeLostException.notReady(message, e);
    }

    private static String firstLine(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "unknown host";
            }
        }
        String text = String.valueOf(error.getMessage());
        int end = text.indexOf('\n');
        return (end < 0 ? text : text.substring(0, end))
                .replaceFirst("\\[remoteAddress=.*]", "")
                .strip();
    }

    private record Translated(GridmillService remote, String address) implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
            try {
                return method.invoke(remote, args);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof ClientException lost) {
                    throw translate(lost, address);
                }
                throw e.getCause();
            }
        }
    }
}
