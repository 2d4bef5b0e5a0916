package io.gridmill.node.drive;

import io.gridmill.core.json.Json;
import io.gridmill.node.ledger.ShareRecord;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which changes of records are worth a look here and now. The node whose turn a job is looks at all that let the job go on, any node at what
 * names it, and at the ends of jobs that it has had to do with. It saves looks, each of which asks the nodes that keep the
 * records: what is due and was not looked at is found by the next sweep. Thread-safe.
 */
final class Hints {
    private final Predicate<String> mine;
    private final String self;
    /** As records have it. */
    private final String quotedSelf;
    /** Jobs that were looked at here and had not ended. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /**
     * @param mine whether it is this node's turn at once for a job
     * @param self this node's name
     */
    Hints(Predicate<String> mine, String self) {
        this.mine = mine;
        this.self = self;
        this.quotedSelf = Json.write(self);
    }

    /** To be told at each look at a job: before it that it may be active, and then if it is not. */
    void sawJob(String jobId, boolean active) {
        if (active) {
            known.add(jobId);
        } else {
            known.remove(jobId);
        }
    }

    boolean concernJob(String jobId) {
        return known.contains(jobId) || mine.test(jobId);
    }

    boolean concernShare(String jobId, @Nullable String record) {
        if (record == null) {
            return false;
        }
        boolean myTurn = mine.test(jobId);
        if (!myTurn && !record.contains(quotedSelf)) {
            return false;
        }
        ShareRecord share = Json.read(record, ShareRecord.class);
        return switch (share.state()) {
            case PLANNED -> share.work().node().equals(self);
            case RUNNING -> false; // Whoever runs it looks again when it has ended.
            case COMMITTED, STAGED, SPLIT, QUARANTINED -> myTurn;
        };
    }
}
