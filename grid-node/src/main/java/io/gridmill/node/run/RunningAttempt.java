package io.gridmill.node.run;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.core.task.CancelToken;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An attempt that this node executes now: how far it is, and whether it should end. Thread-safe. */
public final class RunningAttempt implements CancelToken {
    private final AttemptId id;
    private final @Nullable Instant deadline;
    private final AtomicLong rowsRead = new AtomicLong();
    private final AtomicLong bytesRead = new AtomicLong();
    private volatile @Nullable String stopped;

    public RunningAttempt(AttemptId id, @Nullable Instant deadline) {
        this.id = id;
        this.deadline = deadline;
    }

    public AttemptId id() {
        return id;
    }

    /** Makes the attempt end at its next check, without a trace in the ledger. */
    public void stop(String reason) {
        stopped = reason;
    }

    public boolean isStopped() {
        return stopped != null;
    }

    @Override
    public void check() {
        String reason = stopped;
        if (reason != null) {
            throw GridmillException.resource("attempt " + id.token() + " was stopped: " + reason);
        }
        if (deadline != null && Instant.now().isAfter(deadline)) {
            stop("the job's deadline has passed");
            check();
        }
    }

    void addRows(long rows) {
        rowsRead.addAndGet(rows);
    }

    void addBytes(long bytes) {
        bytesRead.addAndGet(bytes);
    }

    public long rowsRead() {
        return rowsRead.get();
    }

    public long bytesRead() {
        return bytesRead.get();
    }
}
