package io.gridmill.client;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.DurationText;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.JobStatus;
import io.gridmill.core.json.Json;
import io.gridmill.core.service.GridmillService;
import io.gridmill.core.source.RejectedRow;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A job in the grid, known by its id. The job does not depend on it: any number of handles, anywhere, may watch. Thread-safe. */
public final class JobHandle {
    private static final long LONGEST_PAUSE_MILLIS = 100;

    private final NodeConnections nodes;
    private final String id;
    private final List<Consumer<JobStatus>> listeners = new CopyOnWriteArrayList<>();
    /** Once the job has ended. */
    private volatile long resultRows = Result.UNKNOWN_ROWS;

    JobHandle(NodeConnections nodes, String id) {
        this.nodes = nodes;
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** What the ledger says now. */
    public JobStatus status() {
        return Json.read(nodes.call(service -> service.job(id)).text(), JobStatus.class);
    }

    /**
     * Wants to be told of progress: {@link #await} calls it, on the waiting thread, whenever it has looked, which is every 100 ms
     * in a long job.
     */
    public JobHandle onProgress(Consumer<JobStatus> listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Waits for the job's end.
     *
     * @return its last status, DONE or PARTIAL
     * @throws GridmillException DATA with the job's cause when it FAILED or was CANCELLED; RESOURCE when it goes on after {@code timeout}
     */
    public JobStatus await(Duration timeout) {
        JobStatus last = awaitEnd(timeout);
        if (!last.state().hasResult()) {
            throw failure(last);
        }
        return last;
    }

    /**
     * Waits for the job's end, however it ends.
     *
     * @throws GridmillException RESOURCE when it goes on after {@code timeout}
     */
    public JobStatus awaitEnd(Duration timeout) {
        long deadline = deadline(timeout);
        Backoff backoff = new Backoff(LONGEST_PAUSE_MILLIS);
        while (true) {
            long asked = System.nanoTime();
            long left = Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - asked));
            long wait =
                    Math.min(left, listeners.isEmpty() ? GridmillService.LONGEST_WAIT_MILLIS : LONGEST_PAUSE_MILLIS);
            JobStatus status =
                    Json.read(nodes.call(service -> service.awaitEnd(id, wait)).text(), JobStatus.class);
            listeners.forEach(listener -> listener.accept(status));
            if (status.state().terminal()) {
                resultRows = status.resultRows();
                return status;
            }
            if (System.nanoTime() - asked >= TimeUnit.MILLISECONDS.toNanos(wait) && wait > 0) {
                continue; // The node has waited already.
            }
            if (System.nanoTime() - deadline >= 0) {
                throw GridmillException.resource("job " + id + " must end within " + DurationText.format(timeout)
                        + ", but is " + status.state() + "; it goes on");
            }
            backoff.pause(deadline, "job " + id);
        }
    }

    /** Asks the job to stop; it may have ended before. */
    public JobStatus cancel() {
        return Json.read(nodes.call(service -> service.cancel(id)).text(), JobStatus.class);
    }

    /**
     * The result's rows. The caller closes it.
     *
     * @throws GridmillException USER while there is no result
     */
    public Result fetch() {
        return new Result(
                index -> {
                    byte[] page = nodes.call(service -> service.resultBatch(id, index))
                            .payload();
                    return page.length == 0 ? null : page;
                },
                resultRows);
    }

    /** The bad rows that a load kept apart, fetched page by page. */
    public Iterator<RejectedRow> rejects() {
        return new Rejects();
    }

    /** Why a job that has ended has no result, as an exception: DATA, with the job's cause. */
    public static GridmillException failure(JobStatus status) {
        String cause = status.cause() == null ? "" : ": " + status.cause();
        String what = status.state() == JobState.CANCELLED ? " was cancelled" : " failed";
        return GridmillException.data("job " + status.id() + what + cause);
    }

    private static long deadline(Duration timeout) {
        long nanos;
        try {
            nanos = timeout.toNanos();
        } catch (ArithmeticException e) {
            nanos = Long.MAX_VALUE / 2;
        }
        return System.nanoTime() + Math.min(nanos, Long.MAX_VALUE / 2);
    }

    private final class Rejects implements Iterator<RejectedRow> {
        private RejectedRow[] page = {};
        private int position;
        private long offset;
        private boolean ended;

        @Override
        public boolean hasNext() {
            if (position == page.length && !ended) {
                long from = offset;
                page = Json.read(
                        nodes.call(service -> service.rejects(id, from)).text(), RejectedRow[].class);
                position = 0;
                offset += page.length;
                ended = page.length == 0;
            }
            return position < page.length;
        }

        @Override
        public RejectedRow next() {
            if (!hasNext()) {
                throw new NoSuchElementException("there are no more rejected rows");
            }
            return page[position++];
        }
    }
}
