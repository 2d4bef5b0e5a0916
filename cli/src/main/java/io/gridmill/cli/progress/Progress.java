package io.gridmill.cli.progress;

import io.gridmill.core.job.JobStatus;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows a job's progress, and nothing at all for a job that ends within a second. Thread-safe, since Ctrl-C closes it from another thread.
 */
public final class Progress implements Consumer<JobStatus>, AutoCloseable {
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PrintStream err;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private @Nullable JobStatus first;
    private long firstNanos;
    private long shownNanos;
    private @Nullable Bar bar;
    private boolean closed;

    public Progress(PrintStream err, boolean terminal) {
        this(err, terminal, System::nanoTime);
    }

    Progress(PrintStream err, boolean terminal, LongSupplier nanoTime) {
        this.err = err;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void accept(JobStatus status) {
        long now = nanoTime.getAsLong();
        if (first == null) {
            first = status;
            firstNanos = now;
            shownNanos = now;
        }
        if (closed || status.state().terminal() || now - firstNanos < QUIET_NANOS) {
            return;
        }
        Pace pace = new Pace(first, status, now - firstNanos);
        if (terminal) {
            if (bar == null) {
                bar = new Bar(err, pace);
            }
            bar.show(pace);
        } else if (now - shownNanos >= QUIET_NANOS) {
            shownNanos = now;
            err.println("gridmill: " + pace.line() + (status.cause() == null ? "" : ": " + status.cause()));
        }
    }

    /** Wipes the bar away. */
    @Override
    public synchronized void close() {
        closed = true;
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
