package io.gridmill.node.http;

import org.jspecify.annotations.Nullable;

/** What the node says of itself. Asked from HTTP threads, so answers must be quick and thread-safe. */
public interface Health {
    /** False when the process should be killed and started again. */
    boolean live();

    /** Why no work should be sent here now, such as {@code draining}, or null when the node is ready. */
    @Nullable
    String notReadyReason();
}
