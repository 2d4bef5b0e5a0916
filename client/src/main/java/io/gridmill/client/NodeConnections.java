package io.gridmill.client;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.NodeInfo;
import io.gridmill.core.json.Json;
import io.gridmill.core.service.GridmillService;
import io.gridmill.core.service.Reply;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls the grid through whichever node answers. It holds one connection at a time; when that node goes, the call is repeated
 * at the next of the given addresses and of those that the nodes named, until the deadline. So whatever is called here must be
 * safe to repeat.
 *
 * <p>The first connection is judged more strictly: when nobody listens anywhere, nobody is coming, and the caller wants to know at
 * once. Thread-safe.
 */
final class NodeConnections implements AutoCloseable {
    private static final long LONGEST_PAUSE_MILLIS = 500;

    private final ServiceConnection.Opener opener;
    private final Duration patience;
    private final List<String> given;
    private final Set<String> learned = new LinkedHashSet<>();
    private @Nullable ServiceConnection current;
    private boolean everConnected;
    private boolean closed;

    NodeConnections(ServiceConnection.Opener opener, Duration patience, List<String> addresses) {
        this.opener = opener;
        this.patience = patience;
        this.given = List.copyOf(addresses);
    }

    /** Asks a node, and others until one answers. */
    Answer call(Function<GridmillService, byte[]> call) {
        long deadline = System.nanoTime() + patience.toNanos();
        Backoff backoff = new Backoff(LONGEST_PAUSE_MILLIS);
        for (int tries = 1; ; tries++) {
            try {
                return new Answer(ask(call), tries);
            } catch (NodeLostException e) {
                if (System.nanoTime() >= deadline || !worthWaiting(e)) {
                    throw new GridmillException(ErrorCode.EXTERNAL, unreachable(e), e);
                }
            }
            backoff.pause(deadline, "a node");
        }
    }

    /**
     * An answer of the grid.
     *
     * @param reply a {@link Reply}
     * @param tries how often it was asked; all but the last had no answer, and may have happened nevertheless
     */
    record Answer(byte[] reply, int tries) {
        /** The payload, or the error that the grid answered, thrown. */
        byte[] payload() {
            return Reply.unwrap(reply);
        }

        String text() {
            return Reply.unwrapText(reply);
        }
    }

    private byte[] ask(Function<GridmillService, byte[]> call) {
        ServiceConnection connection = connect();
        try {
            return call.apply(connection.service());
        } catch (NodeLostException e) {
            drop(connection);
            throw e;
        }
    }

    private synchronized boolean worthWaiting(NodeLostException e) {
        return everConnected || e.starting();
    }

    private synchronized ServiceConnection connect() {
        if (closed) {
            throw GridmillException.user("this client is closed");
        }
        if (current != null) {
            return current;
        }
        Set<String> addresses = new LinkedHashSet<>(given);
        addresses.addAll(learned);
        NodeLostException worst = null;
        for (String address : addresses) {
            ServiceConnection connection = null;
            try {
                connection = opener.open(address);
                learn(connection.service());
                current = connection;
                everConnected = true;
                return connection;
            } catch (NodeLostException e) {
                if (connection != null) {
                    connection.close();
                }
                if (worst == null || e.starting()) {
                    worst = e;
                }
            }
        }
        throw Objects.requireNonNull(worst, "a client has at least one address");
    }

    private synchronized String unreachable(NodeLostException last) {
        Set<String> others = new LinkedHashSet<>(learned);
        given.forEach(others::remove);
        String text = "no node reachable at "
                + (given.size() > 3
                        ? given.get(0) + " and " + (given.size() - 1) + " others"
                        : String.join(", ", given));
        if (!others.isEmpty()) {
            text += "; tried also " + String.join(", ", others);
        }
        return text + " (" + last.getMessage() + ")";
    }

    private void learn(GridmillService service) {
        String nodes = Reply.unwrapText(service.nodes());
        for (NodeInfo node : Json.read(nodes, NodeInfo[].class)) {
            learned.add(node.clientAddress());
        }
    }

    private synchronized void drop(ServiceConnection connection) {
        if (current == connection) {
            current = null;
            connection.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
