package io.gridmill.client;

/** A node cannot be reached, or went away during a call: another one is asked. Users never see it. */
public final class NodeLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whether something was there at all, so that waiting a little makes sense even for the first connection. */
    private final boolean starting;

    private NodeLostException(String message, boolean starting, Throwable cause) {
        super(message, cause);
        this.starting = starting;
    }

    /** Nobody listens, or the connection broke. */
    public static NodeLostException gone(String message, Throwable cause) {
        return new NodeLostException(message, false, cause);
    }

    /** Somebody listens but cannot answer yet, as a node does while it starts or stops. */
    public static NodeLostException notReady(String message, Throwable cause) {
        return new NodeLostException(message, true, cause);
    }

    boolean starting() {
        return starting;
    }
}
