package io.gridmill.node.journal;

import io.gridmill.core.sink.AttemptId;
import io.gridmill.node.config.JournalConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Attempts, batches and a disk for the journal's tests. */
final class JournalFixture {
    static final Limits SMALL_FILES = new Limits(0, Long.MAX_VALUE, 64 << 10);
    static final Limits LARGE_FILES = new Limits(0, Long.MAX_VALUE, 256 << 20);

    private JournalFixture() {}

    /** A real disk whose free space and errors a test decides. */
    static final class TestDisk implements Disk {
        final AtomicLong free = new AtomicLong(Long.MAX_VALUE / 2);
        final AtomicBoolean broken = new AtomicBoolean();
        final AtomicInteger forces = new AtomicInteger();
        private final Disk real = new Disk.Local();

        @Override
        public long freeBytes(Path folder) {
            return free.get();
        }

        @Override
        public Descriptor open(Path path) throws IOException {
            Descriptor descriptor = real.open(path);
            return new Descriptor() {
                @Override
                public void force() throws IOException {
                    if (broken.get()) {
                        throw new IOException("Input/output error");
                    }
                    forces.incrementAndGet();
                    descriptor.force();
                }

                @Override
                public void close() throws IOException {
                    descriptor.close();
                }
            };
        }
    }

    static ChronicleJournal open(Path dir, String incarnation) {
        return open(dir, incarnation, SMALL_FILES, new TestDisk(), new CopyOnWriteArrayList<>());
    }

    static ChronicleJournal open(Path dir, String incarnation, Limits limits, Disk disk, List<Throwable> failures) {
        return ChronicleJournal.open(dir, incarnation, JournalConfig.Mode.FSYNC, limits, disk, failures::add);
    }

    static AttemptId attempt(int number) {
        return new AttemptId("g1", "job" + number, "3.1", 1, "n1_abc", "0001");
    }

    static SealRecord seal(int number, List<byte[]> batches) {
        return new SealRecord(attempt(number), batches.size(), 10L * number, 77L + number);
    }

    /** Batches that depend on the number alone: 0 to 3 of them, some empty. */
    static List<byte[]> batches(int number) {
        Random random = new Random(number);
        List<byte[]> batches = new ArrayList<>();
        for (int i = 0; i < number % 4; i++) {
            byte[] batch = new byte[random.nextInt(20_000)];
            random.nextBytes(batch);
            batches.add(batch);
        }
        return batches;
    }

    static void append(Journal journal, int number) {
        List<byte[]> batches = batches(number);
        journal.append(seal(number, batches), batches).join();
    }

    static List<byte[]> read(Journal journal, int number) {
        List<byte[]> batches = new ArrayList<>();
        journal.read(attempt(number), batches::add);
        return batches;
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> inside = Files.walk(from)) {
            for (Path path : inside.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    static List<Path> files(Path dir) throws IOException {
        try (Stream<Path> inside = Files.walk(dir)) {
            return inside.filter(path -> path.toString().endsWith(".cq4"))
                    .sorted()
                    .toList();
        }
    }
}
