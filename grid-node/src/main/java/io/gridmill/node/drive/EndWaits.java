package io.gridmill.node.drive;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Calls of clients that wait until a job has ended: each looks again when a hint says that the job's record has changed. Hints may be lost, so a
 * wait is short and its client asks again. Thread-safe.
 */
public final class EndWaits {
    /** Of the threads that answer clients, so many may wait; others stay free for calls that do not. */
    static final int PLACES = 16;

    private static final class Wait {
        private final String jobId;
        private boolean hinted;

        Wait(String jobId) {
            this.jobId = jobId;
        }

        synchronized void hint() {
            hinted = true;
            notifyAll();
        }

        /** @return false when there was none until {@code end} ({@link System#nanoTime()}) */
        synchronized boolean awaitHint(long end) throws InterruptedException {
            while (!hinted) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            hinted = false;
            return true;
        }
    }

    private final Semaphore places = new Semaphore(PLACES);
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();

    /** A hint that the record of a job has changed. Never blocks. */
    void hint(String jobId) {
        for (Wait wait : waits) {
            if (wait.jobId.equals(jobId)) {
                wait.hint();
            }
        }
    }

    /**
     * Returns when the job has ended, when {@code millis} have passed, or at once when too many wait already.
     *
     * @param ended looks at the job
     */
    public void await(String jobId, long millis, BooleanSupplier ended) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        if (!places.tryAcquire()) {
            return;
        }
        Wait wait = new Wait(jobId);
        waits.add(wait); // before the first look, so that no hint is missed
        try {
            while (!ended.getAsBoolean()) {
                if (!wait.awaitHint(end)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waits.remove(wait);
            places.release();
        }
    }
}
