package io.gridmill.node.journal;

import static io.gridmill.node.journal.JournalFixture.LARGE_FILES;
import static io.gridmill.node.journal.JournalFixture.append;
import static io.gridmill.node.journal.JournalFixture.attempt;
import static io.gridmill.node.journal.JournalFixture.batches;
import static io.gridmill.node.journal.JournalFixture.copy;
import static io.gridmill.node.journal.JournalFixture.files;
import static io.gridmill.node.journal.JournalFixture.open;
import static io.gridmill.node.journal.JournalFixture.read;
import static io.gridmill.node.journal.JournalFixture.seal;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class JournalCrashTest {
    @TempDir
    Path dir;

    /** Appends without end and prints each attempt's number once its future is done. */
    static final class Child {
        public static void main(String[] arguments) throws InterruptedException {
            try (ChronicleJournal journal = open(Path.of(arguments[0]), arguments[1])) {
                Semaphore room = new Semaphore(100);
                for (int number = 0; ; number++) {
                    room.acquire();
                    int appended = number;
                    journal.append(seal(number, batches(number)), batches(number))
                            .thenRun(() -> {
                                System.out.println(appended);
                                System.out.flush();
                                room.release();
                            });
                }
            }
        }
    }

    @Test
    void everythingThatWasAcknowledgedIsThereAfterTheProcessIsKilled() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-") || argument.startsWith("-Dchronicle"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Child.class.getName(), dir.toString(), "0001"));
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        Set<Integer> acknowledged = new HashSet<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.matches("\\d+")) {
                    acknowledged.add(Integer.valueOf(line));
                }
                if (acknowledged.size() == 300) {
                    // Through the handle: what the child has printed stays readable.
                    child.toHandle().destroyForcibly();
                }
            }
        } finally {
            child.destroyForcibly();
            child.waitFor();
        }

        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(300);
        try (ChronicleJournal journal = open(dir, "0002")) {
            Set<Integer> held = new HashSet<>();
            journal.seals().forEach(found -> held.add((int) (found.rows() / 10)));
            assertThat(held).containsAll(acknowledged);
            for (int number : held) {
                assertThat(read(journal, number)).containsExactlyElementsOf(batches(number));
            }
            journal.trim(needed -> false);
            assertThat(dir.resolve("0001")).doesNotExist();
        }
    }

    @Test
    void aCopyTakenInTheMiddleOfTheWorkHoldsWhatWasAcknowledged() throws IOException {
        Path copied = dir.resolve("copied");
        try (ChronicleJournal journal = open(dir.resolve("original"), "0001")) {
            IntStream.range(0, 30).forEach(number -> append(journal, number));
            copy(dir.resolve("original"), copied);
            Files.delete(copied.resolve("lock"));
        }
        try (ChronicleJournal journal = open(copied, "0002")) {
            assertThat(journal.seals()).hasSize(30);
            assertThat(read(journal, 29)).containsExactlyElementsOf(batches(29));
            assertThat(journal.damages()).isEmpty();
        }
    }

    @Test
    void anAttemptWithoutSealAndATornRecordAreDropped() {
        ChronicleSetup.apply();
        byte[] payload = {1, 2, 3};
        QueueFolder folder = QueueFolder.create(dir.resolve("0001"));
        try (ExcerptAppender appender = folder.appender()) {
            write(
                    appender,
                    RecordFormat.header(RecordFormat.BATCH, RecordFormat.LAST_PIECE, 1, 0, payload, 0, 3),
                    payload);
            byte[] seal = RecordFormat.encodeSeal(new SealRecord(attempt(1), 1, 10, 78));
            write(appender, RecordFormat.header(RecordFormat.SEAL, (short) 0, 1, 1, seal, 0, seal.length), seal);
            write(
                    appender,
                    RecordFormat.header(RecordFormat.BATCH, RecordFormat.LAST_PIECE, 2, 0, payload, 0, 3),
                    payload);
            // Begun and never ended: what a kill in the middle of a record leaves.
            DocumentContext torn = appender.writingDocument();
            torn.wire().bytes().write(RecordFormat.header(RecordFormat.SEAL, (short) 0, 2, 1, seal, 0, seal.length));
        }
        try (ChronicleJournal journal = open(dir, "0002")) {
            assertThat(journal.seals().stream().map(SealRecord::attempt)).containsExactly(attempt(1));
            assertThat(journal.damages()).isEmpty();
        }
        folder.close();
    }

    @Test
    void aDamagedRecordIsReportedAndEveryOtherAttemptIsKept() throws IOException {
        try (ChronicleJournal journal =
                open(dir, "0001", LARGE_FILES, new JournalFixture.TestDisk(), new CopyOnWriteArrayList<>())) {
            IntStream.range(0, 12).forEach(number -> append(journal, number));
        }
        flip(files(dir).get(0), indexOf(files(dir).get(0), batches(6).get(1)) + 100);

        try (ChronicleJournal journal = open(dir, "0002")) {
            assertThat(journal.seals().stream().map(SealRecord::attempt))
                    .containsExactlyElementsOf(IntStream.range(0, 12)
                            .filter(n -> n != 6)
                            .mapToObj(JournalFixture::attempt)
                            .toList());
            assertThat(journal.damages()).hasSize(2);
            assertThat(journal.damages().get(0))
                    .contains("checksum")
                    .contains(files(dir).get(0).toString());
            assertThat(journal.damages().get(1)).contains(attempt(6).token());
            assertThat(read(journal, 7)).containsExactlyElementsOf(batches(7));
        }
    }

    /** Chronicle's own structures have no checksum: whatever a flip does to them, nothing false is read and no loss goes unnoticed. */
    @Test
    void noFlippedByteOutsideOurRecordsIsReadAsAResultOrLostInSilence() throws IOException {
        Path original = dir.resolve("original");
        try (ChronicleJournal journal =
                open(original, "0001", LARGE_FILES, new JournalFixture.TestDisk(), new CopyOnWriteArrayList<>())) {
            IntStream.range(1, 8).forEach(number -> append(journal, number));
        }
        Path file = files(original).get(0);
        long third = indexOf(file, batches(3).get(0)) - RecordFormat.HEADER_BYTES;
        List<Long> places = new ArrayList<>(List.of(0L, 3L, 4L, 5L, 8L, 20L, 40L, 100L));
        for (long place = third - 4; place < third + 4; place++) {
            places.add(place);
        }
        for (long place : places) {
            for (int bits : new int[] {0x01, 0x80}) {
                Path copied = dir.resolve("flip-" + place + "-" + bits);
                copy(original, copied);
                flip(files(copied).get(0), place, bits);
                try (ChronicleJournal journal = open(copied, "0002")) {
                    for (SealRecord seal : journal.seals()) {
                        int number = (int) (seal.rows() / 10);
                        assertThat(read(journal, number)).containsExactlyElementsOf(batches(number));
                    }
                    if (journal.seals().size() < 7) {
                        assertThat(journal.damages())
                                .as("byte %s, bits %s", place, bits)
                                .isNotEmpty();
                    }
                    assertThat(files(copied.resolve("0001")))
                            .as("nothing is renamed or removed")
                            .hasSize(1);
                }
            }
        }
    }

    @Test
    void aFolderThatIsNoQueueIsReportedAndDoesNotStopTheNode() throws IOException {
        Files.createDirectories(dir.resolve("0001"));
        Files.write(dir.resolve("0001").resolve("metadata.cq4t"), new byte[] {1, 2, 3});
        Files.write(dir.resolve("0001").resolve("19700101-0001.cq4"), new byte[5_000]);
        try (ChronicleJournal journal = open(dir, "0002")) {
            assertThat(journal.damages()).isNotEmpty();
            assertThat(journal.seals()).isEmpty();
            append(journal, 1);
        }
    }

    private static void write(ExcerptAppender appender, byte[] header, byte[] payload) {
        try (DocumentContext document = appender.writingDocument()) {
            document.wire().bytes().write(header);
            document.wire().bytes().write(payload);
        }
    }

    private static void flip(Path file, long place) throws IOException {
        flip(file, place, 0x10);
    }

    private static void flip(Path file, long place, int bits) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(place);
            int value = bytes.read();
            bytes.seek(place);
            bytes.write(value ^ bits);
        }
    }

    private static long indexOf(Path file, byte[] wanted) throws IOException {
        byte[] all = Files.readAllBytes(file);
        for (int at = 0; at <= all.length - wanted.length; at++) {
            if (all[at] == wanted[0] && Arrays.equals(all, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new AssertionError("the bytes must be in " + file);
    }
}
