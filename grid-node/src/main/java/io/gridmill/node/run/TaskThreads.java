package io.gridmill.node.run;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.task.CancelToken;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a task's code on threads of its own, because it may never come back: when it is told to end and does not, its threads are
 * interrupted, and after {@link #GRACE} left behind, so that the caller's thread can serve others.
 */
final class TaskThreads {
    private static final Logger LOG = LoggerFactory.getLogger(TaskThreads.class);
    private static final long LOOK_MILLIS = 50;
    /** How long interrupted code may take to end. */
    static final Duration GRACE = Duration.ofSeconds(2);

    private TaskThreads() {}

    /**
     * Runs {@code work} and returns what it returns, or throws what it throws.
     *
     * @param name for the names of threads and the log
     * @param cancel says when to end
     * @param work is given threads for its lanes; frees what it takes by itself, since it may end long after this has
     */
    static <T> T run(String name, CancelToken cancel, Function<ExecutorService, T> work) {
        ThreadGroup group = new ThreadGroup("task " + name);
        CompletableFuture<T> result = new CompletableFuture<>();
        daemon(group, () -> complete(group, result, work)).start();
        while (true) {
            try {
                return result.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                try {
                    cancel.check();
                } catch (GridmillException stop) {
                    throw end(group, result, stop);
                }
            } catch (ExecutionException e) {
                throw rethrown(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw end(group, result, GridmillException.resource("the node is stopping"));
            }
        }
    }

    private static <T> void complete(
            ThreadGroup group, CompletableFuture<T> result, Function<ExecutorService, T> work) {
        ExecutorService lanes = Executors.newCachedThreadPool(lane -> daemon(group, lane));
        try {
            result.complete(work.apply(lanes));
        } catch (Throwable e) { // Whoever waits must hear of it.
            result.completeExceptionally(e);
        } finally {
            lanes.shutdownNow();
        }
    }

    private static Thread daemon(ThreadGroup group, Runnable work) {
        Thread thread = new Thread(group, work, "gridmill-" + group.getName().replace(' ', '-'));
        thread.setDaemon(true);
        return thread;
    }

    private static RuntimeException rethrown(ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
            return cause;
        }
        return new GridmillException(ErrorCode.INTERNAL, "a task failed: " + e.getCause(), e.getCause());
    }

    /** Ends the work, or leaves it behind. */
    private static GridmillException end(ThreadGroup group, CompletableFuture<?> result, GridmillException stop) {
        group.interrupt();
        try {
            result.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            String where = places(group);
            LOG.warn(
                    "{} was told to end ({}) and does not; its threads are left behind:{}",
                    group.getName(),
                    stop.getMessage(),
                    where);
            return new GridmillException(
                    stop.code(), stop.getMessage() + "; it does not end, and is left behind" + where, stop);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.debug("{} ended with an error when it was stopped", group.getName(), e.getCause());
        }
        return stop;
    }

    /** Where its threads are. */
    private static String places(ThreadGroup group) {
        Thread[] threads = new Thread[group.activeCount() + 8];
        int count = group.enumerate(threads);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            StackTraceElement[] frames = threads[i].getStackTrace();
            for (StackTraceElement frame : frames) {
                if (!frame.getClassName().startsWith("java.")
                        && !frame.getClassName().startsWith("jdk.")) {
                    text.append(text.isEmpty() ? " at " : ", at ").append(frame);
                    break;
                }
            }
        }
        return text.toString();
    }
}
