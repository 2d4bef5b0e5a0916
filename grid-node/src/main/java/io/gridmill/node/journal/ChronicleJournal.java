package io.gridmill.node.journal;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.node.config.FolderLock;
import io.gridmill.node.config.JournalConfig;
import io.gridmill.node.fault.Failpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    private final Path dir;
    private final FolderLock lock;
    private final Limits limits;
    private final Disk disk;
    private final Contents contents = new Contents();
    private final List<String> damages = new ArrayList<>();
    private final ReaderThread reader = new ReaderThread();
    private final ExecutorService replies =
            Executors.newSingleThreadExecutor(ReaderThread.named("gridmill-journal-replies"));
    /** Folders of older incarnations, oldest first. Belongs to the reader thread. */
    private final List<QueueFolder> oldFolders = new ArrayList<>();

    private final QueueFolder folder;
    private final JournalWriter writer;
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
        return open(
                dir,
                incarnation,
                config.mode(),
                new Limits(config.minFreeBytes(), config.quotaBytes(), DEFAULT_ROLL_BYTES),
                new Disk.Local(),
                onFailure);
    }

    static ChronicleJournal open(
            Path dir,
            String incarnation,
            JournalConfig.Mode mode,
            Limits limits,
            Disk disk,
            Consumer<Throwable> onFailure) {
        ChronicleSetup.apply();
        FolderLock lock = null;
        try {
            Files.createDirectories(dir);
            lock = FolderLock.tryTake(dir);
            if (lock == null) {
                throw GridmillException.resource(
                        "a journal belongs to one process, and another has it open [folder=" + dir + "]");
            }
            GridmillException refusal = limits.refusalByDisk(disk, dir, QueueFolder.BLOCK_BYTES);
            if (refusal != null) {
                throw refusal;
            }
            if (Files.exists(dir.resolve(incarnation))) {
                throw GridmillException.internal(
                        "an incarnation is used once, got it again [folder=" + dir.resolve(incarnation) + "]");
            }
            return new ChronicleJournal(dir, lock, incarnation, mode, limits, disk, onFailure);
        } catch (IOException e) {
            release(lock);
            throw new GridmillException(
                    ErrorCode.RESOURCE,
                    "the journal's folder must be writable: " + e + " [journal.dir or node.data-dir, folder=" + dir
                            + "]",
                    e);
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
        this.limits = limits;
        this.disk = disk;
        try {
            reader.run(this::replay);
            this.folder = reader.call(() -> QueueFolder.create(dir.resolve(incarnation)));
            if (mode == JournalConfig.Mode.FSYNC) {
                reader.run(() -> {
                    try (Disk.Descriptor parent = disk.open(dir)) {
                        parent.force();
                    }
                });
            }
            this.writer = new JournalWriter(
                    folder, limits, disk, mode == JournalConfig.Mode.FSYNC, contents, replies, onFailure);
            ReaderThread.named("gridmill-journal-writer").newThread(writer).start();
            ReaderThread.await(writer.started());
        } catch (RuntimeException e) {
            reader.close();
            replies.shutdown();
            throw e;
        }
    }

    @Override
    public CompletableFuture<Void> append(SealRecord seal, List<byte[]> batches) {
        if (seal.batches() != batches.size()) {
            throw GridmillException.internal("a seal must count its batches, got " + seal.batches() + " for "
                    + batches.size() + " [attempt=" + seal.attempt().token() + "]");
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
            throw GridmillException.internal(
                    "a result can be read where it is held, and this journal holds no seal of it [attempt="
                            + attempt.token() + ", folder=" + dir + "]");
        }
        try {
            AttemptReader attemptReader = reader.call(() -> new AttemptReader(held));
            try {
                byte[] batch;
                while ((batch = reader.call(attemptReader::next)) != null) {
                    batches.accept(batch);
                }
            } finally {
                reader.run(attemptReader::close);
            }
        } finally {
            contents.unpin(held);
        }
    }

    @Override
    public void trim(Predicate<SealRecord> needed) {
        List<SealRecord> dropped =
                contents.seals().stream().filter(seal -> !needed.test(seal)).toList();
        contents.drop(dropped);
        if (!dropped.isEmpty()) {
            Failpoint.TRIM_BEFORE.hit();
        }
        reader.run(() -> {
            Trim trim = new Trim(folder, contents);
            trim.old(oldFolders);
            if (trim.current(folder)) {
                writer.wantRoll();
            }
        });
    }

    @Override
    public Room room() {
        try {
            return limits.room(disk, dir, contents.bytes());
        } catch (IOException e) {
            throw noSpaceKnown(e);
        }
    }

    @Override
    public void requireRoom() {
        try {
            GridmillException refusal = limits.refusal(disk, dir, contents.bytes(), 1, 1);
            if (refusal != null) {
                throw refusal;
            }
        } catch (IOException e) {
            throw noSpaceKnown(e);
        }
    }

    private GridmillException noSpaceKnown(IOException cause) {
        return new GridmillException(
                ErrorCode.RESOURCE,
                "the journal's disk does not say what is free: " + cause + " [folder=" + dir + "]",
                cause);
    }

    @Override
    public boolean healthy() {
        return writer.failure() == null;
    }

    @Override
    public long sizeBytes() {
        return reader.call(() -> {
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
        ReaderThread.await(writer.ended());
        reader.run(() -> {
            oldFolders.forEach(QueueFolder::close);
            folder.close();
        });
        reader.close();
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
            LOG.info(
                    "journal folder {} holds {} sealed results",
                    old,
                    contents.seals().size() - before);
        }
    }

    private void damage(String sentence) {
        damages.add(sentence);
        LOG.warn("damaged journal: {}", sentence);
    }
}
