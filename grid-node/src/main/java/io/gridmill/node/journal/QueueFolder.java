package io.gridmill.node.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;

/**
 * The Chronicle queue of one incarnation. Chronicle rolls to a new file when a minute passes; here the journal says when, by a clock that
 * shows minute {@code cycle} for as long as it likes.
 *
 * <p>An old folder is opened read only, so that nothing in it is ever mended, renamed or locked.
 */
final class QueueFolder implements AutoCloseable {
    static final int BLOCK_BYTES = 16 << 20;

    private static final RollCycle ROLL_CYCLE = LegacyRollCycles.MINUTELY;
    private static final DateTimeFormatter FILE_NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmm");
    private static final String SUFFIX = ".cq4";
    private static final long HEADER_WAIT_MILLIS = 1_000;

    private final Path path;
    private final AtomicInteger cycle = new AtomicInteger(1);
    private final SingleChronicleQueue queue;

    private QueueFolder(Path path, boolean readOnly) {
        this.path = path;
        this.queue = SingleChronicleQueueBuilder.binary(path)
                .rollCycle(ROLL_CYCLE)
                .blockSize(BLOCK_BYTES)
                .syncMode(SyncMode.SYNC)
                .timeProvider(() -> (long) cycle.get() * ROLL_CYCLE.lengthInMillis())
                .timeoutMS(HEADER_WAIT_MILLIS)
                .checkInterrupts(false)
                .readOnly(readOnly)
                .build();
    }

    static QueueFolder create(Path path) {
        return new QueueFolder(path, false);
    }

    static QueueFolder openOld(Path path) {
        return new QueueFolder(path, true);
    }

    Path path() {
        return path;
    }

    /** Chronicle's table of contents. */
    Path metadata() {
        return path.resolve("metadata.cq4t");
    }

    /** The appender belongs to the thread that asks for it. */
    ExcerptAppender appender() {
        return queue.createAppender();
    }

    /** The tailer belongs to the thread that asks for it. */
    ExcerptTailer tailer() {
        return queue.createTailer();
    }

    /** The cycle that the next append goes to. */
    int cycle() {
        return cycle.get();
    }

    /** The next append begins a new file. */
    void roll() {
        cycle.incrementAndGet();
    }

    static int cycleOf(long index) {
        return ROLL_CYCLE.toCycle(index);
    }

    Path file(int ofCycle) {
        LocalDateTime minute = LocalDateTime.ofEpochSecond(ofCycle * 60L, 0, ZoneOffset.UTC);
        return path.resolve(FILE_NAME.format(minute) + SUFFIX);
    }

    /** Cycles that have a file, in order. Asks the folder, since Chronicle's own listing may be older than a crash. */
    List<Integer> cycles() throws IOException {
        List<Integer> cycles = new ArrayList<>();
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(SUFFIX)) {
                    cycles.add(parse(name.substring(0, name.length() - SUFFIX.length()), file));
                }
            }
        }
        cycles.sort(Comparator.naturalOrder());
        return cycles;
    }

    private static int parse(String name, Path file) throws IOException {
        try {
            return Math.toIntExact(LocalDateTime.parse(name, FILE_NAME).toEpochSecond(ZoneOffset.UTC) / 60);
        } catch (DateTimeException e) {
            throw new IOException("a queue file must be named by its cycle, got " + file, e);
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}
