package io.gridmill.node.grid;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that this process stood still (a signal, a debugger, its virtual machine, garbage collection) for so long that the others have
 * given it up. Ignite alone tells a node so only when it meets one of the others again: a node that takes them for dead, because it
 * was one of two or because another has restarted meanwhile, would go on as a grid of its own, with a ledger of the past.
 */
public final class PauseWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PauseWatch.class);
    private static final long TICK_MILLIS = 100;

    private final long limitNanos;
    private final BooleanSupplier hasOthers;
    private final Consumer<String> onGivenUp;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "gridmill-pause-watch");
        made.setDaemon(true);
        return made;
    });

    /** Belong to the thread. */
    private long last;

    private boolean hadOthers;

    /**
     * @param failureDetection how long the others bear silence
     * @param hasOthers whether other nodes are in the grid
     * @param onGivenUp told why this node must not go on
     */
    PauseWatch(Duration failureDetection, BooleanSupplier hasOthers, Consumer<String> onGivenUp, long now) {
        this.limitNanos = failureDetection.toNanos();
        this.hasOthers = hasOthers;
        this.onGivenUp = onGivenUp;
        this.last = now;
    }

    /** Begins to watch. */
    public static PauseWatch start(Duration failureDetection, Membership membership, Consumer<String> onGivenUp) {
        PauseWatch watch =
                new PauseWatch(failureDetection, () -> membership.names().size() > 1, onGivenUp, System.nanoTime());
        ScheduledFuture<?> unused =
                watch.thread.scheduleWithFixedDelay(watch::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return watch;
    }

    private void tick() {
        try {
            look(System.nanoTime());
        } catch (RuntimeException e) { // What is thrown here would end the schedule.
            LOG.debug("the grid cannot be looked at, it may be stopping", e);
        }
    }

    /** Looks at the clock, and then at the grid: who was there before a pause counts. */
    void look(long now) {
        long pause = now - last;
        last = now;
        if (hadOthers && pause > limitNanos) {
            onGivenUp.accept("it stood still for " + pause / 1_000_000
                    + " ms, and silence of cluster.failure-detection=" + limitNanos / 1_000_000
                    + " ms is death to the others");
        }
        hadOthers = hasOthers.getAsBoolean();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
