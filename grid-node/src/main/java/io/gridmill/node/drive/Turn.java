package io.gridmill.node.drive;

import io.gridmill.node.grid.Membership;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Whose turn it is to take a step that any node may take: one node at once, the others when nothing has happened for a
 * while. For a job it is the node that keeps its records. It saves repeated work; safety does not rest on it. Thread-safe.
 */
final class Turn {
    private static final int REMEMBERED = 10_000;

    private final Membership membership;
    private final UnaryOperator<String> keeperOf;
    private final long patienceNanos;
    private final Map<String, Long> firstSeen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param keeperOf the node that keeps the records of a job, "" for nobody */
    Turn(Membership membership, UnaryOperator<String> keeperOf, Duration patience) {
        this.keeperOf = keeperOf;
        this.membership = membership;
        this.patienceNanos = patience.toNanos();
    }

    /**
     * Whether this node should take the step.
     *
     * @param subject what spreads the turns over the nodes, for example the job's id
     * @param stamp the state that the step would leave
     */
    boolean isMine(String subject, String stamp) {
        if (isMineAtOnce(subject)) {
            return true;
        }
        synchronized (firstSeen) {
            long since = firstSeen.computeIfAbsent(subject + "@" + stamp, key -> System.nanoTime());
            return System.nanoTime() - since > patienceNanos;
        }
    }

    /** Whether this node is the one that does not wait. */
    boolean isMineAtOnce(String subject) {
        return preferred(subject).equals(membership.self());
    }

    private String preferred(String subject) {
        List<String> names = membership.names();
        String keeper = keeperOf.apply(subject);
        if (names.contains(keeper)) {
            return keeper;
        }
        return names.isEmpty() ? membership.self() : names.get(Math.floorMod(subject.hashCode(), names.size()));
    }
}
