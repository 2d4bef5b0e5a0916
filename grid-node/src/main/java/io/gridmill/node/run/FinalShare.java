package io.gridmill.node.run;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.task.Logic;
import io.gridmill.core.task.TaskContext;
import io.gridmill.node.ledger.ShareRecord;
import io.gridmill.node.ledger.ShareState;
import io.gridmill.node.ledger.Walk;
import io.gridmill.node.result.CommittedBatches;
import io.gridmill.node.result.ResultStore;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Runs an aggregate's last merge over the partials of a walk: each share's one committed attempt, read once. */
final class FinalShare {
    private final ResultStore store;

    FinalShare(ResultStore store) {
        this.store = store;
    }

    /** Returns the rows of the partials. */
    long run(Logic logic, Walk walk, RunningAttempt attempt, TaskContext context, AttemptOutput output) {
        if (!walk.complete(true, share -> share.state().committed())) {
            throw new GridmillException(
                    ErrorCode.RESOURCE,
                    "not every share is committed any more [attempt="
                            + attempt.id().token() + "]");
        }
        List<ShareRecord> committed = walk.leaves().stream()
                .filter(share -> share.state() != ShareState.QUARANTINED)
                .toList();
        long rows = committed.stream()
                .mapToLong(
                        share -> share.outcome() == null ? 0 : share.outcome().rows())
                .sum();
        try (Partials partials = new Partials(committed, rows, store, context.allocator(), attempt)) {
            logic.runFinal(partials, context, output);
        }
        return rows;
    }

    /** The batches of all shares, one after the other. */
    private static final class Partials implements Iterator<VectorSchemaRoot>, AutoCloseable {
        private final Iterator<ShareRecord> shares;
        private final long rows;
        private final ResultStore store;
        private final BufferAllocator allocator;
        private final RunningAttempt attempt;
        private @Nullable CommittedBatches current;
        private @Nullable VectorSchemaRoot upcoming;

        Partials(
                List<ShareRecord> shares,
                long rows,
                ResultStore store,
                BufferAllocator allocator,
                RunningAttempt attempt) {
            this.shares = shares.iterator();
            this.rows = rows;
            this.store = store;
            this.allocator = allocator;
            this.attempt = attempt;
        }

        @Override
        public boolean hasNext() {
            while (upcoming == null) {
                attempt.check();
                if (current == null) {
                    if (!shares.hasNext()) {
                        attempt.hasRead(rows);
                        return false;
                    }
                    ShareRecord share = shares.next();
                    if (share.attempt() == null || share.outcome() == null) {
                        throw new IllegalStateException("a committed share must have an outcome [share="
                                + share.work().share() + "]");
                    }
                    current = new CommittedBatches(
                            store, share.attempt(), share.outcome().batches(), allocator);
                }
                upcoming = current.next();
                if (upcoming == null) {
                    current.close();
                    current = null;
                }
            }
            return true;
        }

        @Override
        public VectorSchemaRoot next() {
            if (!hasNext() || upcoming == null) {
                throw new NoSuchElementException();
            }
            VectorSchemaRoot batch = upcoming;
            upcoming = null;
            return batch;
        }

        @Override
        public void close() {
            if (current != null) {
                current.close();
            }
        }
    }
}
