package io.gridmill.client;

import io.gridmill.core.error.GridmillException;
import java.util.concurrent.TimeUnit;

/** Pauses that double from 1 ms to a limit. For one thread. */
final class Backoff {
    private final long limitNanos;
    private long nanos = TimeUnit.MILLISECONDS.toNanos(1);

    Backoff(long limitMillis) {
        this.limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMillis);
    }

    /** Waits for the next pause, but not beyond {@code deadlineNanos} ({@link System#nanoTime()}). */
    void pause(long deadlineNanos, String waitingFor) {
        long left = Math.max(0, deadlineNanos - System.nanoTime());
        try {
            TimeUnit.NANOSECONDS.sleep(Math.min(nanos, left));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GridmillException.resource("interrupted while waiting for " + waitingFor);
        }
        nanos = Math.min(nanos * 2, limitNanos);
    }
}
