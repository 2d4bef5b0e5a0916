package io.gridmill.node.result;

import io.gridmill.core.sink.AttemptId;
import io.gridmill.node.grid.AcceptedLoss;
import io.gridmill.node.grid.RegionRoom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.cache.Cache;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.cache.query.ScanQuery;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.lang.IgniteBiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Batches of attempts in the grid, by attempt and number. Thread-safe. What is here is a copy: the journal of the node that
 * ran the attempt holds the same batches.
 */
public final class ResultStore {
    /** All batches of an attempt lie on the same nodes; so after so many of them, those nodes are asked for room. */
    private static final int ASK_EVERY = 4;

    private final IgniteCache<AffinityKey<String>, byte[]> batches;
    private final RegionRoom room;

    /** @param room of the region that the batches are in */
    public ResultStore(IgniteCache<AffinityKey<String>, byte[]> batches, RegionRoom room) {
        this.batches = batches;
        this.room = room;
    }

    /** @throws io.gridmill.core.error.GridmillException RESOURCE when there is no room for the batch */
    public void put(AttemptId attempt, int number, byte[] batch) {
        AffinityKey<String> key = key(attempt, number);
        String place = "job=" + attempt.jobId() + " share=" + attempt.share();
        room.require(batch.length, place);
        if (number % ASK_EVERY == ASK_EVERY - 1) {
            room.requireOn(owners(key), (long) ASK_EVERY * batch.length, place);
        }
        AcceptedLoss.in(batches, () -> batches.put(key, batch));
    }

    private Collection<ClusterNode> owners(AffinityKey<String> key) {
        return batches.unwrap(Ignite.class)
                .<AffinityKey<String>>affinity(batches.getName())
                .mapKeyToPrimaryAndBackups(key);
    }

    /** A batch, or null when no copy of it is left. */
    public byte @Nullable [] get(AttemptId attempt, int number) {
        return AcceptedLoss.in(batches, () -> batches.get(key(attempt, number)));
    }

    /** Whether all batches of the attempt are here. */
    public boolean holds(AttemptId attempt, int count) {
        return AcceptedLoss.in(batches, () -> batches.containsKeys(keys(attempt, count)));
    }

    /** Drops the first {@code count} batches of an attempt. */
    public void drop(AttemptId attempt, int count) {
        AcceptedLoss.in(batches, () -> batches.removeAll(keys(attempt, count)));
    }

    /** Drops every batch of a job's attempts but those of the attempts to keep. Scans keys: for rare use, after a takeover. */
    public void sweep(String jobId, Set<String> keepTokens) {
        AcceptedLoss.in(batches, () -> sweepOnce(jobId, keepTokens));
    }

    private void sweepOnce(String jobId, Set<String> keepTokens) {
        List<AffinityKey<String>> left = new ArrayList<>();
        try (QueryCursor<Cache.Entry<AffinityKey<String>, byte[]>> cursor =
                batches.query(new ScanQuery<>(new OfJob(jobId + "-")))) {
            cursor.forEach(entry -> left.add(entry.getKey()));
        }
        for (AffinityKey<String> key : left) {
            String token = key.key().substring(0, key.key().indexOf('/'));
            if (!keepTokens.contains(token)) {
                batches.remove(key);
            }
        }
    }

    /** Keeps the batches of one job; runs where they lie. */
    private static final class OfJob implements IgniteBiPredicate<AffinityKey<String>, byte[]> {
        private static final long serialVersionUID = 1L;

        private final String prefix;

        OfJob(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public boolean apply(AffinityKey<String> key, byte[] batch) {
            return key.key().startsWith(prefix);
        }
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
