package io.gridmill.node.result;

import io.gridmill.core.sink.AttemptId;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.jspecify.annotations.Nullable;

/**
 * Batches of attempts in the grid, by attempt and number. Thread-safe. What is here is a copy: the journal of the node that
 * ran the attempt holds the same batches.
 */
public final class ResultStore {
    private final IgniteCache<AffinityKey<String>, byte[]> batches;

    public ResultStore(IgniteCache<AffinityKey<String>, byte[]> batches) {
        this.batches = batches;
    }

    public void put(AttemptId attempt, int number, byte[] batch) {
        batches.put(key(attempt, number), batch);
    }

    /** A batch, or null when no copy of it is left. */
    public byte @Nullable [] get(AttemptId attempt, int number) {
        return batches.get(key(attempt, number));
    }

    /** Whether all batches of the attempt are here. */
    public boolean holds(AttemptId attempt, int count) {
        return batches.containsKeys(keys(attempt, count));
    }

    /** Drops the first {@code count} batches of an attempt. */
    public void drop(AttemptId attempt, int count) {
        batches.removeAll(keys(attempt, count));
    }

    private static Set<AffinityKey<String>> keys(AttemptId attempt, int count) {
        Set<AffinityKey<String>> keys = new LinkedHashSet<>();
        for (int number = 0; number < count; number++) {
            keys.add(key(attempt, number));
        }
        return keys;
    }

    private static AffinityKey<String> key(AttemptId attempt, int number) {
        return new AffinityKey<>(attempt.token() + "/" + number, attempt.jobId() + "/" + attempt.share());
    }
}
