package io.gridmill.node.journal;

import io.gridmill.core.sink.AttemptId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which sealed attempts are held, in order, and which are being read. Thread-safe. */
final class Contents {
    private final Map<AttemptId, Held> held = new LinkedHashMap<>();
    private final Map<Held, Integer> reading = new HashMap<>();

    synchronized void add(Held sealed) {
        held.put(sealed.seal().attempt(), sealed);
    }

    synchronized boolean contains(AttemptId attempt) {
        return held.containsKey(attempt);
    }

    /** Bytes of all that is held. */
    synchronized long bytes() {
        return held.values().stream().mapToLong(Held::bytes).sum();
    }

    synchronized List<SealRecord> seals() {
        return held.values().stream().map(Held::seal).toList();
    }

    synchronized void drop(List<SealRecord> seals) {
        seals.forEach(seal -> held.remove(seal.attempt()));
    }

    /** Keeps the attempt's file until {@link #unpin}, also when the attempt is dropped meanwhile; null when it is not held. */
    synchronized @Nullable Held pin(AttemptId attempt) {
        Held found = held.get(attempt);
        if (found != null) {
            reading.merge(found, 1, Integer::sum);
        }
        return found;
    }

    synchronized void unpin(Held pinned) {
        reading.computeIfPresent(pinned, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Everything whose file must stay. */
    synchronized List<Held> needed() {
        List<Held> needed = new ArrayList<>(held.values());
        needed.addAll(reading.keySet());
        return needed;
    }
}
