package io.gridmill.node.journal;

import static io.gridmill.node.journal.JournalFixture.LARGE_FILES;
import static io.gridmill.node.journal.JournalFixture.SMALL_FILES;
import static io.gridmill.node.journal.JournalFixture.append;
import static io.gridmill.node.journal.JournalFixture.attempt;
import static io.gridmill.node.journal.JournalFixture.batches;
import static io.gridmill.node.journal.JournalFixture.files;
import static io.gridmill.node.journal.JournalFixture.open;
import static io.gridmill.node.journal.JournalFixture.read;
import static io.gridmill.node.journal.JournalFixture.seal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.node.config.JournalConfig;
import io.gridmill.node.journal.JournalFixture.TestDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ChronicleJournalTest {
    @TempDir
    Path dir;

    @Test
    void whatWasAppendedIsReadBackInOrderAndByteForByte() {
        try (ChronicleJournal journal = open(dir, "0001")) {
            IntStream.range(0, 20).forEach(number -> append(journal, number));

            assertThat(journal.seals())
                    .isEqualTo(IntStream.range(0, 20)
                            .mapToObj(n -> seal(n, batches(n)))
                            .toList());
            for (int number = 0; number < 20; number++) {
                assertThat(read(journal, number)).containsExactlyElementsOf(batches(number));
            }
            assertThat(journal.healthy()).isTrue();
            assertThat(journal.sizeBytes()).isPositive();
        }
    }

    @Test
    void aBatchLargerThanARecordIsCutAndPutTogetherAgain() {
        byte[] large = new byte[3 * RecordFormat.MAX_PAYLOAD_BYTES + 1];
        byte[] exact = new byte[2 * RecordFormat.MAX_PAYLOAD_BYTES];
        new Random(1).nextBytes(large);
        new Random(2).nextBytes(exact);
        List<byte[]> given = List.of(large, new byte[0], exact, new byte[] {1});

        try (ChronicleJournal journal = open(dir, "0001")) {
            journal.append(seal(1, given), given).join();
            assertThat(read(journal, 1)).containsExactlyElementsOf(given);
        }
        try (ChronicleJournal journal = open(dir, "0002")) {
            assertThat(read(journal, 1)).containsExactlyElementsOf(given);
        }
    }

    @Test
    void anAppendIsSyncedBeforeItIsAcknowledgedAndWaitingOnesShareASync() {
        TestDisk disk = new TestDisk();
        try (ChronicleJournal journal = open(dir, "0001", LARGE_FILES, disk, new CopyOnWriteArrayList<>())) {
            int before = disk.forces.get();
            append(journal, 1);
            assertThat(disk.forces.get()).isGreaterThan(before);

            int beforeMany = disk.forces.get();
            List<CompletableFuture<Void>> acknowledged = new ArrayList<>();
            for (int number = 2; number < 402; number++) {
                acknowledged.add(journal.append(seal(number, batches(number)), batches(number)));
            }
            acknowledged.forEach(CompletableFuture::join);
            assertThat(disk.forces.get() - beforeMany).isPositive().isLessThan(400);
        }
    }

    /** What was written through memory maps, and a loss of power would take. */
    private long dirtyKilobytes() throws IOException {
        long dirty = 0;
        boolean inQueueFile = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                inQueueFile = line.contains(dir.toString()) && line.endsWith(".cq4");
            } else if (inQueueFile && line.matches("(Shared|Private)_Dirty:.*")) {
                dirty += Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return dirty;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsAcknowledgedIsNotLeftInMemoryMaps() throws IOException {
        assumeThat(Files.getFileStore(dir).type())
                .as("tmpfs writes nothing back")
                .isNotEqualTo("tmpfs");
        try (ChronicleJournal journal = open(dir, "0001")) {
            for (int number = 0; number < 20; number++) {
                append(journal, number);
                assertThat(dirtyKilobytes()).as("after append %s", number).isZero();
            }
        }
        try (ChronicleJournal journal =
                ChronicleJournal.open(dir, "0002", JournalConfig.Mode.OS, LARGE_FILES, new TestDisk(), failure -> {})) {
            append(journal, 21);
            assertThat(dirtyKilobytes()).as("without a sync").isPositive();
        }
    }

    @Test
    void manyThreadsAppendAndReadAtOnce() throws Exception {
        try (ChronicleJournal journal = open(dir, "0001")) {
            List<Throwable> errors = new CopyOnWriteArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int base = thread * 100;
                threads.add(new Thread(() -> {
                    for (int number = base; number < base + 50; number++) {
                        append(journal, number);
                        assertThat(read(journal, number)).containsExactlyElementsOf(batches(number));
                    }
                }));
            }
            threads.forEach(thread -> thread.setUncaughtExceptionHandler((where, e) -> errors.add(e)));
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(errors).isEmpty();
            assertThat(journal.seals()).hasSize(400);
            // One thread's attempts keep their order among all others.
            assertThat(journal.seals().stream().map(seal -> seal.rows() / 10).filter(n -> n / 100 == 3))
                    .isSorted()
                    .hasSize(50);
        }
    }

    @Test
    void aLaterIncarnationHoldsWhatEarlierOnesSealedOldestFirst() {
        try (ChronicleJournal journal = open(dir, "0001")) {
            append(journal, 3);
            append(journal, 1);
        }
        try (ChronicleJournal journal = open(dir, "0002")) {
            append(journal, 2);
        }
        try (ChronicleJournal journal = open(dir, "0003")) {
            append(journal, 0);
            assertThat(journal.seals().stream().map(SealRecord::attempt))
                    .containsExactly(attempt(3), attempt(1), attempt(2), attempt(0));
            assertThat(read(journal, 3)).containsExactlyElementsOf(batches(3));
            assertThat(read(journal, 2)).containsExactlyElementsOf(batches(2));
            assertThat(journal.damages()).isEmpty();
        }
    }

    @Test
    void trimmingDeletesFilesAndFoldersInWhichNothingIsNeeded() throws IOException {
        try (ChronicleJournal journal = open(dir, "0001")) {
            IntStream.range(0, 40).forEach(number -> append(journal, number));
        }
        try (ChronicleJournal journal = open(dir, "0002")) {
            IntStream.range(40, 80).forEach(number -> append(journal, number));
            int before = files(dir).size();
            assertThat(before).isGreaterThan(6);

            journal.trim(
                    seal -> seal.attempt().equals(attempt(17)) || seal.attempt().equals(attempt(79)));

            assertThat(journal.seals().stream().map(SealRecord::attempt)).containsExactly(attempt(17), attempt(79));
            assertThat(files(dir)).hasSizeLessThanOrEqualTo(3);
            assertThat(read(journal, 17)).containsExactlyElementsOf(batches(17));
            assertThat(read(journal, 79)).containsExactlyElementsOf(batches(79));
            assertThatThrownBy(() -> read(journal, 16))
                    .isInstanceOf(GridmillException.class)
                    .hasMessageContaining("holds no seal of it")
                    .hasMessageContaining(attempt(16).token());

            journal.trim(seal -> false);
            assertThat(dir.resolve("0001")).doesNotExist();
            assertThat(journal.seals()).isEmpty();

            // The file that was written last goes as soon as the next append has begun another.
            append(journal, 81);
            journal.trim(seal -> seal.attempt().equals(attempt(81)));
            assertThat(files(dir)).hasSize(1);
            assertThat(read(journal, 81)).containsExactlyElementsOf(batches(81));
        }
        try (ChronicleJournal journal = open(dir, "0003")) {
            assertThat(journal.seals().stream().map(SealRecord::attempt)).containsExactly(attempt(81));
            assertThat(read(journal, 81)).containsExactlyElementsOf(batches(81));
        }
    }

    @Test
    void aResultThatIsTrimmedWhileItIsReadIsReadToItsEnd() {
        List<byte[]> given = List.of(new byte[100_000], new byte[100_000], new byte[] {7});
        try (ChronicleJournal journal = open(dir, "0001")) {
            journal.append(seal(1, given), given).join();
            append(journal, 2);
            List<byte[]> got = new ArrayList<>();
            journal.read(attempt(1), batch -> {
                journal.trim(seal -> false);
                got.add(batch);
            });
            assertThat(got).containsExactlyElementsOf(given);
        }
    }

    @Test
    void tooLittleSpaceRefusesAnAppendWithNothingWrittenAndTheNextOneWorks() {
        TestDisk disk = new TestDisk();
        Limits limits = new Limits(100 << 20, Long.MAX_VALUE, 64 << 10);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        try (ChronicleJournal journal = open(dir, "0001", limits, disk, failures)) {
            append(journal, 1);
            disk.free.set((100 << 20) + 5_000);
            assertThatThrownBy(() -> append(journal, 2))
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                    .hasMessageContaining("journal.min-free=100MiB")
                    .hasMessageContaining(dir.toString());
            assertThat(journal.healthy()).isTrue();
            disk.free.set(1L << 40);
            append(journal, 2);
            assertThat(journal.seals()).hasSize(2);
            assertThat(failures).isEmpty();
        }
        try (ChronicleJournal journal = open(dir, "0002")) {
            assertThat(journal.seals()).hasSize(2);
            assertThat(journal.damages()).isEmpty();
        }
    }

    @Test
    void theQuotaFirstHoldsNewJobsBackThenRefusesAndEndsWhenResultsAreLetGo() {
        TestDisk disk = new TestDisk();
        try (ChronicleJournal journal = open(dir, "0001", new Limits(0, 1 << 20, 64 << 10), disk, new ArrayList<>())) {
            assertThat(journal.room()).isEqualTo(Journal.Room.ENOUGH);
            List<byte[]> most = List.of(new byte[800 << 10]);
            journal.append(seal(1, most), most).join();
            assertThat(journal.room()).isEqualTo(Journal.Room.LITTLE);
            journal.requireRoom();

            assertThatThrownBy(() -> journal.append(seal(2, most), most).join())
                    .cause()
                    .isInstanceOfSatisfying(
                            GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                    .hasMessageContaining("journal.quota=1MiB")
                    .hasMessageContaining(dir.toString());
            assertThat(journal.healthy()).isTrue();
            List<byte[]> rest = List.of(new byte[223 << 10]);
            journal.append(seal(3, rest), rest).join();
            assertThat(journal.seals()).hasSize(2);

            journal.trim(needed -> needed.attempt().equals(attempt(3)));
            assertThat(journal.room()).isEqualTo(Journal.Room.ENOUGH);
            journal.append(seal(2, most), most).join();
        }
    }

    @Test
    void aDiskThatRunsFullHoldsNewJobsBackBeforeItRefuses() {
        TestDisk disk = new TestDisk();
        Limits limits = new Limits(90 << 20, Long.MAX_VALUE, 64 << 10);
        try (ChronicleJournal journal = open(dir, "0001", limits, disk, new ArrayList<>())) {
            disk.free.set(110L << 20);
            assertThat(journal.room()).isEqualTo(Journal.Room.LITTLE);
            disk.free.set(90L << 20);
            assertThat(journal.room()).isEqualTo(Journal.Room.NONE);
            assertThatThrownBy(journal::requireRoom)
                    .isInstanceOf(GridmillException.class)
                    .hasMessageContaining("journal.min-free=90MiB");
            disk.free.set(1L << 40);
            assertThat(journal.room()).isEqualTo(Journal.Room.ENOUGH);
        }
    }

    @Test
    void tooLittleSpaceAtStartIsAnErrorThatNamesTheFolder() {
        TestDisk disk = new TestDisk();
        disk.free.set(1 << 20);
        assertThatThrownBy(() ->
                        open(dir, "0001", new Limits(256 << 20, Long.MAX_VALUE, 1 << 20), disk, new ArrayList<>()))
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                .hasMessageContaining("journal.min-free=256MiB")
                .hasMessageContaining("1MiB free")
                .hasMessageContaining(dir.toString());
    }

    @Test
    void anErrorOfSyncingFailsTheJournalForGoodAndTellsTheNode() {
        TestDisk disk = new TestDisk();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        try (ChronicleJournal journal = open(dir, "0001", SMALL_FILES, disk, failures)) {
            append(journal, 1);
            disk.broken.set(true);

            assertThatThrownBy(() -> append(journal, 2))
                    .cause()
                    .hasMessageContaining("has failed")
                    .hasMessageContaining("Input/output error");
            await().atMost(Duration.ofSeconds(10)).until(() -> failures.size() == 1);
            disk.broken.set(false);
            assertThatThrownBy(() -> append(journal, 3)).cause().hasMessageContaining("takes nothing more");
            assertThat(journal.healthy()).isFalse();
            assertThat(failures).hasSize(1).first().isInstanceOf(IOException.class);
            assertThat(journal.seals().stream().map(SealRecord::attempt)).containsExactly(attempt(1));
            assertThat(read(journal, 1)).containsExactlyElementsOf(batches(1));
        }
    }

    @Test
    void interruptedThreadsAppendReadAndTrimAndStayInterrupted() throws Exception {
        try (ChronicleJournal journal = open(dir, "0001")) {
            List<Throwable> errors = new CopyOnWriteArrayList<>();
            Thread interrupted = new Thread(() -> {
                for (int number = 0; number < 30; number++) {
                    Thread.currentThread().interrupt();
                    CompletableFuture<Void> acknowledged =
                            journal.append(seal(number, batches(number)), batches(number));
                    assertThat(Thread.interrupted()).isTrue();
                    acknowledged.join();
                    Thread.currentThread().interrupt();
                    assertThat(read(journal, number)).containsExactlyElementsOf(batches(number));
                    int newest = number;
                    journal.trim(seal -> seal.attempt().equals(attempt(newest)));
                    assertThat(journal.sizeBytes()).isPositive();
                    assertThat(Thread.interrupted()).isTrue();
                }
            });
            interrupted.setUncaughtExceptionHandler((where, e) -> errors.add(e));
            interrupted.start();
            interrupted.join();
            assertThat(errors).isEmpty();
            assertThat(journal.healthy()).isTrue();
            append(journal, 99);
            assertThat(read(journal, 99)).containsExactlyElementsOf(batches(99));
        }
    }

    @Test
    void aContinuationThatBlocksDoesNotHoldUpTheWriter() {
        CompletableFuture<Void> release = new CompletableFuture<>();
        try (ChronicleJournal journal = open(dir, "0001")) {
            CompletableFuture<Void> blocked =
                    journal.append(seal(1, batches(1)), batches(1)).thenRun(release::join);
            journal.append(seal(2, batches(2)), batches(2));
            await().atMost(Duration.ofSeconds(10)).until(() -> journal.seals().size() == 2);
            assertThat(blocked).isNotDone();
            release.complete(null);
            blocked.join();
        }
    }

    @Test
    void theSameAttemptIsSealedOnce() {
        try (ChronicleJournal journal = open(dir, "0001")) {
            append(journal, 1);
            assertThatThrownBy(() -> append(journal, 1))
                    .cause()
                    .hasMessageContaining("sealed once")
                    .hasMessageContaining(attempt(1).token());
            assertThat(journal.healthy()).isTrue();
            assertThatThrownBy(() -> journal.append(seal(2, batches(3)), List.of()))
                    .isInstanceOf(GridmillException.class)
                    .hasMessageContaining("a seal must count its batches, got 3 for 0");
        }
    }

    @Test
    void aJournalThatAnotherProcessHasOpenOrThatIsNoFolderIsRefused() throws IOException {
        try (ChronicleJournal journal = open(dir, "0001")) {
            assertThatThrownBy(() -> open(dir, "0002"))
                    .hasMessageContaining("another has it open")
                    .hasMessageContaining(dir.toString());
            append(journal, 1);
        }
        Path file = Files.createFile(dir.resolve("file"));
        assertThatThrownBy(() -> open(file, "0003"))
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                .hasMessageContaining("must be writable")
                .hasMessageContaining(file.toString());
    }

    @Test
    void afterClosingEverythingIsRefusedClearly() {
        ChronicleJournal journal = open(dir, "0001");
        append(journal, 1);
        journal.close();
        journal.close();
        assertThatThrownBy(() -> append(journal, 2)).cause().hasMessageContaining("the journal is closed");
        assertThatThrownBy(() -> read(journal, 1))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining("the journal is closed");
    }

    @Test
    void anAppendThatMeetsTheClosingIsEitherSealedOrRefusedAndNeverLeftOpen() throws Exception {
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        CountDownLatch many = new CountDownLatch(500);
        ChronicleJournal journal = open(dir, "0001");
        Thread appending = new Thread(() -> {
            CompletableFuture<Void> answer;
            do {
                int number = answers.size();
                answer = journal.append(seal(number, batches(number)), batches(number));
                answers.add(answer);
                many.countDown();
            } while (!answer.isCompletedExceptionally());
        });
        appending.start();
        many.await();
        journal.close();
        appending.join();

        try (ChronicleJournal reopened = open(dir, "0002")) {
            Set<SealRecord> held = new HashSet<>(reopened.seals());
            for (int number = 0; number < answers.size(); number++) {
                CompletableFuture<Void> answer = answers.get(number);
                answer.exceptionally(refused -> null).get(10, TimeUnit.SECONDS);
                assertThat(held.contains(seal(number, batches(number))))
                        .as("attempt %s", number)
                        .isEqualTo(!answer.isCompletedExceptionally());
            }
        }
    }

    @Test
    void modeOsDoesNotWaitForTheDisk() {
        TestDisk disk = new TestDisk();
        try (ChronicleJournal journal =
                ChronicleJournal.open(dir, "0001", JournalConfig.Mode.OS, SMALL_FILES, disk, failure -> {})) {
            append(journal, 3);
            assertThat(read(journal, 3)).containsExactlyElementsOf(batches(3));
            assertThat(disk.forces.get()).isZero();
        }
    }
}
