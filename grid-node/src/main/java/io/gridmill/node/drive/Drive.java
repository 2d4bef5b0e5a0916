package io.gridmill.node.drive;

import io.gridmill.core.error.GridmillException;
import io.gridmill.node.ledger.Ledger;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that look at jobs: those that a hint named, and at every sweep all that have not ended. Hints for a job that is
 * waiting to be looked at are one; a job is looked at by one thread at a time. Thread-safe.
 */
final class Drive implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Drive.class);
    private static final int THREADS = 2;

    private final Ledger ledger;
    private final Set<String> hinted = new LinkedHashSet<>();
    private final Set<String> looking = new HashSet<>();
    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "gridmill-sweep"));
    private @Nullable JobDriver driver;
    private boolean open = true;

    Drive(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Begins to look at jobs. */
    void start(JobDriver jobDriver, Duration sweepInterval, Runnable housekeeping, Duration housekeepingInterval) {
        driver = jobDriver;
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(this::serve, "gridmill-drive-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        schedule("sweep", this::sweep, sweepInterval);
        schedule("housekeeping", housekeeping, housekeepingInterval);
    }

    private void schedule(String name, Runnable body, Duration interval) {
        ScheduledFuture<?> unused =
                sweeper.scheduleWithFixedDelay(guarded(name, body), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Runnable guarded(String name, Runnable body) {
        return () -> {
            try {
                body.run();
            } catch (Throwable e) { // What is thrown here would end the schedule.
                LOG.warn("{} failed, it will be tried again: {}", name, e.toString());
                LOG.debug("{} failed", name, e);
            }
        };
    }

    /** A hint that something may be due for every job. Never blocks. */
    void lookAtAll() {
        try {
            sweeper.execute(guarded("sweep", this::sweep));
        } catch (RejectedExecutionException e) {
            LOG.debug("nobody looks at jobs any more: the node is stopping");
        }
    }

    private void sweep() {
        ledger.activeJobs().forEach(this::lookAt);
    }

    /** A hint that something may be due for a job. Never blocks. */
    void lookAt(String jobId) {
        synchronized (hinted) {
            if (open && hinted.add(jobId)) {
                hinted.notifyAll();
            }
        }
    }

    private void serve() {
        for (String jobId = take(); jobId != null; jobId = take()) {
            try {
                if (driver != null) {
                    driver.advance(jobId);
                }
            } catch (GridmillException e) {
                LOG.warn("job {} could not be looked at, the next sweep will: {}", jobId, e.getMessage());
            } catch (Throwable e) { // A driving thread serves as long as the node lives.
                LOG.warn("job {} could not be looked at, the next sweep will", jobId, e);
            } finally {
                synchronized (hinted) {
                    looking.remove(jobId);
                    hinted.notifyAll();
                }
            }
        }
    }

    private @Nullable String take() {
        synchronized (hinted) {
            try {
                while (open) {
                    for (Iterator<String> jobs = hinted.iterator(); jobs.hasNext(); ) {
                        String jobId = jobs.next();
                        if (looking.add(jobId)) {
                            jobs.remove();
                            return jobId;
                        }
                    }
                    hinted.wait();
                }
            } catch (InterruptedException e) {
                LOG.debug("a driving thread was interrupted and ends");
            }
            return null;
        }
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
        synchronized (hinted) {
            open = false;
            hinted.notifyAll();
        }
    }
}
