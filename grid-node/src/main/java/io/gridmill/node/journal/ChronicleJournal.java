package io.gridmill.node.journal;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.node.config.FolderLock;
import io.gridmill.node.config.JournalConfig;
import io.gridmill.node.config.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal on Chronicle Queue: {@code <dir>/<incarnation>/}, one queue folder for each start of the node, older ones read only.
 *
 * <p>Thread-safe. One thread writes ({@link JournalWriter}), one reads Chronicle's files on behalf of callers (an interrupt of the
 * caller would close them), and one completes futures, so that nobody's continuation holds up the writer.
 *
 * <p>Durability in mode {@code fsync}: an acknowledged append survives a loss of power on a disk that keeps what it has confirmed. In
 * mode {@code os} it survives the process. Local disks only: Chronicle's files are memory-mapped and sparse.
 */
public final class ChronicleJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(ChronicleJournal.class);
    private static final long DEFAULT_ROLL_BYTES = 256L << 20;

    /**
     * Where the journal stops and where it begins a new file.
     *
     * @param minFreeBytes what an append must leave free on the disk
     * @param rollBytes a file with as many bytes of records takes no further group
     */
    record Limits(long minFreeBytes, long rollBytes) {
        /** A RESOURCE error when so many more bytes would leave too little, else null. */
        @Nullable
        GridmillException refusal(Disk disk, Path folder, long bytes) throws IOException {
            long free = disk.freeBytes(folder);
            if (free - bytes >= minFreeBytes) {
                return null;
            }
            return GridmillException.resource("the journal must leave journal.min-free=" + Sizes.format(minFreeBytes)
                    + " of its disk free, got " + Sizes.format(free) + " free before writing " + Sizes.format(bytes) + " [folder=" + folder
                    + "]");
        }
    }

    private final Path dir;
    private final FolderLock lock;
    private final Contents contents = new Contents();
    private final List<String> damages = new ArrayList<>();
    private final ExecutorService reader = single("gridmill-journal-reader");
    private final ExecutorService replies = single("gridmill-journal-replies");
    /** Folders of older incarnations, oldest first. Belongs to the reader thread. */
    private final List<QueueFolder> oldFolders = new ArrayList<>();

    private final QueueFolder folder;
    private final JournalWriter writer;
    private final Thread writerThread;
    private boolean closed;

    /**
     * Opens the journal, replays what older incarnations sealed, and begins a folder for this one.
     *
     * @param dir folder of this node's journal, made when missing
     * @param incarnation names the new folder; letters and digits, later ones sort after earlier ones
     * @param onFailure told once, on a thread of its own, when writing or syncing failed: the node must stop
     * @throws GridmillException RESOURCE when the folder cannot be written, is in use, or its disk has too little space
     */
    public static Journal open(Path dir, String incarnation, JournalConfig config, Consumer<Throwable> onFailure) {
        return open(dir, incarnation, config.mode(), new Limits(config.minFreeBytes(), DEFAULT_ROLL_BYTES), new Disk.Local(), onFailure);
    }

    static ChronicleJournal open(
            Path dir, String incarnation, JournalConfig.Mode mode, Limits limits, Disk disk, Consumer<Throwable> onFailure) {
        ChronicleSetup.apply();
        FolderLock lock = null;
        try {
            Files.createDirectories(dir);
            lock = FolderLock.tryTake(dir);
            if (lock == null) {
                throw GridmillException.resource("a journal belongs to one process, and another has it open [folder=" + dir + "]");
            }
            GridmillException refusal = limits.refusal(disk, dir, QueueFolder.BLOCK_BYTES);
            if (refusal != null) {
                throw refusal;
            }
            if (Files.exists(dir.resolve(incarnation))) {
                throw GridmillException.internal("an incarnation is used once, got it again [folder=" + dir.resolve(incarnation) + "]");
            }
            return new ChronicleJournal(dir, lock, incarnation, mode, limits, disk, onFailure);
        } catch (IOException e) {
            release(lock);
            throw new GridmillException(ErrorCode.RESOURCE, "the journal's folder must be writable: " + e + " [folder=" + dir + "]", e);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    private static void release(@Nullable FolderLock lock) {
        if (lock != null) {
            lock.close();
        }
    }

    private ChronicleJournal(
            Path dir,
            FolderLock lock,
            String incarnation,
            JournalConfig.Mode mode,
            Limits limits,
            Disk disk,
            Consumer<Throwable> onFailure) {
        this.dir = dir;
        this.lock = lock;
        try {
            onReader(() -> {
                replay();
                return true;
            });
            this.folder = onReader(() -> QueueFolder.create(dir.resolve(incarnation)));
            if (mode == JournalConfig.Mode.FSYNC) {
                onReader(() -> {
                    try (Disk.Descriptor parent = disk.open(dir)) {
                        parent.force();
                    }
                    return true;
                });
            }
            this.writer = new JournalWriter(folder, limits, disk, mode == JournalConfig.Mode.FSYNC, contents, replies, onFailure);
            this.writerThread = threads("gridmill-journal-writer").newThread(writer);
            writerThread.start();
            uninterruptibly(writer.started());
        } catch (RuntimeException e) {
            reader.shutdown();
            replies.shutdown();
            throw e;
        }
    }

    @Override
    public CompletableFuture<Void> append(SealRecord seal, List<byte[]> batches) {
        if (seal.batches() != batches.size()) {
            throw GridmillException.internal("a seal must count its batches, got " + seal.batches() + " for " + batches.size()
                    + " [attempt=" + seal.attempt().token() + "]");
        }
        return writer.submit(seal, List.copyOf(batches));
    }

    @Override
    public List<SealRecord> seals() {
        return contents.seals();
    }

    /** What was found broken when older incarnations were replayed, a sentence each; also in the log. */
    List<String> damages() {
        return List.copyOf(damages);
    }

    @Override
    public void read(AttemptId attempt, Consumer<byte[]> batches) {
        Held held = contents.pin(attempt);
        if (held == null) {
            throw GridmillException.internal("a result can be read where it is held, and this journal holds no seal of it [attempt="
                    + attempt.token() + ", folder=" + dir + "]");
        }
        try {
            AttemptReader attemptReader = onReader(() -> new AttemptReader(held));
            try {
                byte[] batch;
                while ((batch = onReader(attemptReader::next)) != null) {
                    batches.accept(batch);
                }
            } finally {
                onReader(() -> {
                    attemptReader.close();
                    return true;
                });
            }
        } finally {
            contents.unpin(held);
        }
    }

    @Override
    public void trim(Predicate<SealRecord> needed) {
        List<SealRecord> dropped = contents.seals().stream().filter(seal -> !needed.test(seal)).toList();
        contents.drop(dropped);
        onReader(() -> {
            deleteUnneeded();
            return true;
        });
    }

    @Override
    public boolean healthy() {
        return writer.failure() == null;
    }

    @Override
    public long sizeBytes() {
        return onReader(() -> {
            long bytes = 0;
            List<QueueFolder> all = new ArrayList<>(oldFolders);
            all.add(folder);
            for (QueueFolder each : all) {
                for (int cycle : each.cycles()) {
                    bytes += Files.size(each.file(cycle));
                }
            }
            return bytes;
        });
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        writer.stop();
        uninterruptibly(writerEnd());
        onReader(() -> {
            oldFolders.forEach(QueueFolder::close);
            folder.close();
            return true;
        });
        reader.shutdown();
        replies.shutdown();
        lock.close();
    }

    private void replay() throws IOException {
        List<Path> folders;
        try (Stream<Path> listed = Files.list(dir)) {
            folders = listed.filter(Files::isDirectory).sorted().toList();
        }
        for (Path old : folders) {
            int before = contents.seals().size();
            try {
                QueueFolder queue = QueueFolder.openOld(old);
                oldFolders.add(queue);
                new Replay(queue, contents::add, this::damage).run();
            } catch (Exception | AssertionError | InternalError e) {
                damage("a journal folder cannot be opened and is left as it is: " + old + ": " + Replay.firstLine(e));
            }
            LOG.info("journal folder {} holds {} sealed results", old, contents.seals().size() - before);
        }
    }

    private void damage(String sentence) {
        damages.add(sentence);
        LOG.warn("damaged journal: {}", sentence);
    }

    private void deleteUnneeded() throws IOException {
        // Read before what is needed: everything in files before this cycle is published already.
        int writing = folder.cycle();
        Set<Path> needed = new HashSet<>();
        for (Held held : contents.needed()) {
            needed.add(held.folder().file(held.cycle()));
        }
        for (QueueFolder old : List.copyOf(oldFolders)) {
            boolean empty = true;
            for (int cycle : old.cycles()) {
                empty &= deleteUnless(needed, old.file(cycle));
            }
            if (empty) {
                old.close();
                oldFolders.remove(old);
                deleteFolder(old.path());
            }
        }
        for (int cycle : folder.cycles()) {
            if (cycle < writing) {
                deleteUnless(needed, folder.file(cycle));
            } else if (!needed.contains(folder.file(cycle))) {
                writer.wantRoll();
            }
        }
    }

    private static boolean deleteUnless(Set<Path> needed, Path file) throws IOException {
        return !needed.contains(file) && Files.deleteIfExists(file);
    }

    private static void deleteFolder(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private Future<?> writerEnd() {
        return CompletableFuture.runAsync(
                () -> {
                    while (writerThread.isAlive()) {
                        try {
                            writerThread.join();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException("the journal's reader is never interrupted", e);
                        }
                    }
                },
                reader);
    }

    private <T> T onReader(Callable<T> work) {
        Future<T> future;
        try {
            future = reader.submit(work);
        } catch (RejectedExecutionException e) {
            throw new GridmillException(ErrorCode.INTERNAL, "the journal is closed [folder=" + dir + "]", e);
        }
        return uninterruptibly(future);
    }

    /** Waits through interrupts and keeps them for the caller. */
    private static <T> T uninterruptibly(Future<T> future) {
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
            throw new GridmillException(ErrorCode.INTERNAL, "the journal's files cannot be used: " + e.getCause(), e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static ExecutorService single(String name) {
        return Executors.newSingleThreadExecutor(threads(name));
    }

    private static ThreadFactory threads(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
