package io.gridmill.node.run;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.core.task.CancelToken;
import io.gridmill.node.ledger.Spent;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An attempt that this node executes now: how far it is, and whether it should end. Thread-safe. */
public final class RunningAttempt implements CancelToken {
    private final AttemptId id;
    private final @Nullable Instant deadline;
    private final AtomicLong rowsRead = new AtomicLong();
    private final AtomicLong bytesRead = new AtomicLong();
    private final long started = System.nanoTime();
    private volatile long readRows;
    private volatile long readNanos;
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

    /** Everything is read, when said first; what follows is merging and writing. */
    void hasRead(long rows) {
        if (readNanos == 0) {
            readRows = rows;
            readNanos = System.nanoTime() - started;
        }
    }

    /** Until now; without {@link #hasRead}, all of it went into reading. */
    Spent spent() {
        long nanos = System.nanoTime() - started;
        long reading = readNanos == 0 ? nanos : readNanos;
        return new Spent(readNanos == 0 ? rowsRead.get() : readRows, reading / 1_000, (nanos - reading) / 1_000, 0);
    }

    public long rowsRead() {
        return rowsRead.get();
    }

    public long bytesRead() {
        return bytesRead.get();
    }
}
