package io.gridmill.node.journal;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.sink.AttemptId;
import java.io.IOException;
import java.nio.file.Path;
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
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: takes what has gathered in its queue, appends it, syncs once, and only then lets anybody know.
 *
 * <p>Nothing but this thread touches the appender and the descriptors that are forced, and nobody interrupts it. The first error of
 * writing or syncing ends it: all that waits fails, and {@code onFailure} is told on a thread of its own.
 */
final class JournalWriter implements Runnable {
    private static final int QUEUE_CAPACITY = 256;
    private static final int GROUP = 64;
    /** Index pages, alignment and Chronicle's own structures, generously. */
    private static final long OVERHEAD_BYTES = 1 << 20;

    private static final long RECHECK_MILLIS = 50;

    /** An append on its way. */
    private record Request(SealRecord seal, List<byte[]> batches, CompletableFuture<Void> done) {}

    private static final Request STOP =
            new Request(new SealRecord(new AttemptId("", "", "", 0, "", ""), 0, 0, 0), List.of(), new CompletableFuture<>());

    private final QueueFolder folder;
    private final ChronicleJournal.Limits limits;
    private final Disk disk;
    private final boolean fsync;
    private final Contents contents;
    private final Executor replies;
    private final Consumer<Throwable> onFailure;
    private final BlockingQueue<Request> requests = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final CompletableFuture<Void> started = new CompletableFuture<>();

    private volatile boolean closing;
    private volatile boolean stopped;
    private volatile boolean rollWanted;
    private volatile @Nullable Throwable failure;

    // The rest belongs to the writer thread.
    private long ordinal;
    private long cycleBytes;
    private int openCycle = -1;
    private Disk.@Nullable Descriptor cycleFile;

    JournalWriter(
            QueueFolder folder,
            ChronicleJournal.Limits limits,
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

    @Nullable
    Throwable failure() {
        return failure;
    }

    /** The next group begins a new file, so that the present one can be deleted. */
    void wantRoll() {
        rollWanted = true;
    }

    /** Waits for room in the queue; an interrupt is kept for later. */
    CompletableFuture<Void> submit(SealRecord seal, List<byte[]> batches) {
        Request request = new Request(seal, batches, new CompletableFuture<>());
        if (closing) {
            refuse(request);
            return request.done();
        }
        boolean interrupted = false;
        boolean queued = false;
        while (!queued && !stopped) {
            try {
                queued = requests.offer(request, RECHECK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (stopped) {
            // The writer may have looked into its queue for the last time before this request was in it.
            refuseWaiting();
            refuse(request);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return request.done();
    }

    /** What was submitted before is still written. */
    void stop() {
        closing = true;
        boolean interrupted = false;
        boolean queued = false;
        while (!queued && !stopped) {
            try {
                queued = requests.offer(STOP, RECHECK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        List<Request> group = new ArrayList<>();
        try (ExcerptAppender appender = folder.appender()) {
            started.complete(null);
            boolean more = true;
            while (more) {
                group.clear();
                group.add(requests.take());
                requests.drainTo(group, GROUP - 1);
                more = !group.contains(STOP);
                write(appender, group);
            }
        } catch (Throwable e) {
            // Whatever it was (a full disk shows as an InternalError), nobody knows any more what is on the disk.
            fail(e, group);
        } finally {
            stopped = true;
            refuseWaiting();
            closeCycleFile();
        }
    }

    private void write(ExcerptAppender appender, List<Request> group) throws IOException {
        if (cycleBytes >= limits.rollBytes() || (rollWanted && cycleBytes > 0)) {
            // Between groups only: everything in the old file is published, so trimming can see what it holds.
            rollWanted = false;
            cycleBytes = 0;
            closeCycleFile();
            folder.roll();
        }
        List<Request> written = new ArrayList<>();
        List<Held> sealed = new ArrayList<>();
        Set<AttemptId> attempts = new HashSet<>();
        for (Request request : group) {
            if (request == STOP) {
                continue;
            }
            GridmillException refusal = refusal(request, attempts);
            if (refusal == null) {
                attempts.add(request.seal().attempt());
                sealed.add(append(appender, request));
                written.add(request);
            } else {
                replies.execute(() -> request.done().completeExceptionally(refusal));
            }
        }
        if (!written.isEmpty()) {
            sync(appender);
            sealed.forEach(contents::add);
            written.forEach(request -> replies.execute(() -> request.done().complete(null)));
        }
    }

    private @Nullable GridmillException refusal(Request request, Set<AttemptId> inGroup) throws IOException {
        AttemptId attempt = request.seal().attempt();
        if (contents.contains(attempt) || inGroup.contains(attempt)) {
            return GridmillException.internal("an attempt is sealed once, got it again [attempt=" + attempt.token() + "]");
        }
        long bytes = OVERHEAD_BYTES;
        for (byte[] batch : request.batches()) {
            bytes += batch.length + RecordFormat.HEADER_BYTES * (1L + batch.length / RecordFormat.MAX_PAYLOAD_BYTES);
        }
        return limits.refusal(disk, folder.path(), bytes);
    }

    private Held append(ExcerptAppender appender, Request request) {
        ordinal++;
        int sequence = 0;
        long first = -1;
        long bytes = 0;
        for (byte[] batch : request.batches()) {
            int offset = 0;
            do {
                int length = Math.min(RecordFormat.MAX_PAYLOAD_BYTES, batch.length - offset);
                short flags = offset + length == batch.length ? RecordFormat.LAST_PIECE : 0;
                long index = record(appender, RecordFormat.BATCH, flags, sequence, batch, offset, length);
                first = sequence == 0 ? index : first;
                sequence++;
                offset += length;
                bytes += RecordFormat.HEADER_BYTES + length;
            } while (offset < batch.length);
        }
        byte[] seal = RecordFormat.encodeSeal(request.seal());
        long index = record(appender, RecordFormat.SEAL, (short) 0, sequence, seal, 0, seal.length);
        first = sequence == 0 ? index : first;
        bytes += RecordFormat.HEADER_BYTES + seal.length;
        cycleBytes += bytes;
        return new Held(request.seal(), folder, first, ordinal, sequence + 1, bytes);
    }

    private long record(
            ExcerptAppender appender, byte kind, short flags, int sequence, byte[] source, int offset, int length) {
        byte[] header = RecordFormat.header(kind, flags, ordinal, sequence, source, offset, length);
        try (DocumentContext document = appender.writingDocument()) {
            try {
                Bytes<?> bytes = document.wire().bytes();
                bytes.write(header);
                bytes.write(source, offset, length);
            } catch (RuntimeException | Error e) {
                document.rollbackOnClose();
                throw e;
            }
        }
        return appender.lastIndexAppended();
    }

    /** Chronicle swallows errors of its own sync, so the file is forced through a descriptor of ours, which reports them. */
    private void sync(ExcerptAppender appender) throws IOException {
        if (!fsync) {
            return;
        }
        appender.sync();
        Disk.Descriptor descriptor = cycleFile;
        if (descriptor == null || openCycle != folder.cycle()) {
            openCycle = folder.cycle();
            descriptor = disk.open(folder.file(openCycle));
            cycleFile = descriptor;
            // A new file is only there after a loss of power when its folder is, and the queue's table of contents.
            forceOnce(folder.path().resolve("metadata.cq4t"));
            forceOnce(folder.path());
        }
        descriptor.force();
    }

    private void forceOnce(Path path) throws IOException {
        try (Disk.Descriptor descriptor = disk.open(path)) {
            descriptor.force();
        }
    }

    private void closeCycleFile() {
        Disk.Descriptor descriptor = cycleFile;
        cycleFile = null;
        if (descriptor != null) {
            try {
                descriptor.close();
            } catch (IOException e) {
                // Everything was forced before; what a close can lose is nothing that was promised.
                LoggerFactory.getLogger(JournalWriter.class).warn("closing a journal file failed", e);
            }
        }
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
                        ErrorCode.INTERNAL, "the journal has failed and takes nothing more: " + cause + " [folder=" + folder.path() + "]", cause);
        request.done().completeExceptionally(error);
    }
}
