package io.gridmill.sinks.files;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets one job at a time open, close or abort in a folder, so that what a closing job found there still holds when it is done. It orders
 * different jobs; that one job has one outcome does not rest on it but on {@link Durable#link}. The operating system frees the lock of a
 * process that dies. In front of it stands a lock of this JVM, because POSIX drops a process's lock when any descriptor of the file is
 * closed.
 */
final class FolderLock implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final ConcurrentHashMap<Path, Semaphore> IN_THIS_JVM = new ConcurrentHashMap<>();

    private final Semaphore local;
    private final FileChannel channel;

    private FolderLock(Semaphore local, FileChannel channel) {
        this.local = local;
        this.channel = channel;
    }

    /** @throws GridmillException EXTERNAL when another holds it for too long */
    static FolderLock take(Path file, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        Semaphore local = IN_THIS_JVM.computeIfAbsent(file, path -> new Semaphore(1));
        try {
            if (!local.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy(file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy(file);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            waitFor(channel, file, deadline);
            return new FolderLock(local, channel);
        } catch (IOException | RuntimeException e) {
            release(local, channel, e);
            throw e;
        }
    }

    private static void waitFor(FileChannel channel, Path file, long deadline) throws IOException {
        FileLock lock = channel.tryLock();
        while (lock == null) {
            if (System.nanoTime() - deadline > 0) {
                throw busy(file);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            lock = channel.tryLock();
        }
    }

    private static void release(Semaphore local, @Nullable FileChannel channel, Exception failure) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        } finally {
            local.release();
        }
    }

    private static GridmillException busy(Path file) {
        return new GridmillException(
                ErrorCode.EXTERNAL, "another job holds the folder for too long [lock=" + file + "]");
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            local.release();
        }
    }
}
