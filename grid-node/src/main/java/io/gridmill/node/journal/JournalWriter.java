package io.gridmill.node.journal;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.node.fault.Failpoint;
import io.gridmill.node.fault.Mutant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes: takes what has gathered in its queue, appends it, syncs once, and only then lets anybody know.
 *
 * <p>Nothing but this thread touches the appender and the descriptors that are forced, and nobody interrupts it. The first error of
 * writing or syncing ends it: all that waits fails, and {@code onFailure} is told on a thread of its own.
 */
final class JournalWriter implements Runnable {
    private static final int QUEUE_CAPACITY = 256;
    private static final int GROUP = 64;
    private static final long RECHECK_MILLIS = 50;

    private static final Request STOP =
            new Request(new SealRecord(new AttemptId("", "", "", 0, "", ""), 0, 0, 0), List.of());

    /** An append on its way. */
    private static final class Request {
        private final SealRecord seal;
        private final List<byte[]> batches;
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        private Request(SealRecord seal, List<byte[]> batches) {
            this.seal = seal;
            this.batches = batches;
        }
    }

    private final QueueFolder folder;
    private final Limits limits;
    private final Disk disk;
    private final boolean fsync;
    private final Contents contents;
    private final Executor replies;
    private final Consumer<Throwable> onFailure;
    private final BlockingQueue<Request> requests = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private volatile boolean closing;
    private volatile boolean stopped;
    private volatile boolean rollWanted;
    private volatile @Nullable Throwable failure;

    /** Belongs to the writer thread. */
    private long cycleBytes;

    JournalWriter(
            QueueFolder folder,
            Limits limits,
            Disk disk,
            boolean fsync,
            Contents contents,
            Executor replies,
            Consumer<Throwable> onFailure) {
        this.folder = folder;
        this.limits = limits;
        this.disk = disk;
        this.fsync = fsync;
        this.contents = contents;
        this.replies = replies;
        this.onFailure = onFailure;
    }

    /** Done when the thread has its appender. */
    CompletableFuture<Void> started() {
        return started;
    }

    /** Done when the thread has let go of the queue. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    /** The next group begins a new file, so that the present one can be deleted. */
    void wantRoll() {
        rollWanted = true;
    }

    /** Waits for room in the queue. What the writer has taken, it answers; what it can no longer take is refused here. */
    CompletableFuture<Void> submit(SealRecord seal, List<byte[]> batches) {
        Request request = new Request(seal, batches);
        boolean queued = !closing && enqueue(request);
        // The writer may have looked into its queue for the last time before the request was in it.
        if (!queued || (stopped && requests.remove(request))) {
            refuse(request);
        }
        return request.done;
    }

    /** What was submitted before is still written. */
    void stop() {
        closing = true;
        enqueue(STOP);
    }

    /** Waits through interrupts and keeps them for the caller; false when the writer has stopped meanwhile. */
    private boolean enqueue(Request request) {
        boolean interrupted = false;
        boolean queued = false;
        while (!queued && !stopped) {
            try {
                queued = requests.offer(request, RECHECK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return queued;
    }

    @Override
    public void run() {
        List<Request> group = new ArrayList<>();
        try (AttemptAppender appender = new AttemptAppender(folder);
                CycleSync sync = new CycleSync(folder, disk)) {
            started.complete(null);
            boolean more = true;
            while (more) {
                group.clear();
                group.add(requests.take());
                requests.drainTo(group, GROUP - 1);
                more = !group.contains(STOP);
                rollIfDue(sync);
                write(appender, sync, group);
            }
        } catch (Throwable e) {
            // Whatever it was (a full disk shows as an InternalError), nobody knows any more what is on the disk.
            fail(e, group);
        } finally {
            stopped = true;
            refuseWaiting();
            ended.complete(null);
        }
    }

    /** Between groups only: everything in the old file is published then, so trimming can see what it holds. */
    private void rollIfDue(CycleSync sync) {
        if (cycleBytes >= limits.rollBytes() || (rollWanted && cycleBytes > 0)) {
            rollWanted = false;
            cycleBytes = 0;
            sync.close();
            folder.roll();
        }
    }

    private void write(AttemptAppender appender, CycleSync sync, List<Request> group) throws IOException {
        List<Request> written = new ArrayList<>();
        List<Held> sealed = new ArrayList<>();
        Set<AttemptId> attempts = new HashSet<>();
        for (Request request : group) {
            if (request == STOP) {
                continue;
            }
            GridmillException refusal = refusal(
                    request, attempts, sealed.stream().mapToLong(Held::bytes).sum());
            if (refusal == null) {
                attempts.add(request.seal.attempt());
                Held held = appender.append(request.seal, request.batches);
                cycleBytes += held.bytes();
                sealed.add(held);
                written.add(request);
            } else {
                replies.execute(() -> request.done.completeExceptionally(refusal));
            }
        }
        if (!written.isEmpty()) {
            Failpoint.APPEND_AFTER.hit();
            if (fsync && !Mutant.ACK_BEFORE_SYNC.on()) {
                sync.sync(appender.appender());
            }
            sealed.forEach(contents::add);
            written.forEach(request -> replies.execute(() -> request.done.complete(null)));
        }
    }

    private @Nullable GridmillException refusal(Request request, Set<AttemptId> inGroup, long groupBytes)
            throws IOException {
        AttemptId attempt = request.seal.attempt();
        if (contents.contains(attempt) || inGroup.contains(attempt)) {
            return GridmillException.internal(
                    "an attempt is sealed once, got it again [attempt=" + attempt.token() + "]");
        }
        long bytes = request.batches.stream().mapToLong(batch -> batch.length).sum();
        return limits.refusal(
                disk, folder.path(), contents.bytes() + groupBytes, bytes, AttemptAppender.bytesFor(request.batches));
    }

    private void fail(Throwable e, List<Request> group) {
        failure = e;
        stopped = true;
        started.completeExceptionally(e);
        group.forEach(this::refuse);
        Thread callback = new Thread(() -> onFailure.accept(e), "gridmill-journal-failure");
        callback.setDaemon(true);
        callback.start();
    }

    private void refuseWaiting() {
        Request waiting;
        while ((waiting = requests.poll()) != null) {
            refuse(waiting);
        }
    }

    private void refuse(Request request) {
        Throwable cause = failure;
        GridmillException error = cause == null
                ? GridmillException.internal("the journal is closed [folder=" + folder.path() + "]")
                : new GridmillException(
                        ErrorCode.INTERNAL,
                        "the journal has failed and takes nothing more: " + cause + " [folder=" + folder.path() + "]",
                        cause);
        request.done.completeExceptionally(error);
    }
}
