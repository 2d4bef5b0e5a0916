package io.gridmill.node.journal;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;

/**
 * The one thread that reads and deletes Chronicle's files on behalf of callers: callers may be interrupted, which would close the files
 * under everybody; this thread never is.
 */
final class ReaderThread implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(named("gridmill-journal-reader"));

    /** Work without a value. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Runs the work there and waits for it, also when interrupted; the caller then stays interrupted. */
    <T> T call(Callable<T> work) {
        Future<T> future;
        try {
            future = thread.submit(work);
        } catch (RejectedExecutionException e) {
            throw new GridmillException(ErrorCode.INTERNAL, "the journal is closed", e);
        }
        return await(future);
    }

    /** As {@link #call}. */
    void run(Work work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    /** Waits through interrupts and keeps them for the caller. */
    static <T> T await(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GridmillException known) {
                throw known;
            }
            throw new GridmillException(
                    ErrorCode.INTERNAL, "the journal's files cannot be used: " + e.getCause(), e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
