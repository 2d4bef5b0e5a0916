package io.gridmill.sinks.files;

import static io.gridmill.sinks.TestRows.SCHEMA;
import static io.gridmill.sinks.TestRows.attempt;
import static io.gridmill.sinks.TestRows.batches;
import static io.gridmill.sinks.TestRows.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.json.Json;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.core.sink.BatchInput;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.core.sink.StagedAttempt;
import io.gridmill.sinks.TestRows;
import io.gridmill.sinks.files.Outcome.PublishedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What folders add to the contract: death between any two links, manifests, file systems without hard links, files of others. */
class FileSinkTest {
    private static final String JOB = "job1";

    @TempDir
    Path folder;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void everyArrowByteIsFree() {
        allocator.close();
    }

    /** A node that dies when it makes its link number {@code last + 1}, or right after it. */
    private static final class MortalLinks implements Durable.HardLink {
        private final Durable.HardLink links;
        private final boolean after;
        private int left;

        MortalLinks(Durable.HardLink links, int last, boolean after) {
            this.links = links;
            this.left = last;
            this.after = after;
        }

        @Override
        public void make(Path link, Path existing) throws IOException {
            boolean dying = left-- == 0;
            if (!dying || after) {
                links.make(link, existing);
            }
            if (dying) {
                throw new IllegalStateException("killed at " + link.getFileName());
            }
        }
    }

    private FileSink sink(String job, WriteMode mode) {
        return sink(job, mode, Files::createLink);
    }

    private FileSink sink(String job, WriteMode mode, Durable.HardLink links) {
        SinkSpec spec = new SinkSpec("lines", Map.of("path", folder.toString(), "mode", mode.toString()));
        return new FileSink(spec, new LineFormat(), folder, mode, job, SCHEMA, links);
    }

    private StagedAttempt stage(String job, WriteMode mode, String share, int epoch, long first, int count) {
        StagedAttempt attempt = attempt(job, share, epoch, count);
        try (TestRows.Batches batches = batches(allocator, SCHEMA, rows(first, count))) {
            sink(job, mode).stage(attempt, batches);
        }
        return attempt;
    }

    private static SinkManifest manifest(String job, StagedAttempt... winners) {
        return new SinkManifest(job, "g1", List.of(winners));
    }

    private void publish(String job, WriteMode mode, long first, int count) {
        sink(job, mode).prepare();
        sink(job, mode).closeWith(manifest(job, stage(job, mode, "0", 1, first, count)));
        sink(job, mode).sweep();
    }

    private Set<String> visible() {
        try (Stream<Path> files = Files.list(folder)) {
            Set<String> names = new TreeSet<>();
            files.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("_"))
                    .forEach(names::add);
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Long> keys(Set<String> files) {
        List<Long> keys = new ArrayList<>();
        for (String file : files) {
            try (Stream<String> lines = Files.lines(folder.resolve(file))) {
                lines.map(Long::valueOf).forEach(keys::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        keys.sort(null);
        return keys;
    }

    /** What a reader of manifests sees, by the rule of the class comment. */
    private List<Long> keysByManifest() {
        try (Stream<Path> outcomes = Files.list(folder.resolve("_gridmill"))) {
            Set<String> content = new TreeSet<>();
            List<String> replaced = new ArrayList<>();
            for (Path path :
                    outcomes.filter(path -> path.toString().endsWith(".json")).toList()) {
                Outcome outcome = Json.read(Files.readString(path), Outcome.class);
                outcome.files().forEach(file -> content.add(file.name()));
                replaced.addAll(outcome.replaces());
            }
            replaced.forEach(content::remove);
            return keys(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Long> range(long first, int count) {
        return Stream.iterate(first, k -> k + 1).limit(count).toList();
    }

    private static void assertFails(ErrorCode code, String message, ThrowingCallable step) {
        assertThatThrownBy(step)
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @Test
    void aCloserThatDiesAtAnyLinkIsFinishedByTheNextAndManifestReadersSeeOldOrNew() {
        for (boolean hardLinks : new boolean[] {true, false}) {
            for (int links = 0; links <= 3; links++) {
                for (boolean after : new boolean[] {false, true}) {
                    String round = (hardLinks ? "h" : "m") + links + after;
                    publish("old" + round, WriteMode.REPLACE, 1000, 10);
                    String job = "new" + round;
                    sink(job, WriteMode.REPLACE).prepare();
                    SinkManifest manifest = manifest(
                            job,
                            stage(job, WriteMode.REPLACE, "0", 1, 0, 10),
                            stage(job, WriteMode.REPLACE, "1", 1, 10, 10),
                            stage(job, WriteMode.REPLACE, "2", 2, 20, 10));
                    Durable.HardLink links0 = hardLinks ? Files::createLink : FileSinkTest::noHardLinks;
                    int last = links;

                    assertThatThrownBy(() -> sink(
                                            job, WriteMode.REPLACE, new MortalLinks(links0, last, after && hardLinks))
                                    .closeWith(manifest))
                            .hasMessageContaining("killed");
                    boolean decided = links == 3 && after && hardLinks;
                    assertThat(keysByManifest()).as(round).isEqualTo(decided ? range(0, 30) : range(1000, 10));

                    sink(job, WriteMode.REPLACE, links0).closeWith(manifest);
                    assertThat(keysByManifest()).isEqualTo(range(0, 30));
                    assertThat(keys(visible())).isEqualTo(range(0, 30));
                    sink(job, WriteMode.REPLACE, links0).sweep();
                    assertThat(folder.resolve("_staging")).doesNotExist();
                }
            }
        }
    }

    private static void noHardLinks(Path link, Path existing) {
        throw new UnsupportedOperationException("no hard links here");
    }

    @Test
    void anAbortAfterACloserDiedTakesItsLinksAway() {
        sink(JOB, WriteMode.CREATE).prepare();
        SinkManifest manifest = manifest(
                JOB, stage(JOB, WriteMode.CREATE, "0", 1, 0, 10), stage(JOB, WriteMode.CREATE, "1", 1, 10, 10));
        assertThatThrownBy(() -> sink(JOB, WriteMode.CREATE, new MortalLinks(Files::createLink, 2, false))
                        .closeWith(manifest))
                .hasMessageContaining("killed");
        assertThat(visible()).hasSize(2);

        sink(JOB, WriteMode.CREATE).abort();

        assertThat(visible()).isEmpty();
        assertThat(folder.resolve("_staging")).doesNotExist();
    }

    @Test
    void linksOfACloserWithAnotherManifestNeverStay() {
        sink(JOB, WriteMode.CREATE).prepare();
        StagedAttempt loser = stage(JOB, WriteMode.CREATE, "0", 1, 500, 10);
        StagedAttempt winner = stage(JOB, WriteMode.CREATE, "0", 2, 0, 10);
        assertThatThrownBy(() -> sink(JOB, WriteMode.CREATE, new MortalLinks(Files::createLink, 1, false))
                        .closeWith(manifest(JOB, loser)))
                .hasMessageContaining("killed");

        sink(JOB, WriteMode.CREATE).closeWith(manifest(JOB, winner));

        assertThat(keys(visible())).isEqualTo(range(0, 10));
    }

    @Test
    void anAttemptStagedAgainAfterItsFirstLinkIsPublishedAsItIsNow() {
        sink(JOB, WriteMode.CREATE).prepare();
        StagedAttempt winner = stage(JOB, WriteMode.CREATE, "0", 1, 0, 10);
        assertThatThrownBy(() -> sink(JOB, WriteMode.CREATE, new MortalLinks(Files::createLink, 1, false))
                        .closeWith(manifest(JOB, winner)))
                .hasMessageContaining("killed");
        stage(JOB, WriteMode.CREATE, "0", 1, 0, 10);

        sink(JOB, WriteMode.CREATE).closeWith(manifest(JOB, winner));
        sink(JOB, WriteMode.CREATE).sweep();

        assertThat(keys(visible())).isEqualTo(range(0, 10));
    }

    @Test
    void aStagerWhoseJobIsClosedAndSweptMeanwhileIsToldSo() {
        sink(JOB, WriteMode.CREATE).prepare();
        StagedAttempt winner = stage(JOB, WriteMode.CREATE, "0", 1, 0, 10);
        try (TestRows.Batches batches = batches(allocator, SCHEMA, rows(0, 10))) {
            BatchInput slow = () -> {
                sink(JOB, WriteMode.CREATE).closeWith(manifest(JOB, winner));
                sink(JOB, WriteMode.CREATE).sweep();
                return batches.next();
            };

            assertFails(
                    ErrorCode.USER,
                    "is closed",
                    () -> sink(JOB, WriteMode.CREATE).stage(attempt(JOB, "0", 2, 10), slow));
        }
        sink(JOB, WriteMode.CREATE).sweep();

        assertThat(keys(visible())).isEqualTo(range(0, 10));
        assertThat(folder.resolve("_staging")).doesNotExist();
    }

    @Test
    void theManifestNamesFilesRowsAndDigests() throws IOException {
        sink(JOB, WriteMode.CREATE).prepare();
        StagedAttempt full = stage(JOB, WriteMode.CREATE, "0", 1, 0, 10);
        StagedAttempt empty = stage(JOB, WriteMode.CREATE, "1", 1, 0, 0);
        sink(JOB, WriteMode.CREATE).closeWith(manifest(JOB, full, empty));

        Outcome outcome = Json.read(Files.readString(folder.resolve("_gridmill/job1.json")), Outcome.class);

        assertThat(outcome.state()).isEqualTo(Outcome.State.CLOSED);
        assertThat(outcome.rows()).isEqualTo(10);
        assertThat(outcome.schema()).isEqualTo("k BIGINT, v VARCHAR");
        assertThat(outcome.manifest()).isEqualTo(manifest(JOB, full, empty));
        assertThat(outcome.files()).hasSize(1);
        PublishedFile file = outcome.files().get(0);
        byte[] bytes = Files.readAllBytes(folder.resolve(file.name()));
        assertThat(file.name()).matches("part-job1-0-[0-9a-f]{8}\\.txt");
        assertThat(file.attempt()).isEqualTo(full.attempt().token());
        assertThat(file.rows()).isEqualTo(10);
        assertThat(file.digest()).isEqualTo(Long.toHexString(full.digest()));
        assertThat(file.sizeBytes()).isEqualTo(bytes.length);
        assertThat(file.sha256())
                .isEqualTo(HexFormat.of().formatHex(JobFolder.sha256().digest(bytes)));
    }

    @Test
    void aCutFileAndABrokenSealAreStagedAgain() throws IOException {
        sink(JOB, WriteMode.CREATE).prepare();
        StagedAttempt winner = stage(JOB, WriteMode.CREATE, "0", 1, 0, 10);
        Path staging = folder.resolve("_staging").resolve(JOB);
        Path file = onlyFile(staging, ".txt");
        Files.writeString(file, "0\n");
        assertFails(
                ErrorCode.EXTERNAL,
                "gone or cut",
                () -> sink(JOB, WriteMode.CREATE).closeWith(manifest(JOB, winner)));

        stage(JOB, WriteMode.CREATE, "0", 1, 0, 10);
        Files.writeString(onlyFile(staging, ".seal.json"), "{\"attempt\":");
        assertFails(
                ErrorCode.EXTERNAL,
                "not sealed",
                () -> sink(JOB, WriteMode.CREATE).closeWith(manifest(JOB, winner)));

        stage(JOB, WriteMode.CREATE, "0", 1, 0, 10);
        sink(JOB, WriteMode.CREATE).closeWith(manifest(JOB, winner));
        assertThat(keys(visible())).isEqualTo(range(0, 10));
    }

    @Test
    void aFinalFileThatIsWholeStaysWhenItsStagedOneIsCut() throws IOException {
        sink(JOB, WriteMode.CREATE).prepare();
        StagedAttempt winner = stage(JOB, WriteMode.CREATE, "0", 1, 0, 10);
        assertThatThrownBy(() -> sink(JOB, WriteMode.CREATE, new MortalLinks(Files::createLink, 1, false))
                        .closeWith(manifest(JOB, winner)))
                .hasMessageContaining("killed");
        Path staged = onlyFile(folder.resolve("_staging").resolve(JOB), ".txt");
        Files.delete(staged);
        Files.writeString(staged, "0\n");

        sink(JOB, WriteMode.CREATE).closeWith(manifest(JOB, winner));

        assertThat(keys(visible())).isEqualTo(range(0, 10));
    }

    @Test
    void modeCreateInAFolderWhoseFilesWereRemovedByHandForgetsThem() throws IOException {
        publish("before", WriteMode.CREATE, 0, 10);
        for (String name : visible()) {
            Files.delete(folder.resolve(name));
        }

        publish("now", WriteMode.CREATE, 50, 10);

        assertThat(keysByManifest()).isEqualTo(range(50, 10));
    }

    private static Path onlyFile(Path staging, String end) throws IOException {
        try (Stream<Path> files = Files.list(staging)) {
            List<Path> found =
                    files.filter(path -> path.toString().endsWith(end)).toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    @Test
    void filesOfOthersStopCreateAndReplaceAndAreNeverRemoved() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "mine");
        Files.writeString(folder.resolve(".hidden"), "mine");

        assertFails(
                ErrorCode.USER,
                "mode create needs a folder without data, found 'notes.txt'",
                () -> sink("a", WriteMode.CREATE).prepare());
        assertFails(
                ErrorCode.USER,
                "mode replace removes only files that a manifest under _gridmill names, found 'notes.txt'",
                () -> sink("b", WriteMode.REPLACE).prepare());
        publish("c", WriteMode.APPEND, 0, 10);
        assertFails(
                ErrorCode.USER,
                "found 'notes.txt'",
                () -> sink("d", WriteMode.REPLACE).prepare());
        Files.delete(folder.resolve("notes.txt"));
        publish("e", WriteMode.REPLACE, 50, 10);

        assertThat(visible()).contains(".hidden").hasSize(2);
        assertThat(keysByManifest()).isEqualTo(range(50, 10));
    }

    @Test
    void filesOfAnOpenJobDoNotStopAnother() {
        sink("open", WriteMode.APPEND).prepare();
        SinkManifest open = manifest("open", stage("open", WriteMode.APPEND, "0", 1, 0, 10));
        assertThatThrownBy(() -> sink("open", WriteMode.APPEND, new MortalLinks(Files::createLink, 1, false))
                        .closeWith(open))
                .hasMessageContaining("killed");

        publish("other", WriteMode.REPLACE, 50, 10);
        sink("open", WriteMode.APPEND).closeWith(open);

        assertThat(keysByManifest())
                .containsExactlyElementsOf(Stream.concat(range(0, 10).stream(), range(50, 10).stream())
                        .toList());
        assertThat(keys(visible())).isEqualTo(keysByManifest());
    }

    @Test
    void aPathThatCannotBeAFolderIsAUserError() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");

        for (Path path : List.of(file, file.resolve("below"))) {
            SinkSpec spec = new SinkSpec("lines", Map.of());
            FileSink sink = new FileSink(spec, new LineFormat(), path, WriteMode.CREATE, JOB, SCHEMA);
            assertFails(ErrorCode.USER, "path must be a folder", sink::prepare);
        }
    }

    @Test
    void aFailingDiskIsAnExternalErrorAndLeavesNoFile() throws IOException {
        FileFormat failing = new FileFormat() {
            @Override
            public String extension() {
                return "txt";
            }

            @Override
            public FileWriter open(OutputStream out, TableSchema schema) throws IOException {
                out.write(new byte[100_000]);
                throw new IOException("No space left on device");
            }
        };
        SinkSpec spec = new SinkSpec("lines", Map.of());
        FileSink sink = new FileSink(spec, failing, folder, WriteMode.CREATE, JOB, SCHEMA);
        sink.prepare();

        try (TestRows.Batches batches = batches(allocator, SCHEMA, rows(0, 1))) {
            assertFails(
                    ErrorCode.EXTERNAL, "No space left on device", () -> sink.stage(attempt(JOB, "0", 1, 1), batches));
        }

        try (Stream<Path> staged = Files.list(folder.resolve("_staging").resolve(JOB))) {
            assertThat(staged.map(path -> path.getFileName().toString())).containsExactly("open.json");
        }
    }

    @Test
    void longNamesOfNodesAreCutAndStayApart() {
        sink(JOB, WriteMode.CREATE).prepare();
        List<StagedAttempt> winners = new ArrayList<>();
        for (String end : List.of("a", "b")) {
            AttemptId id = new AttemptId("g1", JOB, end.equals("a") ? "0" : "1", 1, "n".repeat(230) + end, "i1");
            StagedAttempt attempt = new StagedAttempt(id, 5, 7);
            try (TestRows.Batches batches = batches(allocator, SCHEMA, rows(end.equals("a") ? 0 : 5, 5))) {
                sink(JOB, WriteMode.CREATE).stage(attempt, batches);
            }
            winners.add(attempt);
        }

        sink(JOB, WriteMode.CREATE).closeWith(new SinkManifest(JOB, "g1", winners));

        assertThat(keys(visible())).isEqualTo(range(0, 10));
    }

    @Test
    void aTokenThatWouldLeaveTheFolderIsRefused() {
        sink(JOB, WriteMode.CREATE).prepare();
        StagedAttempt attempt = new StagedAttempt(new AttemptId("g1", JOB, "0", 1, "../../evil", "i1"), 1, 7);

        try (TestRows.Batches batches = batches(allocator, SCHEMA, rows(0, 1))) {
            assertFails(
                    ErrorCode.INTERNAL,
                    "token must be letters",
                    () -> sink(JOB, WriteMode.CREATE).stage(attempt, batches));
        }
    }

    @Test
    void aFolderThatAnotherJobHoldsForTooLongIsAnExternalError() throws IOException {
        Path lock = folder.resolve("-lock");
        FolderLock held = FolderLock.take(lock, Duration.ofSeconds(1));
        assertFails(ErrorCode.EXTERNAL, "holds the folder for too long", () -> FolderLock.take(lock, Duration.ZERO));
        held.close();

        FolderLock.take(lock, Duration.ZERO).close();
    }
}
