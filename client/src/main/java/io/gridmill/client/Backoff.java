package io.gridmill.client;

import io.gridmill.core.error.GridmillException;
import java.util.concurrent.TimeUnit;

/**
 * Pauses that grow from half a millisecond by a quarter each, to a limit: whoever waits is late by a fifth of the wait at most, and a wait of ten
 * seconds costs some hundred looks. For one thread.
 */
final class Backoff {
    private final long limitNanos;
    private long nanos = TimeUnit.MICROSECONDS.toNanos(500);

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
        nanos = Math.min(nanos + nanos / 4, limitNanos);
    }
}
