package io.gridmill.loaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.json.Json;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceFormat;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.core.source.Split;
import io.gridmill.core.source.SplitReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each format's source must do; a format's test inherits it and says how its files are written. */
public abstract class SourceContract {
    private static final int ROWS = 70_000;

    /** Row {@code i} of a test file: {@code id} is i, {@code name} is "n" + i, or NULL where i is a multiple of 7. */
    protected static final TableSchema SCHEMA = TableSchema.parse("id BIGINT, name VARCHAR");

    @TempDir
    protected Path folder;

    /** The format's name. */
    protected abstract String format();

    /** Writes rows {@code from} (inclusive) to {@code to} (exclusive) of {@link #SCHEMA}. */
    protected abstract void write(Path file, int from, int to) throws IOException;

    protected final Source open(Path... paths) {
        List<String> from = Stream.of(paths).map(Path::toString).toList();
        return find().open(new SourceSpec(format(), from, SCHEMA, Map.of()));
    }

    private SourceFormat find() {
        return ServiceLoader.load(SourceFormat.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(format -> format.name().equals(format()))
                .findFirst()
                .orElseThrow();
    }

    private static List<List<@Nullable Object>> expected(int from, int to) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long i = from; i < to; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(i);
            row.add(i % 7 == 0 ? null : "n" + i);
            rows.add(row);
        }
        return rows;
    }

    @Test
    void everyRowIsReadOnceWhateverTheSizeOfSplits() throws IOException {
        Path file = folder.resolve("data");
        write(file, 0, ROWS);
        Source source = open(file);

        assertThat(source.schema()).isEqualTo(SCHEMA);
        for (long targetBytes : new long[] {Long.MAX_VALUE, 1 << 18, 65_537}) {
            assertThat(Rows.of(source, targetBytes, RejectHandler.FAIL)).isEqualTo(expected(0, ROWS));
        }
    }

    @Test
    void aSourceOpenedWithWhatAnotherFoundReadsTheSame() throws IOException {
        Path file = folder.resolve("data");
        write(file, 0, ROWS);
        Source found = find().open(new SourceSpec(format(), List.of(file.toString()), null, Map.of()));

        Source again = find().open(Json.read(Json.write(found.spec()), SourceSpec.class));

        assertThat(again.spec()).isEqualTo(found.spec());
        assertThat(again.schema()).isEqualTo(found.schema());
        assertThat(Rows.of(again, 100_000, RejectHandler.FAIL)).isEqualTo(expected(0, ROWS));
    }

    @Test
    void splitsAreTheSameEachTimeAndOnEachNode() throws IOException {
        Path file = folder.resolve("data");
        write(file, 0, ROWS);

        List<Split> splits = open(file).splits(100_000);

        assertThat(open(file).splits(100_000)).isEqualTo(splits);
        assertThat(splits).allSatisfy(split -> {
            assertThat(split.file()).isEqualTo(file.toString());
            assertThat(split.fileSize()).isEqualTo(Files.size(file));
            assertThat(split.length()).isPositive();
        });
    }

    @Test
    void aFolderIsReadInOrderOfItsNames() throws IOException {
        write(folder.resolve("b"), 10, 20);
        write(folder.resolve("a"), 0, 10);
        write(folder.resolve(".hidden"), 50, 60);
        write(folder.resolve("_ignored"), 60, 70);

        assertThat(Rows.of(open(folder), Long.MAX_VALUE, RejectHandler.FAIL)).isEqualTo(expected(0, 20));
    }

    @Test
    void aBatchHasAtMost65536RowsAndTheEndStaysTheEnd() throws IOException {
        Path file = folder.resolve("data");
        write(file, 0, ROWS);
        Source source = open(file);

        try (RootAllocator allocator = new RootAllocator();
                SplitReader reader = source.open(source.splits(Long.MAX_VALUE).get(0), allocator, RejectHandler.FAIL)) {
            long rows = 0;
            VectorSchemaRoot batch;
            while ((batch = reader.next()) != null) {
                assertThat(batch.getRowCount()).isBetween(1, 65_536);
                assertThat(batch.getFieldVectors()).hasSize(SCHEMA.size());
                for (int i = 0; i < SCHEMA.size(); i++) {
                    Field field = batch.getVector(i).getField();
                    assertThat(field.getName()).isEqualTo(SCHEMA.column(i).name());
                    assertThat(TextRows.isOf(field, SCHEMA.column(i).type().toArrow()))
                            .as("%s is as the schema says", field)
                            .isTrue();
                }
                rows += batch.getRowCount();
            }
            assertThat(rows).isEqualTo(ROWS);
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void bytesReadOfAllSplitsAreThoseOfTheFile() throws IOException {
        Path file = folder.resolve("data");
        write(file, 0, ROWS);
        Source source = open(file);

        long bytes = 0;
        try (RootAllocator allocator = new RootAllocator()) {
            for (Split split : source.splits(100_000)) {
                try (SplitReader reader = source.open(split, allocator, RejectHandler.FAIL)) {
                    Rows.of(reader);
                    bytes += reader.bytesRead();
                }
            }
        }
        assertThat(bytes).isEqualTo(Files.size(file));
    }

    @Test
    void aReaderThatIsClosedEarlyLeaksNothing() throws IOException {
        Path file = folder.resolve("data");
        write(file, 0, ROWS);
        Source source = open(file);

        try (RootAllocator allocator = new RootAllocator()) {
            Split split = source.splits(Long.MAX_VALUE).get(0);
            source.open(split, allocator, RejectHandler.FAIL).close();
            try (SplitReader reader = source.open(split, allocator, RejectHandler.FAIL)) {
                assertThat(reader.next()).isNotNull();
            }
            assertThat(allocator.getAllocatedMemory()).isZero();
        }
    }

    @Test
    void aFileThatChangedSinceItWasSplitIsRefused() throws IOException {
        Path file = folder.resolve("data");
        write(file, 0, 10);
        Source source = open(file);
        Split split = source.splits(Long.MAX_VALUE).get(0);
        long size = Files.size(file);

        write(file, 0, 11);

        try (RootAllocator allocator = new RootAllocator()) {
            assertThatThrownBy(() -> source.open(split, allocator, RejectHandler.FAIL))
                    .isInstanceOf(GridmillException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining(size + " bytes")
                    .hasMessageContaining(Files.size(file) + " bytes")
                    .extracting(e -> ((GridmillException) e).code())
                    .isEqualTo(ErrorCode.EXTERNAL);
        }
    }

    @Test
    void aFileOfTheSameSizeButAnotherTimeIsRefused() throws IOException {
        Path file = folder.resolve("data");
        write(file, 0, 10);
        Source source = open(file);
        Split split = source.splits(Long.MAX_VALUE).get(0);

        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));

        try (RootAllocator allocator = new RootAllocator()) {
            assertThatThrownBy(() -> source.open(split, allocator, RejectHandler.FAIL))
                    .isInstanceOf(GridmillException.class)
                    .hasMessageContaining("2001-09-09T01:46:40Z");
        }
    }

    @Test
    void aFileThatIsGoneIsAnExternalErrorThatNamesIt() throws IOException {
        Path file = folder.resolve("data");
        write(file, 0, 10);
        Source source = open(file);
        Split split = source.splits(Long.MAX_VALUE).get(0);

        Files.delete(file);

        try (RootAllocator allocator = new RootAllocator()) {
            assertThatThrownBy(() -> source.open(split, allocator, RejectHandler.FAIL))
                    .isInstanceOf(GridmillException.class)
                    .hasMessageContaining(file.toString())
                    .extracting(e -> ((GridmillException) e).code())
                    .isEqualTo(ErrorCode.EXTERNAL);
        }
    }

    @Test
    void anUnknownOptionIsAUserErrorThatNamesTheNearestKnownOne() throws IOException {
        Path file = folder.resolve("data");
        write(file, 0, 10);
        List<String> known = find().options();
        String wrong = known.isEmpty() ? "delimiter" : known.get(0) + "s";

        assertThatThrownBy(() ->
                        find().open(new SourceSpec(format(), List.of(file.toString()), SCHEMA, Map.of(wrong, "x"))))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining("'" + wrong + "'")
                .hasMessageContaining(known.isEmpty() ? "takes no options" : "did you mean '" + known.get(0) + "'")
                .extracting(e -> ((GridmillException) e).code())
                .isEqualTo(ErrorCode.USER);
    }
}
