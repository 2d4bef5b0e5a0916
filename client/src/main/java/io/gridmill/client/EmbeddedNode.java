package io.gridmill.client;

/**
 * Starts a node inside this JVM, for {@link Gridmill#embedded()}. Found by {@link java.util.ServiceLoader}; the one provider is in
 * {@code gridmill-grid-node}.
 */
public interface EmbeddedNode extends AutoCloseable {
    /**
     * Starts the node, on loopback, with temporary files, and returns once it answers clients.
     *
     * @return where thin clients reach it, {@code host:port}
     */
    String start();

    /** Stops the node and deletes its temporary files. Also after {@link #start()} failed, and twice, it does no harm. */
    @Override
    void close();
}
