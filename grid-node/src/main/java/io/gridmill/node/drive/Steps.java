package io.gridmill.node.drive;

import io.gridmill.core.error.GridmillException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps that take time, each running at most once at a time on this node, and retried with back-off when they fail: the failed
 * step is due again when somebody looks at the job after the pause. Thread-safe.
 */
final class Steps {
    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);
    private static final long FIRST_PAUSE_NANOS = 100_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 10_000_000_000L;

    private record Failure(long notBeforeNanos, long pauseNanos, int count, String message) {}

    private final ExecutorService threads;
    /** For steps that have failed before: a sink that lets everybody wait must not keep the others' from theirs. */
    private final ExecutorService retries;

    private final Consumer<String> lookAgain;
    private final Map<String, String> running = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Failure>> failures = new ConcurrentHashMap<>();

    Steps(ExecutorService threads, ExecutorService retries, Consumer<String> lookAgain) {
        this.threads = threads;
        this.retries = retries;
        this.lookAgain = lookAgain;
    }

    /** Starts a step, unless it is running here or has failed too short ago. The job is looked at again when it has ended. */
    void take(String name, String jobId, Runnable body) {
        Map<String, Failure> ofJob = failures.get(jobId);
        Failure last = ofJob == null ? null : ofJob.get(name);
        if (last != null && System.nanoTime() - last.notBeforeNanos() < 0) {
            return;
        }
        if (running.putIfAbsent(name, jobId) != null) {
            return;
        }
        try {
            (last == null ? threads : retries).execute(() -> run(name, jobId, body, last));
        } catch (RejectedExecutionException e) {
            running.remove(name);
            LOG.debug("step {} is not taken: the node is stopping", name);
        }
    }

    private void run(String name, String jobId, Runnable body, @Nullable Failure last) {
        try {
            body.run();
            Map<String, Failure> ofJob = failures.get(jobId);
            if (ofJob != null) {
                ofJob.remove(name);
            }
        } catch (Throwable e) { // Without its failure noted, the step would be taken again at once, for ever.
            long pause = last == null ? FIRST_PAUSE_NANOS : Math.min(LONGEST_PAUSE_NANOS, last.pauseNanos() * 2);
            String message = e instanceof GridmillException ? String.valueOf(e.getMessage()) : e.toString();
            failures.computeIfAbsent(jobId, key -> new ConcurrentHashMap<>())
                    .put(
                            name,
                            new Failure(
                                    System.nanoTime() + pause, pause, last == null ? 1 : last.count() + 1, message));
            if (e instanceof GridmillException) {
                LOG.warn("{} failed, trying again in {} ms: {}", name, pause / 1_000_000, message);
            } else {
                LOG.warn("{} failed, trying again in {} ms", name, pause / 1_000_000, e);
            }
        } finally {
            running.remove(name);
            lookAgain.accept(jobId);
        }
    }

    void lookAgain(String jobId) {
        lookAgain.accept(jobId);
    }

    /** How often a step has failed in a row. */
    int failures(String name, String jobId) {
        Map<String, Failure> ofJob = failures.get(jobId);
        Failure last = ofJob == null ? null : ofJob.get(name);
        return last == null ? 0 : last.count();
    }

    /** What a step of the job last failed with, or null. */
    @Nullable
    String lastError(String jobId) {
        Map<String, Failure> ofJob = failures.get(jobId);
        return ofJob == null
                ? null
                : ofJob.values().stream().map(Failure::message).findFirst().orElse(null);
    }

    /** Forgets the failures of a job that has ended. */
    void forget(String jobId) {
        failures.remove(jobId);
    }

    /** Whether nothing runs. */
    boolean idle() {
        return running.isEmpty();
    }
}
