package io.gridmill.client;

import io.gridmill.core.service.GridmillService;

/** A way to one node's service. {@link IgniteServiceConnection} is the one that crosses the network. */
public interface ServiceConnection extends AutoCloseable {
    /** The node's service; its methods throw {@link NodeLostException} when the node does not answer. */
    GridmillService service();

    /** Lets go of the node. */
    @Override
    void close();

    /** Opens connections. */
    interface Opener {
        /**
         * Connects to a node.
         *
         * @param address {@code host:port}
         * @throws NodeLostException when nobody listens there, or it does not answer
         */
        ServiceConnection open(String address);
    }
}
