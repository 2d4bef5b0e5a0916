package io.gridmill.node.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.batch.BatchCodec;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.core.sink.StagedAttempt;
import io.gridmill.node.grid.Grid;
import io.gridmill.node.grid.LoneGrid;
import io.gridmill.node.grid.RegionRoom;
import io.gridmill.node.result.CommittedBatches;
import io.gridmill.node.result.ResultStore;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of sinks, kept by tables; each step takes a fresh sink, as another node would. */
class TableSinkTest {
    private static final TableSchema SCHEMA = TableSchema.parse("k BIGINT, v VARCHAR");
    private static final String ALL = "SELECT k, v FROM gridmill.t ORDER BY k";
    private static final int MAX_ROWS = 100;

    @TempDir
    static Path folder;

    private static LoneGrid grid;
    private static SqlTables sql;
    private static Tables tables;
    private static ResultStore store;

    private BufferAllocator allocator;

    @BeforeAll
    static void aGrid() {
        grid = new LoneGrid(folder);
        sql = new SqlTables(grid.ignite(), grid.caches().datasets(), 16, 0);
        tables = new Tables(grid.caches().datasets(), sql);
        store = new ResultStore(grid.caches().results(), new RegionRoom(grid.ignite(), Grid.DATA_REGION));
    }

    @AfterAll
    static void stop() {
        grid.close();
    }

    @BeforeEach
    void openAllocator() {
        allocator = new RootAllocator();
    }

    @AfterEach
    void everyArrowByteIsFreeAndNothingIsLeft() {
        allocator.close();
        sql.caches().forEach(sql::destroy);
        grid.caches().datasets().removeAll();
    }

    private void with(String job, String mode, TableSchema schema, Consumer<Sink> step) {
        TableSinkFactory factory = new TableSinkFactory(tables, sql, store, allocator, MAX_ROWS);
        try (Sink sink = factory.open(new SinkSpec("table", Map.of("name", "t", "mode", mode)), job, schema)) {
            step.accept(sink);
        }
    }

    private void prepare(String job, String mode) {
        with(job, mode, SCHEMA, Sink::prepare);
    }

    private static StagedAttempt attempt(String job, String share, int epoch, long rows) {
        return new StagedAttempt(new AttemptId("g1", job, share, epoch, "node1", "i1"), rows, 1000L * epoch + rows);
    }

    /** Commits an attempt with these keys, in batches of 7 rows, and stages it. */
    private StagedAttempt stage(String job, String share, int epoch, int... keys) {
        int batches = 0;
        StagedAttempt attempt = attempt(job, share, epoch, keys.length);
        for (int from = 0; from < keys.length; from += 7) {
            int[] some = Arrays.copyOfRange(keys, from, Math.min(keys.length, from + 7));
            try (VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA.toArrow(), allocator)) {
                for (int row = 0; row < some.length; row++) {
                    ((BigIntVector) batch.getVector("k")).setSafe(row, some[row]);
                    ((VarCharVector) batch.getVector("v")).setSafe(row, text(some[row]));
                }
                batch.setRowCount(some.length);
                store.put(attempt.attempt(), batches++, BatchCodec.encode(batch));
            }
        }
        stage(job, "create", SCHEMA, attempt, batches);
        return attempt;
    }

    private static byte[] text(int key) {
        return ("v" + key).getBytes(StandardCharsets.UTF_8);
    }

    private void stage(String job, String mode, TableSchema schema, StagedAttempt attempt, int batches) {
        with(job, mode, schema, sink -> {
            try (CommittedBatches input = new CommittedBatches(store, attempt.attempt(), batches, allocator)) {
                assertThat(sink.stage(attempt, input)).isEqualTo(attempt.rows());
            }
        });
    }

    private void close(String job, String mode, StagedAttempt... winners) {
        with(job, mode, SCHEMA, sink -> sink.closeWith(new SinkManifest(job, "g1", List.of(winners))));
    }

    private static List<List<?>> ask(String query) {
        return grid.caches().datasets().query(new SqlFieldsQuery(query)).getAll();
    }

    private static void assertShows(int... keys) {
        assertThat(ask(ALL))
                .isEqualTo(Arrays.stream(keys)
                        .mapToObj(key -> List.<Object>of((long) key, "v" + key))
                        .toList());
    }

    private static void assertShowsNothing() {
        assertThatThrownBy(() -> ask(ALL)).hasMessageContaining("Object 'T' not found");
    }

    private static void assertFails(ErrorCode code, String message, ThrowingCallable step) {
        assertThatThrownBy(step)
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    @Test
    void aClosedJobShowsTheRowsOfItsWinnersOnce() {
        prepare("job1", "create");
        stage("job1", "0", 1, range(50, 60));
        StagedAttempt first = stage("job1", "0", 2, range(0, 20));
        StagedAttempt second = stage("job1", "1.2", 3, range(20, 25));
        stage("job1", "1.2", 3, range(20, 25));
        assertShowsNothing();

        close("job1", "create", first, second);
        with("job1", "create", SCHEMA, Sink::sweep);

        assertShows(range(0, 25));
        assertThat(sql.caches()).hasSize(1);
        assertThat(tables.seals("T", "job1")).isEmpty();
    }

    @Test
    void replacingShowsTheNewRowsToTheSameQueryAndLeavesNothingOfTheOld() {
        prepare("job1", "create");
        close("job1", "create", stage("job1", "0", 1, 1, 2));
        assertShows(1, 2);

        prepare("job2", "replace");
        StagedAttempt winner = stage("job2", "0", 1, 3);
        assertShows(1, 2);
        close("job2", "replace", winner);

        assertShows(3);
        assertThat(sql.caches()).hasSize(1);
    }

    @Test
    void closingAgainIsSuccessWithTheSameManifestAndAnAlarmWithAnother() {
        prepare("job1", "create");
        StagedAttempt winner = stage("job1", "0", 1, 1);
        StagedAttempt other = stage("job1", "0", 2, 2);
        close("job1", "create", winner);

        close("job1", "create", winner);
        with("job1", "create", SCHEMA, Sink::sweep);
        close("job1", "create", winner);
        assertFails(ErrorCode.INTERNAL, "closed with one manifest", () -> close("job1", "create", other));

        assertShows(1);
    }

    @Test
    void aTableThatWasDecidedForByANodeThatDiedThenIsShownByTheNextThatCloses() {
        prepare("job1", "create");
        close("job1", "create", stage("job1", "0", 1, 1, 2));
        prepare("job2", "replace");
        StagedAttempt winner = stage("job2", "0", 1, 3);
        String cache = SqlTables.newCache("T", "job2");
        sql.create(cache, SCHEMA).finish(0);
        String closed = TableRecord.closedWith(TableSink.nameOf(new SinkManifest("job2", "g1", List.of(winner))));
        TableRecord.Published published = new TableRecord.Published(cache, "job2", SCHEMA, 0, Instant.EPOCH);
        tables.change("T", record -> record.showing(published).with("job2", closed));
        assertShows(1, 2);

        close("job2", "replace", winner);

        assertShows();
        assertThat(sql.caches()).containsExactly(cache);
    }

    @Test
    void aJobThatClosesAgainAfterItsTableWasReplacedChangesNothing() {
        prepare("job1", "create");
        StagedAttempt late = stage("job1", "0", 1, 1);
        close("job1", "create", late);
        prepare("job2", "replace");
        close("job2", "replace", stage("job2", "0", 1, 2));

        close("job1", "create", late);
        with("job1", "create", SCHEMA, Sink::sweep);

        assertShows(2);
    }

    @Test
    void whoIsLateCannotShowATableWhoseRowsAreGone() {
        String gone = SqlTables.newCache("T", "job1");
        sql.create(gone, SCHEMA).finish(0);
        sql.destroy(gone);

        assertThatThrownBy(() -> sql.show("T", SCHEMA, gone)).hasMessageContaining("gridmill-none");

        assertShowsNothing();
        assertThat(sql.caches()).isEmpty();
    }

    @Test
    void nothingCanBeStagedIntoAClosedJob() {
        prepare("job1", "create");
        close("job1", "create", stage("job1", "0", 1, 1));

        assertFails(ErrorCode.USER, "job1 is closed [table=T]", () -> stage("job1", "0", 2, 2));
        assertFails(
                ErrorCode.INTERNAL,
                "a job that is closed must not be aborted",
                () -> with("job1", "create", SCHEMA, Sink::abort));

        assertShows(1);
    }

    @Test
    void anAbortedJobLeavesNothingBehindAndTakesNothingMore() {
        prepare("job1", "create");
        StagedAttempt attempt = stage("job1", "0", 1, 1);

        with("job1", "create", SCHEMA, Sink::abort);
        with("job1", "create", SCHEMA, Sink::abort);

        assertFails(ErrorCode.USER, "was aborted here already", () -> prepare("job1", "create"));
        assertThat(tables.seals("T", "job1")).isEmpty();
        assertFails(ErrorCode.USER, "is aborted", () -> stage("job1", "0", 1, 1));
        assertFails(ErrorCode.INTERNAL, "aborted must not be closed", () -> close("job1", "create", attempt));
        assertShowsNothing();
        assertThat(sql.caches()).isEmpty();
    }

    @Test
    void ofACloseAndAnAbortSideBySideOneWins() {
        for (int round = 0; round < 5; round++) {
            String job = "race" + round;
            prepare(job, "replace");
            StagedAttempt winner = stage(job, "0", 1, round);
            CyclicBarrier start = new CyclicBarrier(2);
            CompletableFuture<Boolean> closed = wins(start, () -> close(job, "replace", winner));
            CompletableFuture<Boolean> aborted = wins(start, () -> with(job, "replace", SCHEMA, Sink::abort));

            assertThat(closed.join()).isNotEqualTo(aborted.join());
            boolean visible = sql.cacheOf("T") != null && ask(ALL).equals(List.of(List.of((long) round, "v" + round)));
            assertThat(visible).isEqualTo(closed.join());
        }
    }

    /** Errors that may pass are tried again, as nodes do: the abort takes away the seals that the close looks for, and the cache that it fills. */
    private static CompletableFuture<Boolean> wins(CyclicBarrier start, Runnable step) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                start.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            while (true) {
                try {
                    step.run();
                    return true;
                } catch (GridmillException e) {
                    if (e.code() == ErrorCode.INTERNAL) {
                        return false;
                    }
                    assertThat(e.code()).isIn(ErrorCode.RESOURCE, ErrorCode.EXTERNAL);
                }
            }
        });
    }

    @Test
    void aWinnerThatIsNotSealedMustBeStagedAgain() {
        prepare("job1", "create");
        StagedAttempt staged = stage("job1", "0", 1, 1);
        StagedAttempt missing = attempt("job1", "1", 1, 1);

        assertFails(ErrorCode.EXTERNAL, "must be staged again", () -> close("job1", "create", staged, missing));
        assertShowsNothing();

        stage("job1", "1", 1, 2);
        close("job1", "create", staged, missing);
        assertShows(1, 2);
    }

    @Test
    void aWinnerWhoseBatchesAreLostIsWaitedForAndNoHalfIsShown() {
        prepare("job1", "create");
        StagedAttempt lost = stage("job1", "0", 1, range(0, 20));
        store.drop(lost.attempt(), 3);

        assertFails(ErrorCode.RESOURCE, "is not in the grid", () -> close("job1", "create", lost));
        assertShowsNothing();
        assertThat(sql.caches()).isEmpty();

        stage("job1", "0", 1, range(0, 20));
        close("job1", "create", lost);
        assertShows(range(0, 20));
    }

    @Test
    void aTableThatIsThereIsRefusedByCreateBeforeAnythingRunsAndAtTheClose() {
        prepare("job2", "create");
        StagedAttempt late = stage("job2", "0", 1, 2);
        prepare("job1", "create");
        close("job1", "create", stage("job1", "0", 1, 1));

        String message = "table T exists already (1 rows of job job1); use replace";
        assertFails(ErrorCode.USER, message, () -> prepare("job3", "create"));
        assertFails(ErrorCode.USER, message, () -> close("job2", "create", late));

        assertShows(1);
        assertThat(sql.caches()).hasSize(1);
    }

    @Test
    void aTableThatNoJobHasPublishedIsNotTouched() {
        ask("CREATE TABLE gridmill.t (k BIGINT PRIMARY KEY, v VARCHAR)");
        try {
            assertFails(
                    ErrorCode.USER,
                    "no job has published it; drop it with DROP TABLE",
                    () -> prepare("job1", "replace"));
        } finally {
            ask("DROP TABLE gridmill.t");
        }
    }

    @Test
    void moreRowsThanATableMayHaveAreRefusedBeforeTheyAreWritten() {
        prepare("job1", "create");
        StagedAttempt most = stage("job1", "0", 1, range(0, 60));
        stage("job1", "0", 2, range(0, 60));
        stage("job1", "1", 1, range(60, 100));
        stage("job1", "1.1", 2, range(60, 80));

        String message = "a table must have at most 100 rows (table.max-rows), got 101 or more [table=T]";
        assertFails(ErrorCode.USER, "got 181 or more", () -> stage("job1", "2", 1, range(0, 101)));
        assertFails(ErrorCode.USER, message, () -> stage("job1", "1.2", 2, range(80, 101)));
        StagedAttempt other = attempt("job1", "3", 1, 41);
        tables.seal("T", "job1", other.attempt().token(), new Tables.Seal("3", 1, 6, 41, other.digest()));
        assertFails(ErrorCode.USER, message, () -> close("job1", "create", most, other));

        assertThat(sql.caches()).isEmpty();
    }

    @Test
    void droppingTakesTheTableAwayAndASecondTimeNamesWhatThereIs() {
        prepare("job1", "create");
        close("job1", "create", stage("job1", "0", 1, 1));

        tables.drop("t");

        assertShowsNothing();
        assertThat(sql.caches()).isEmpty();
        assertFails(ErrorCode.USER, "there is no table 't'; there are none at all", () -> tables.drop("t"));
        prepare("job2", "create");
        close("job2", "create", stage("job2", "0", 1, 2));
        assertShows(2);
        assertFails(ErrorCode.USER, "there is no table 'other'; there are T", () -> tables.drop("other"));
    }

    @Test
    void aTableWhoseRowsWentWithTheNodesIsNotThere() {
        prepare("job1", "create");
        StagedAttempt winner = stage("job1", "0", 1, 1);
        close("job1", "create", winner);
        sql.caches().forEach(sql::destroy);

        close("job1", "create", winner);
        assertShowsNothing();

        prepare("job2", "create");
        close("job2", "create", stage("job2", "0", 1, 2));
        assertShows(2);
    }

    @Test
    void whatACloserLeftWhenItDiedIsDestroyedAtTheSecondLookUnlessItsJobIsActive() {
        prepare("job1", "create");
        close("job1", "create", stage("job1", "0", 1, 1));
        String left = SqlTables.newCache("T", "dead");
        String filling = SqlTables.newCache("T", "active");
        sql.create(left, SCHEMA).finish(0);
        sql.create(filling, SCHEMA).finish(0);

        tables.destroyOrphans(Set.of("active"));
        assertThat(sql.caches()).hasSize(3).contains(left);
        tables.destroyOrphans(Set.of("active"));

        assertThat(sql.caches()).hasSize(2).contains(filling);
        assertShows(1);
    }

    @Test
    void everyTypeArrivesAsItIs() {
        TableSchema schema = TableSchema.parse(
                "b BOOLEAN, t TINYINT, s SMALLINT, i INTEGER, l BIGINT, d DECIMAL(38, 6), r REAL, f DOUBLE, v VARCHAR, "
                        + "day DATE, ts TIMESTAMP, \"a \"\"b\" INTEGER".replace("\"\"", "'"));
        StagedAttempt attempt = attempt("job1", "0", 1, 2);
        BigDecimal decimal = new BigDecimal("-99999999999999999999999999999999.999999");
        try (VectorSchemaRoot batch = VectorSchemaRoot.create(schema.toArrow(), allocator)) {
            batch.allocateNew();
            ((BitVector) batch.getVector(0)).setSafe(0, 1);
            ((TinyIntVector) batch.getVector(1)).setSafe(0, Byte.MIN_VALUE);
            ((SmallIntVector) batch.getVector(2)).setSafe(0, Short.MAX_VALUE);
            ((IntVector) batch.getVector(3)).setSafe(0, Integer.MIN_VALUE);
            ((BigIntVector) batch.getVector(4)).setSafe(0, Long.MIN_VALUE);
            ((DecimalVector) batch.getVector(5)).setSafe(0, decimal);
            ((Float4Vector) batch.getVector(6)).setSafe(0, Float.MIN_VALUE);
            ((Float8Vector) batch.getVector(7)).setSafe(0, Double.NaN);
            ((VarCharVector) batch.getVector(8)).setSafe(0, "naïve \u0000 '\"".getBytes(StandardCharsets.UTF_8));
            ((DateDayVector) batch.getVector(9))
                    .setSafe(0, (int) LocalDate.of(1582, 10, 15).toEpochDay());
            ((TimeStampMicroVector) batch.getVector(10)).setSafe(0, -1_000);
            ((IntVector) batch.getVector(11)).setSafe(0, 7);
            batch.setRowCount(2);
            store.put(attempt.attempt(), 0, BatchCodec.encode(batch));
        }
        with("job1", "create", schema, Sink::prepare);
        stage("job1", "create", schema, attempt, 1);
        with("job1", "create", schema, sink -> sink.closeWith(new SinkManifest("job1", "g1", List.of(attempt))));

        assertThat(ask("SELECT * FROM gridmill.T WHERE b"))
                .containsExactly(List.of(
                        true,
                        Byte.MIN_VALUE,
                        Short.MAX_VALUE,
                        Integer.MIN_VALUE,
                        Long.MIN_VALUE,
                        decimal,
                        Float.MIN_VALUE,
                        Double.NaN,
                        "naïve \u0000 '\"",
                        Date.valueOf("1582-10-15"),
                        Timestamp.valueOf(LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_000_000)),
                        7));
        assertThat(ask("SELECT * FROM gridmill.T WHERE b IS NULL").get(0))
                .hasSize(12)
                .containsOnlyNulls();
        assertThat(ask("SELECT \"A 'B\" FROM gridmill.T WHERE f IS NOT NULL")).containsExactly(List.of(7));
    }

    @Test
    void valuesThatIgniteWouldChangeAreRefused() {
        assertRefused("whole milliseconds, got 1969-12-31T23:59:59.999999", "TIMESTAMP", -1);
        assertRefused("1582-10-15 or later, got 1582-10-14T23:59:59", "TIMESTAMP", micros("1582-10-14T23:59:59"));
        assertRefused(
                "1582-10-15 or later, got 1582-10-14",
                "DATE",
                LocalDate.of(1582, 10, 14).toEpochDay());
        TimeZone zone = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        try {
            assertRefused(
                    "must exist in the time zone of the nodes, which is America/New_York, got 2024-03-10T02:30:00; start them with -Duser.timezone=UTC [table=T, column=c]",
                    "TIMESTAMP",
                    micros("2024-03-10T02:30:00"));
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    private static long micros(String time) {
        return LocalDateTime.parse(time).toEpochSecond(ZoneOffset.UTC) * 1_000_000;
    }

    private void assertRefused(String message, String type, long value) {
        TableSchema schema = TableSchema.parse("c " + type);
        try (VectorSchemaRoot batch = VectorSchemaRoot.create(schema.toArrow(), allocator)) {
            if (batch.getVector(0) instanceof TimeStampMicroVector times) {
                times.setSafe(0, value);
            } else {
                ((DateDayVector) batch.getVector(0)).setSafe(0, (int) value);
            }
            batch.setRowCount(1);

            assertFails(ErrorCode.DATA, message, () -> SqlColumn.check(schema, batch, "T"));
        }
    }

    @Test
    void namesAndModesThatIgniteCannotHaveAreRefused() {
        assertFails(
                ErrorCode.USER,
                "got append: a table is a copy that is published whole",
                () -> with("job1", "append", SCHEMA, Sink::prepare));
        assertFails(
                ErrorCode.USER,
                "must not be called '_key'",
                () -> with("job1", "create", TableSchema.parse("_key BIGINT"), Sink::prepare));
        assertFails(ErrorCode.USER, "got 'a-b'", () -> Tables.name("a-b"));
        assertFails(ErrorCode.USER, "must be prepared first", () -> stage("job1", "0", 1, 1));
        assertFails(ErrorCode.USER, "must be prepared first", () -> close("job1", "create"));
    }
}
