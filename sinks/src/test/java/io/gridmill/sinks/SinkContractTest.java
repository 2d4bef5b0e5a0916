package io.gridmill.sinks;

import static io.gridmill.sinks.TestRows.SCHEMA;
import static io.gridmill.sinks.TestRows.attempt;
import static io.gridmill.sinks.TestRows.batches;
import static io.gridmill.sinks.TestRows.failingAfter;
import static io.gridmill.sinks.TestRows.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.json.Json;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkFactory;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.core.sink.StagedAttempt;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every sink must keep to, whatever it writes to. Each test opens a fresh sink for each step, as another node, or the same one after
 * a crash, would.
 */
public abstract class SinkContractTest {
    private static final String JOB = "job1";

    @TempDir
    protected Path folder;

    protected BufferAllocator allocator;

    @BeforeEach
    void openAllocator() {
        allocator = new RootAllocator();
    }

    @AfterEach
    void everyArrowByteIsFree() {
        allocator.close();
    }

    /** A sink of the type under test, over the one target in {@link #folder}. */
    protected abstract SinkSpec spec(WriteMode mode);

    /** What a plain reader sees in the target, cell by cell; null when there is no target. */
    protected abstract @Nullable List<List<@Nullable String>> read(TableSchema schema);

    /** Names of everything staged, sealed or half written, of any job. */
    protected abstract List<String> leftovers();

    /** Makes the target exist, with columns of {@link TestRows#SCHEMA} and one row, as another job would, or by other means. */
    protected abstract void makeTarget();

    /** Whether the type can hold NaN. */
    protected boolean holdsNaN() {
        return true;
    }

    protected final Sink open(String job, WriteMode mode, TableSchema schema) {
        return open(spec(mode), job, schema);
    }

    protected static Sink open(SinkSpec spec, String job, TableSchema schema) {
        return ServiceLoader.load(SinkFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> factory.type().equals(spec.type()))
                .findFirst()
                .orElseThrow()
                .open(spec, job, schema);
    }

    protected interface Step {
        void run(Sink sink);
    }

    protected final void with(String job, WriteMode mode, Step step) {
        try (Sink sink = open(job, mode, SCHEMA)) {
            step.run(sink);
        }
    }

    protected final void prepare(String job, WriteMode mode) {
        with(job, mode, Sink::prepare);
    }

    protected final StagedAttempt stage(
            String job, WriteMode mode, String share, int epoch, List<List<@Nullable Object>> rows) {
        StagedAttempt attempt = attempt(job, share, epoch, rows.size());
        with(job, mode, sink -> {
            try (TestRows.Batches batches = batches(allocator, SCHEMA, rows)) {
                assertThat(sink.stage(attempt, batches)).isEqualTo(rows.size());
            }
        });
        return attempt;
    }

    protected final void close(String job, WriteMode mode, StagedAttempt... winners) {
        with(job, mode, sink -> sink.closeWith(manifest(job, winners)));
    }

    protected static SinkManifest manifest(String job, StagedAttempt... winners) {
        return new SinkManifest(job, "g1", List.of(winners));
    }

    protected static void assertFails(ErrorCode code, String message, ThrowingCallable step) {
        assertThatThrownBy(step)
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @SafeVarargs
    protected final void assertTargetHolds(List<List<@Nullable Object>>... rows) {
        List<List<@Nullable Object>> all = new ArrayList<>();
        Arrays.stream(rows).forEach(all::addAll);
        assertThat(texts(SCHEMA)).isEqualTo(TestRows.text(SCHEMA, all));
    }

    protected final List<List<@Nullable String>> texts(TableSchema schema) {
        List<List<@Nullable String>> raw = read(schema);
        assertThat(raw).as("target").isNotNull();
        return TestRows.sorted(raw.stream()
                .map(row -> {
                    List<@Nullable String> cells = new ArrayList<>();
                    for (int i = 0; i < schema.size(); i++) {
                        cells.add(TestRows.canonical(schema.column(i), row.get(i)));
                    }
                    return cells;
                })
                .toList());
    }

    @Test
    void aClosedJobShowsTheRowsOfItsWinnersOnce() {
        prepare(JOB, WriteMode.CREATE);
        StagedAttempt first = stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 20));
        StagedAttempt second = stage(JOB, WriteMode.CREATE, "1.2", 3, rows(20, 5));
        assertThat(read(SCHEMA)).isNull();

        close(JOB, WriteMode.CREATE, first, second);

        assertTargetHolds(rows(0, 25));
    }

    @Test
    void oneInstanceCanTakeAllSteps() {
        with(JOB, WriteMode.CREATE, sink -> {
            sink.prepare();
            StagedAttempt attempt = attempt(JOB, "0", 1, 20);
            try (TestRows.Batches batches = batches(allocator, SCHEMA, rows(0, 20))) {
                sink.stage(attempt, batches);
            }
            sink.closeWith(manifest(JOB, attempt));
            sink.sweep();
        });

        assertTargetHolds(rows(0, 20));
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void anIdThatTheSinkHasClosedIsRefusedWhateverTheGridRemembers() {
        prepare(JOB, WriteMode.CREATE);
        close(JOB, WriteMode.CREATE, stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 10)));

        assertFails(
                ErrorCode.USER, "was closed here already, its result is there", () -> prepare(JOB, WriteMode.CREATE));
        with(JOB, WriteMode.CREATE, Sink::sweep);
        assertFails(
                ErrorCode.USER, "was closed here already, its result is there", () -> prepare(JOB, WriteMode.CREATE));

        assertTargetHolds(rows(0, 10));
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void stagingAnAttemptAgainReplacesIt() {
        prepare(JOB, WriteMode.CREATE);
        stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 10));
        StagedAttempt other = stage(JOB, WriteMode.CREATE, "1", 1, rows(10, 10));
        StagedAttempt again = stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 10));

        close(JOB, WriteMode.CREATE, again, other);

        assertTargetHolds(rows(0, 20));
    }

    @Test
    void losersNeverAppearAndAreSwept() {
        prepare(JOB, WriteMode.CREATE);
        stage(JOB, WriteMode.CREATE, "0", 1, rows(100, 10));
        StagedAttempt winner = stage(JOB, WriteMode.CREATE, "0", 2, rows(0, 10));
        stage(JOB, WriteMode.CREATE, "0", 3, rows(200, 10));

        close(JOB, WriteMode.CREATE, winner);
        assertTargetHolds(rows(0, 10));
        with(JOB, WriteMode.CREATE, Sink::sweep);

        assertTargetHolds(rows(0, 10));
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void closingAgainWithTheSameManifestIsSuccessAlsoAfterTheSweep() {
        prepare(JOB, WriteMode.CREATE);
        StagedAttempt winner = stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 10));

        close(JOB, WriteMode.CREATE, winner);
        close(JOB, WriteMode.CREATE, winner);
        with(JOB, WriteMode.CREATE, Sink::sweep);
        close(JOB, WriteMode.CREATE, winner);

        assertTargetHolds(rows(0, 10));
    }

    @Test
    void closingWithAnotherManifestIsAnAlarmAndChangesNothing() {
        prepare(JOB, WriteMode.CREATE);
        StagedAttempt winner = stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 10));
        StagedAttempt other = stage(JOB, WriteMode.CREATE, "0", 2, rows(0, 10));
        close(JOB, WriteMode.CREATE, winner);

        assertFails(ErrorCode.INTERNAL, "closed with one manifest", () -> close(JOB, WriteMode.CREATE, other));

        assertTargetHolds(rows(0, 10));
    }

    @Test
    void nothingCanBeStagedIntoAClosedJob() {
        prepare(JOB, WriteMode.CREATE);
        close(JOB, WriteMode.CREATE, stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 10)));

        assertFails(ErrorCode.USER, "is closed", () -> stage(JOB, WriteMode.CREATE, "0", 2, rows(0, 10)));
        with(JOB, WriteMode.CREATE, Sink::sweep);
        assertFails(ErrorCode.USER, "is closed", () -> stage(JOB, WriteMode.CREATE, "0", 2, rows(0, 10)));

        assertTargetHolds(rows(0, 10));
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void anAbortedJobLeavesNothingBehindAndTakesNothingMore() {
        prepare(JOB, WriteMode.CREATE);
        StagedAttempt attempt = stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 10));

        with(JOB, WriteMode.CREATE, Sink::abort);
        with(JOB, WriteMode.CREATE, Sink::abort);

        assertThat(leftovers()).isEmpty();
        assertThat(read(SCHEMA)).isNull();
        assertFails(ErrorCode.USER, "is aborted", () -> stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 10)));
        assertFails(ErrorCode.INTERNAL, "aborted must not be closed", () -> close(JOB, WriteMode.CREATE, attempt));
        assertFails(ErrorCode.USER, "was aborted here already", () -> prepare(JOB, WriteMode.CREATE));
        assertFails(ErrorCode.USER, "is aborted", () -> stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 10)));
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aJobAbortedBeforeItWasPreparedStaysAborted() {
        with(JOB, WriteMode.CREATE, Sink::abort);

        assertFails(ErrorCode.USER, "was aborted here already", () -> prepare(JOB, WriteMode.CREATE));
        assertFails(ErrorCode.USER, "is aborted", () -> stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 10)));
    }

    @Test
    void aClosedJobCannotBeAborted() {
        prepare(JOB, WriteMode.CREATE);
        close(JOB, WriteMode.CREATE, stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 10)));

        assertFails(ErrorCode.INTERNAL, "closed must not be aborted", () -> with(JOB, WriteMode.CREATE, Sink::abort));

        assertTargetHolds(rows(0, 10));
    }

    @Test
    void aWinnerThatIsNotSealedMustBeStagedAgain() {
        prepare(JOB, WriteMode.CREATE);
        StagedAttempt staged = stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 10));
        StagedAttempt missing = attempt(JOB, "1", 1, 5);

        assertFails(ErrorCode.EXTERNAL, "must be staged again", () -> close(JOB, WriteMode.CREATE, staged, missing));
        assertThat(read(SCHEMA)).isNull();

        stage(JOB, WriteMode.CREATE, "1", 1, rows(10, 5));
        close(JOB, WriteMode.CREATE, staged, missing);
        assertTargetHolds(rows(0, 15));
    }

    @Test
    void aWinnerSealedWithOtherRowsOrDigestMustBeStagedAgain() {
        prepare(JOB, WriteMode.CREATE);
        StagedAttempt staged = stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 10));

        assertFails(
                ErrorCode.EXTERNAL,
                "must be staged again",
                () -> close(JOB, WriteMode.CREATE, new StagedAttempt(staged.attempt(), 11, staged.digest())));
        assertFails(
                ErrorCode.EXTERNAL,
                "must be staged again",
                () -> close(JOB, WriteMode.CREATE, new StagedAttempt(staged.attempt(), 10, staged.digest() + 1)));

        assertThat(read(SCHEMA)).isNull();
    }

    @Test
    void aStagerThatBreaksOffSealsNothing() {
        prepare(JOB, WriteMode.CREATE);
        StagedAttempt attempt = attempt(JOB, "0", 1, 50);
        with(JOB, WriteMode.CREATE, sink -> {
            try (TestRows.Batches batches = failingAfter(allocator, rows(0, 50), 21)) {
                assertThatThrownBy(() -> sink.stage(attempt, batches)).isInstanceOf(IllegalStateException.class);
            }
        });
        assertFails(ErrorCode.EXTERNAL, "must be staged again", () -> close(JOB, WriteMode.CREATE, attempt));

        stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 50));
        close(JOB, WriteMode.CREATE, attempt);

        assertTargetHolds(rows(0, 50));
    }

    @Test
    void aStagerThatBreaksOffLeavesAnEarlierSealInPlace() {
        prepare(JOB, WriteMode.CREATE);
        StagedAttempt attempt = stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 50));
        with(JOB, WriteMode.CREATE, sink -> {
            try (TestRows.Batches batches = failingAfter(allocator, rows(0, 50), 21)) {
                // A sink that sees that it has the attempt need not read it again.
                Throwable failure = catchThrowable(() -> sink.stage(attempt, batches));
                assertThat(failure == null || failure instanceof IllegalStateException)
                        .isTrue();
            }
        });

        close(JOB, WriteMode.CREATE, attempt);

        assertTargetHolds(rows(0, 50));
    }

    @Test
    void batchesWithFewerRowsThanCommittedSealNothing() {
        prepare(JOB, WriteMode.CREATE);
        StagedAttempt attempt = attempt(JOB, "0", 1, 11);

        with(JOB, WriteMode.CREATE, sink -> {
            try (TestRows.Batches batches = batches(allocator, SCHEMA, rows(0, 10))) {
                assertFails(
                        ErrorCode.INTERNAL,
                        "must hold 11 rows as committed, got 10",
                        () -> sink.stage(attempt, batches));
            }
        });

        assertFails(ErrorCode.EXTERNAL, "must be staged again", () -> close(JOB, WriteMode.CREATE, attempt));
    }

    @Test
    void aBatchOfAnotherSchemaIsRefused() {
        prepare(JOB, WriteMode.CREATE);
        TableSchema other = TableSchema.parse("k BIGINT, v BIGINT");

        with(JOB, WriteMode.CREATE, sink -> {
            try (TestRows.Batches batches = batches(allocator, other, List.of(List.of(1L, 2L)))) {
                assertFails(
                        ErrorCode.INTERNAL,
                        "must have the columns of its sink",
                        () -> sink.stage(attempt(JOB, "0", 1, 1), batches));
            }
        });
    }

    @Test
    void aSinkServesItsOwnJobOnly() {
        prepare(JOB, WriteMode.CREATE);

        with(JOB, WriteMode.CREATE, sink -> {
            try (TestRows.Batches batches = batches(allocator, SCHEMA, rows(0, 1))) {
                assertFails(
                        ErrorCode.INTERNAL, "serves one job", () -> sink.stage(attempt("job2", "0", 1, 1), batches));
            }
            assertFails(ErrorCode.INTERNAL, "serves one job", () -> sink.closeWith(manifest("job2")));
        });
    }

    @Test
    void aJobThatWasNeverPreparedIsRefused() {
        assertFails(ErrorCode.USER, "must be prepared", () -> stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 1)));
        assertFails(ErrorCode.USER, "must be prepared", () -> close(JOB, WriteMode.CREATE));
        prepare("job2", WriteMode.APPEND);
        assertFails(ErrorCode.USER, "must be prepared", () -> stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 1)));
        assertFails(ErrorCode.USER, "must be prepared", () -> close(JOB, WriteMode.CREATE));
        assertThat(read(SCHEMA)).isNull();
    }

    @Test
    void preparingAgainChangesNothing() {
        prepare(JOB, WriteMode.CREATE);
        StagedAttempt winner = stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 10));
        prepare(JOB, WriteMode.CREATE);
        close(JOB, WriteMode.CREATE, winner);

        assertTargetHolds(rows(0, 10));
    }

    @Test
    void sweepingAnOpenJobTakesNothingAway() {
        with(JOB, WriteMode.CREATE, Sink::sweep);
        prepare(JOB, WriteMode.CREATE);
        StagedAttempt winner = stage(JOB, WriteMode.CREATE, "0", 1, rows(0, 10));

        with(JOB, WriteMode.CREATE, Sink::sweep);
        close(JOB, WriteMode.CREATE, winner);

        assertTargetHolds(rows(0, 10));
    }

    @Test
    void twoSinksOfAJobCannotHaveOneTarget() {
        prepare(JOB, WriteMode.APPEND);

        assertFails(ErrorCode.USER, "two sinks of a job must have different", () -> prepare(JOB, WriteMode.REPLACE));
    }

    @Test
    void stagersAndClosersSideBySideLoseAndDoubleNothing() throws Exception {
        int shares = 6;
        prepare(JOB, WriteMode.CREATE);
        StagedAttempt[] winners = new StagedAttempt[shares];
        for (int share = 0; share < shares; share++) {
            winners[share] = attempt(JOB, String.valueOf(share), 1, 40);
        }

        sideBySide(3, node -> {
            for (int i = 0; i < shares; i++) {
                int share = (i + node) % shares;
                untilItPasses(() -> stage(JOB, WriteMode.CREATE, String.valueOf(share), 1, rows(share * 40L, 40)));
                untilItPasses(() -> stage(JOB, WriteMode.CREATE, String.valueOf(share), 2 + node, rows(1000, 40)));
            }
        });
        sideBySide(3, node -> untilItPasses(() -> close(JOB, WriteMode.CREATE, winners)));
        with(JOB, WriteMode.CREATE, Sink::sweep);

        assertTargetHolds(rows(0, shares * 40));
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void ofACloseAndAnAbortSideBySideOneWins() throws Exception {
        for (int round = 0; round < 10; round++) {
            String job = "race" + round;
            prepare(job, WriteMode.REPLACE);
            StagedAttempt winner = stage(job, WriteMode.REPLACE, "0", 1, rows(round * 100L, 10));
            boolean[] won = new boolean[2];

            sideBySide(2, node -> {
                try {
                    untilItPasses(() -> {
                        if (node == 0) {
                            close(job, WriteMode.REPLACE, winner);
                        } else {
                            with(job, WriteMode.REPLACE, Sink::abort);
                        }
                    });
                    won[node] = true;
                } catch (GridmillException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL);
                }
            });

            assertThat(won[0]).isNotEqualTo(won[1]);
            List<List<@Nullable String>> content = read(SCHEMA);
            boolean visible =
                    content != null && TestRows.sorted(content).equals(TestRows.text(SCHEMA, rows(round * 100L, 10)));
            assertThat(visible).isEqualTo(won[0]);
        }
    }

    private interface NodeStep {
        void run(int node) throws Exception;
    }

    private static void sideBySide(int nodes, NodeStep step) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        try {
            CyclicBarrier start = new CyclicBarrier(nodes);
            List<Future<?>> ends = new ArrayList<>();
            for (int node = 0; node < nodes; node++) {
                int self = node;
                Callable<Void> task = () -> {
                    start.await();
                    step.run(self);
                    return null;
                };
                ends.add(threads.submit(task));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            threads.shutdownNow();
        }
    }

    /** What a node does about EXTERNAL errors. */
    private static void untilItPasses(Runnable step) {
        for (int tries = 0; ; tries++) {
            try {
                step.run();
                return;
            } catch (GridmillException e) {
                if (e.code() != ErrorCode.EXTERNAL || tries == 100) {
                    throw e;
                }
            }
        }
    }

    /** Three processes as nodes: one killed while it stages, then two that stage and close at once. */
    @Test
    void processesSideBySideAndOneKilledWhileItStagesLoseAndDoubleNothing() throws Exception {
        String job = SinkProcess.JOB;
        prepare(job, WriteMode.CREATE);
        try (Node victim = new Node();
                Node first = new Node();
                Node second = new Node()) {
            victim.say("half 0 1 0 2000");
            assertThat(victim.hear()).isEqualTo("half");
            victim.kill();

            first.say("stage 0 1 0 2000");
            second.say("stage 1 1 2000 2000");
            assertThat(first.hear()).isEqualTo("done");
            assertThat(second.hear()).isEqualTo("done");
            first.say("stage 0 2 5000 2000");
            second.say("stage 0 1 0 2000");
            assertThat(first.hear()).isEqualTo("done");
            assertThat(second.hear()).isEqualTo("done");
            first.say("close 0/1/2000 1/1/2000");
            second.say("close 0/1/2000 1/1/2000");
            assertThat(first.hear()).isEqualTo("done");
            assertThat(second.hear()).isEqualTo("done");
        }
        with(job, WriteMode.CREATE, Sink::sweep);

        assertTargetHolds(rows(0, 4000));
        assertThat(leftovers()).isEmpty();
    }

    /** A process of its own, without Hadoop on its class path. */
    private final class Node implements AutoCloseable {
        private final Process process;
        private final Path errors;
        private final BufferedReader out;
        private final Writer in;

        Node() throws IOException {
            String classPath = Arrays.stream(
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                    .split(File.pathSeparator))
                    .filter(entry -> !entry.contains("hadoop-common"))
                    .collect(Collectors.joining(File.pathSeparator));
            errors = Files.createTempFile(folder, "node", ".err");
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "@" + Path.of(System.getProperty("gridmill.home"), "config", "jvm.options"),
                            "-Xmx256m",
                            "-cp",
                            classPath,
                            SinkProcess.class.getName(),
                            Json.write(spec(WriteMode.CREATE)))
                    .redirectError(errors.toFile())
                    .start();
            out = process.inputReader(StandardCharsets.UTF_8);
            in = process.outputWriter(StandardCharsets.UTF_8);
            assertThat(hear()).isEqualTo("ready");
        }

        void say(String line) throws IOException {
            in.write(line + "\n");
            in.flush();
        }

        String hear() throws IOException {
            String line = out.readLine();
            while (line != null && !line.startsWith(SinkProcess.ANSWER)) {
                line = out.readLine();
            }
            return line == null ? Files.readString(errors) : line.substring(SinkProcess.ANSWER.length());
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        @Override
        public void close() throws IOException, InterruptedException {
            kill();
            out.close();
            assertThat(Files.readString(errors).lines())
                    .filteredOn(line -> line.toLowerCase(Locale.ROOT).contains("hadoop") || line.contains("Exception"))
                    .isEmpty();
        }
    }

    @Test
    void aResultWithoutRowsMakesAnEmptyTarget() {
        prepare(JOB, WriteMode.CREATE);
        StagedAttempt first = stage(JOB, WriteMode.CREATE, "0", 1, List.of());
        StagedAttempt second = stage(JOB, WriteMode.CREATE, "1", 1, List.of());

        close(JOB, WriteMode.CREATE, first, second);

        assertTargetHolds();
    }

    @Test
    void aResultWithoutSharesMakesAnEmptyTarget() {
        prepare(JOB, WriteMode.CREATE);

        close(JOB, WriteMode.CREATE);
        close(JOB, WriteMode.CREATE);
        with(JOB, WriteMode.CREATE, Sink::sweep);

        assertTargetHolds();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void modeCreateRefusesATargetThatExists() {
        makeTarget();

        assertFails(ErrorCode.USER, "mode create needs", () -> prepare(JOB, WriteMode.CREATE));
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void modeCreateRefusesATargetThatAnotherJobMadeMeanwhile() {
        prepare("slow", WriteMode.CREATE);
        StagedAttempt slow = stage("slow", WriteMode.CREATE, "0", 1, rows(100, 10));
        prepare("fast", WriteMode.CREATE);
        close("fast", WriteMode.CREATE, stage("fast", WriteMode.CREATE, "0", 1, rows(0, 10)));

        assertFails(ErrorCode.USER, "mode create needs", () -> close("slow", WriteMode.CREATE, slow));
        assertTargetHolds(rows(0, 10));
        with("slow", WriteMode.CREATE, Sink::abort);
        with("fast", WriteMode.CREATE, Sink::sweep);

        assertTargetHolds(rows(0, 10));
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void modeAppendAddsAndMakesTheTargetWhenItIsNotThere() {
        for (int job = 0; job < 3; job++) {
            prepare("append" + job, WriteMode.APPEND);
            StagedAttempt winner = stage("append" + job, WriteMode.APPEND, "0", 1, rows(job * 10L, 10));
            close("append" + job, WriteMode.APPEND, winner);
            close("append" + job, WriteMode.APPEND, winner);
            with("append" + job, WriteMode.APPEND, Sink::sweep);
        }

        assertTargetHolds(rows(0, 30));
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void appendingNothingChangesNothing() {
        prepare("one", WriteMode.APPEND);
        close("one", WriteMode.APPEND, stage("one", WriteMode.APPEND, "0", 1, rows(0, 10)));
        prepare("two", WriteMode.APPEND);
        close("two", WriteMode.APPEND, stage("two", WriteMode.APPEND, "0", 1, List.of()));

        assertTargetHolds(rows(0, 10));
    }

    @Test
    void modeReplaceReplacesAndARepeatedCloseSparesWhatCameLater() {
        prepare("one", WriteMode.REPLACE);
        close("one", WriteMode.REPLACE, stage("one", WriteMode.REPLACE, "0", 1, rows(0, 10)));
        assertTargetHolds(rows(0, 10));

        prepare("two", WriteMode.REPLACE);
        StagedAttempt two = stage("two", WriteMode.REPLACE, "0", 1, rows(100, 20));
        assertTargetHolds(rows(0, 10));
        close("two", WriteMode.REPLACE, two);
        assertTargetHolds(rows(100, 20));

        prepare("three", WriteMode.APPEND);
        close("three", WriteMode.APPEND, stage("three", WriteMode.APPEND, "0", 1, rows(200, 5)));
        close("two", WriteMode.REPLACE, two);
        with("one", WriteMode.REPLACE, Sink::sweep);
        with("two", WriteMode.REPLACE, Sink::sweep);
        with("three", WriteMode.APPEND, Sink::sweep);

        assertTargetHolds(rows(100, 20), rows(200, 5));
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void allTypesNullsAndExtremesReadBackEqual() {
        TableSchema schema =
                TableSchema.parse("flag BOOLEAN, tiny TINYINT, small SMALLINT, whole INTEGER, large BIGINT, "
                        + "d9 DECIMAL(9, 2), d18 DECIMAL(18, 6), d38 DECIMAL(38, 10), d38whole DECIMAL(38, 0), "
                        + "single REAL, twice DOUBLE, words VARCHAR, day DATE, moment TIMESTAMP");
        List<List<@Nullable Object>> rows = new ArrayList<>(List.of(
                row(
                        true,
                        Byte.MAX_VALUE,
                        Short.MAX_VALUE,
                        Integer.MAX_VALUE,
                        Long.MAX_VALUE,
                        new BigDecimal("9999999.99"),
                        new BigDecimal("999999999999.999999"),
                        new BigDecimal("9999999999999999999999999999.9999999999"),
                        new BigDecimal("99999999999999999999999999999999999999"),
                        Float.MAX_VALUE,
                        Double.MAX_VALUE,
                        "ü€😀 \"quoted\", 'single'; a,b|c\ttab\r\nline \\N NULL",
                        LocalDate.of(9999, 12, 31),
                        LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000)),
                row(
                        false,
                        Byte.MIN_VALUE,
                        Short.MIN_VALUE,
                        Integer.MIN_VALUE,
                        Long.MIN_VALUE,
                        new BigDecimal("-9999999.99"),
                        new BigDecimal("-999999999999.999999"),
                        new BigDecimal("-9999999999999999999999999999.9999999999"),
                        new BigDecimal("-99999999999999999999999999999999999999"),
                        -Float.MAX_VALUE,
                        -Double.MAX_VALUE,
                        "",
                        LocalDate.of(1, 1, 1),
                        LocalDateTime.of(1, 1, 1, 0, 0, 0, 1_000)),
                row(
                        null,
                        (byte) 0,
                        (short) 0,
                        0,
                        0L,
                        new BigDecimal("0.00"),
                        new BigDecimal("0.000000"),
                        new BigDecimal("0.0000000000"),
                        new BigDecimal("0"),
                        0f,
                        0d,
                        "0",
                        LocalDate.of(1970, 1, 1),
                        LocalDateTime.of(1970, 1, 1, 0, 0)),
                row(
                        null,
                        (byte) -1,
                        (short) -1,
                        -1,
                        -1L,
                        new BigDecimal("-0.01"),
                        new BigDecimal("-0.000001"),
                        new BigDecimal("-0.0000000001"),
                        new BigDecimal("-1"),
                        Float.MIN_VALUE,
                        Double.MIN_VALUE,
                        "007",
                        LocalDate.of(1969, 12, 31),
                        LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000)),
                row(
                        true,
                        (byte) 1,
                        (short) 1,
                        1,
                        1L,
                        new BigDecimal("0.10"),
                        new BigDecimal("18014398509.481984"),
                        new BigDecimal("18446744073709551616.0000000001"),
                        new BigDecimal("9223372036854775808"),
                        0.1f,
                        0.1,
                        "1e3",
                        LocalDate.of(1600, 2, 29),
                        LocalDateTime.of(2026, 11, 21, 8, 15, 0, 500_000_000)),
                row(
                        false,
                        (byte) 2,
                        (short) 2,
                        2,
                        2L,
                        null,
                        null,
                        null,
                        null,
                        Float.NEGATIVE_INFINITY,
                        Double.POSITIVE_INFINITY,
                        " space ",
                        null,
                        null)));
        List<@Nullable Object> nothing = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            nothing.add(null);
        }
        rows.add(nothing);
        if (holdsNaN()) {
            List<@Nullable Object> nan = new ArrayList<>(nothing);
            nan.set(9, Float.NaN);
            nan.set(10, Double.NaN);
            rows.add(nan);
        }
        StagedAttempt attempt = attempt(JOB, "0", 1, rows.size());

        try (Sink sink = open(JOB, WriteMode.CREATE, schema);
                TestRows.Batches batches = batches(allocator, schema, rows)) {
            sink.prepare();
            sink.stage(attempt, batches);
            sink.closeWith(manifest(JOB, attempt));
        }

        assertThat(texts(schema)).isEqualTo(TestRows.text(schema, rows));
    }

    private static List<@Nullable Object> row(@Nullable Object... values) {
        return Arrays.asList(values);
    }

    @Test
    void manyRowsArriveWhole() {
        int count = 30_000;
        prepare(JOB, WriteMode.CREATE);
        StagedAttempt winner = stage(JOB, WriteMode.CREATE, "0", 1, rows(0, count));

        close(JOB, WriteMode.CREATE, winner);

        assertTargetHolds(rows(0, count));
    }

    @Test
    void anUnknownOptionIsNamedWithItsNearest() {
        Map<String, String> options = new HashMap<>(spec(WriteMode.CREATE).options());
        options.put("mod", "create");

        assertFails(
                ErrorCode.USER,
                "unknown option 'mod'; did you mean 'mode'?",
                () -> open(new SinkSpec(spec(WriteMode.CREATE).type(), options), JOB, SCHEMA));
    }

    @Test
    void everyOptionThatIsNeededIsAskedFor() {
        SinkSpec whole = spec(WriteMode.CREATE);
        for (String name : neededOptions()) {
            Map<String, String> options = new HashMap<>(whole.options());
            options.remove(name);
            assertFails(
                    ErrorCode.USER,
                    "option '" + name + "' is needed [sink=" + whole.type() + "]",
                    () -> open(new SinkSpec(whole.type(), options), JOB, SCHEMA));
            options.put(name, " ");
            assertFails(
                    ErrorCode.USER,
                    "option '" + name + "' is needed",
                    () -> open(new SinkSpec(whole.type(), options), JOB, SCHEMA));
        }
    }

    protected abstract List<String> neededOptions();

    @Test
    void aWrongModeAndAWrongJobIdAreUserErrors() {
        SinkSpec spec = spec(WriteMode.CREATE).with("mode", "overwrite");

        assertFails(
                ErrorCode.USER,
                "mode must be create, append or replace, got 'overwrite'",
                () -> open(spec, JOB, SCHEMA));
        assertFails(ErrorCode.USER, "a job id must be", () -> open(spec(WriteMode.CREATE), "../x", SCHEMA));
    }
}
