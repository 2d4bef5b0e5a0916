package io.gridmill.node.drive;

import io.gridmill.node.ledger.JobRecord;
import io.gridmill.node.ledger.ShareRecord;
import io.gridmill.node.run.ShareRunner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares that wait on this node to be claimed, by priority and then by age of their job, and the threads that claim and run them.
 * A share is claimed only when a thread is free for it, so what waits here can still be taken over. Thread-safe.
 */
final class Slots implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);

    private record Waiting(JobRecord job, ShareRecord share) {
        String key() {
            return job.id() + "/" + share.work().share();
        }

        int priority() {
            return job.spec().priority();
        }

        Instant submitted() {
            return job.submitted();
        }
    }

    private final ShareRunner runner;
    private final Predicate<JobRecord> admits;
    private final Consumer<String> lookAgain;
    private final TreeSet<Waiting> waiting = new TreeSet<>(Comparator.comparingInt(Waiting::priority)
            .reversed()
            .thenComparing(Waiting::submitted)
            .thenComparing(Waiting::key));
    private final Set<String> taken = new HashSet<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean open = true;

    /** @param admits whether shares of a job may be claimed now; asked again when a share of it is offered again */
    Slots(ShareRunner runner, Predicate<JobRecord> admits, Consumer<String> lookAgain, int count) {
        this.runner = runner;
        this.admits = admits;
        this.lookAgain = lookAgain;
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::serve, "gridmill-slot-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Says that a share is PLANNED for this node; saying it again changes nothing. */
    synchronized void offer(JobRecord job, ShareRecord share) {
        Waiting entry = new Waiting(job, share);
        if (open && !taken.contains(entry.key())) {
            waiting.removeIf(other -> other.key().equals(entry.key()));
            waiting.add(entry);
            notifyAll();
        }
    }

    /** Drops what waits of a job. */
    synchronized void forget(String jobId) {
        waiting.removeIf(entry -> entry.job().id().equals(jobId));
    }

    private void serve() {
        while (true) {
            Waiting next = take();
            if (next == null) {
                return;
            }
            try {
                runner.claimAndRun(next.job(), next.share());
            } catch (Throwable e) { // A slot serves as long as the node lives.
                LOG.warn("share {} could not be ended cleanly, it will be looked at again", next.key(), e);
            } finally {
                synchronized (this) {
                    taken.remove(next.key());
                    notifyAll();
                }
                lookAgain.accept(next.job().id());
            }
        }
    }

    private synchronized @Nullable Waiting take() {
        try {
            Waiting next = first();
            while (open && next == null) {
                wait();
                next = first();
            }
            if (!open || next == null) {
                return null;
            }
            waiting.remove(next);
            taken.add(next.key());
            return next;
        } catch (InterruptedException e) {
            return null;
        }
    }

    private @Nullable Waiting first() {
        for (Waiting entry : waiting) {
            if (admits.test(entry.job())) {
                return entry;
            }
        }
        return null;
    }

    /** Claims nothing more. */
    synchronized void drain() {
        open = false;
        waiting.clear();
        notifyAll();
    }

    /** Whether nothing is claimed. */
    synchronized boolean idle() {
        return taken.isEmpty();
    }

    /** Shares that wait. */
    synchronized int waiting() {
        return waiting.size();
    }

    @Override
    public void close() {
        drain();
        try {
            for (Thread thread : threads) {
                thread.join(5_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
