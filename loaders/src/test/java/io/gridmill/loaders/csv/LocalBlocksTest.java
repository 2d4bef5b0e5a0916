package io.gridmill.loaders.csv;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.RejectedRow;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.core.source.SplitReader;
import io.gridmill.loaders.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBlocksTest {
    @TempDir
    Path folder;

    /** How a node reads the blocks of these files. */
    private static LocalBlocks blocksOf(SourceSpec spec) {
        return LocalBlocks.of(
                LocalBlocks.cut(spec, 1 << 20, (index, block) -> {}).source());
    }

    private static List<byte[]> cut(SourceSpec spec, int targetBytes) {
        List<byte[]> blocks = new ArrayList<>();
        LocalBlocks.Sent sent = LocalBlocks.cut(spec, targetBytes, (index, block) -> {
            assertThat(index).isEqualTo(blocks.size());
            blocks.add(block);
        });
        assertThat(sent.blocks()).isEqualTo(blocks.size());
        return blocks;
    }

    private static List<List<@Nullable Object>> read(LocalBlocks load, List<byte[]> blocks, RejectHandler rejects) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (RootAllocator allocator = new RootAllocator()) {
            for (byte[] block : blocks) {
                try (SplitReader reader = load.open(block, allocator, rejects)) {
                    rows.addAll(Rows.of(reader));
                    assertThat(reader.bytesRead()).isPositive();
                }
            }
        }
        return rows;
    }

    private static String text(int rows) {
        StringBuilder text = new StringBuilder("\uFEFFid,name\r\n");
        for (int i = 0; i < rows; i++) {
            text.append(i).append(",\"name\n").append(i).append("\"\r\n");
        }
        return text.toString();
    }

    @Test
    void blocksHoldWholeRecordsAndReadBackAsTheFileDoes() throws IOException {
        CsvFiles file = CsvFiles.of(folder, text(500));
        for (int targetBytes : new int[] {1, 100, 5_000, 1 << 22}) {
            List<byte[]> blocks = cut(file.spec(null), targetBytes);
            LocalBlocks load = blocksOf(file.spec("id BIGINT, name VARCHAR"));

            assertThat(read(load, blocks, RejectHandler.FAIL)).isEqualTo(file.rows(null));
        }
    }

    @Test
    void gzipIsUnpackedByTheClientAndTheSchemaComesFromTheFirstBlock() throws IOException {
        String text = text(5000);
        List<List<@Nullable Object>> expected = CsvFiles.of(folder, text).rows(null);
        CsvFiles file = CsvFiles.of(folder, CsvFiles.gzip(text));

        List<byte[]> blocks = cut(file.spec(null), 10_000);
        LocalBlocks load = blocksOf(file.spec(null));

        assertThat(blocks).hasSizeBetween(5, 20);
        assertThat(load.schema().toString()).isEqualTo("id BIGINT, name VARCHAR");
        assertThat(read(load, blocks, RejectHandler.FAIL)).isEqualTo(expected);
    }

    @Test
    void severalFilesWithColumnsInOtherOrderAreOneLoad() throws IOException {
        Files.writeString(folder.resolve("1.csv"), "a,b\n1,x\n");
        Files.writeString(folder.resolve("2.csv"), "b,a\ny,2\n");
        SourceSpec spec = new SourceSpec("csv", List.of(folder.toString()), null, Map.of());

        List<byte[]> blocks = cut(spec, 1 << 20);

        assertThat(read(blocksOf(spec), blocks, RejectHandler.FAIL)).containsExactly(asList(1L, "x"), asList(2L, "y"));
    }

    @Test
    void rejectsNameTheClientsFileAndTheTrueLine() throws IOException {
        CsvFiles file = CsvFiles.of(folder, text(1000) + "bad,x\n" + "7\n");
        SourceSpec spec = file.spec("id BIGINT, name VARCHAR");
        List<byte[]> blocks = cut(spec, 500);
        List<RejectedRow> rejected = new ArrayList<>();

        assertThat(read(blocksOf(spec), blocks, rejected::add)).hasSize(1000);
        assertThat(rejected)
                .containsExactly(
                        new RejectedRow(file.file().toString(), 2002, "id", "bad", "is not a BIGINT"),
                        new RejectedRow(
                                file.file().toString(),
                                2003,
                                "",
                                "7",
                                "has 1 field instead of 2; that fields stand between ',' was inferred, give the delimiter (--delimiter) when it differs"));
    }

    @Test
    void aFileWithTrailingDelimitersAndNoHeaderIsCutToo() throws IOException {
        CsvFiles file = CsvFiles.of(folder, "1|x|\n2|y|\n3|z|\n");
        SourceSpec spec = file.spec(null, "delimiter", "|", "header", "auto");
        List<byte[]> blocks = cut(spec, 5);

        LocalBlocks load = blocksOf(spec);

        assertThat(blocks).hasSize(3);
        assertThat(load.schema().toString()).isEqualTo("c1 BIGINT, c2 VARCHAR");
        assertThat(read(load, blocks, RejectHandler.FAIL))
                .containsExactly(asList(1L, "x"), asList(2L, "y"), asList(3L, "z"));
    }

    @Test
    void aFileWithoutRecordsIsOneBlockWithoutRows() throws IOException {
        for (String text : List.of("a,b\n", "")) {
            SourceSpec spec = CsvFiles.of(folder, text).spec("a INTEGER, b INTEGER");
            List<byte[]> blocks = cut(spec, 1 << 20);

            assertThat(blocks).hasSize(1);
            try (RootAllocator allocator = new RootAllocator();
                    SplitReader reader = blocksOf(spec).open(blocks.get(0), allocator, RejectHandler.FAIL)) {
                assertThat(reader.next()).isNull();
            }
        }
    }

    @Test
    void whatTheClientCanSeeIsRefusedBeforeABlockIsSent() throws IOException {
        CsvFiles file = CsvFiles.of(folder, "a,x\n1,2\n");

        CsvErrorsTest.assertError(
                ErrorCode.USER, () -> cut(file.spec("a INTEGER, b INTEGER"), 10), "names a column 'x'");
        CsvErrorsTest.assertError(ErrorCode.USER, () -> cut(file.spec(null, "quot", "'"), 10), "did you mean 'quote'");
        CsvErrorsTest.assertError(ErrorCode.USER, () -> cut(file.spec(null), 0), "must be > 0, got 0");
        CsvErrorsTest.assertError(
                ErrorCode.USER,
                () -> cut(new SourceSpec("csv", List.of("/nowhere/x.csv"), null, Map.of()), 10),
                "/nowhere/x.csv");
        CsvFiles damaged = CsvFiles.of(folder, Arrays.copyOf(CsvFiles.gzip(text(5000)), 2000));
        CsvErrorsTest.assertError(ErrorCode.DATA, () -> cut(damaged.spec(null), 1000), "is not a whole gzip file");
    }

    @Test
    void aRecordWithoutEndIsAnErrorThatNamesItsLine() throws IOException {
        byte[] bytes = new byte[70 << 20];
        Arrays.fill(bytes, (byte) 'x');
        byte[] start = "a\n1\n\"".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(start, 0, bytes, 0, start.length);
        CsvFiles file = CsvFiles.of(folder, bytes);

        CsvErrorsTest.assertError(
                ErrorCode.DATA, () -> cut(file.spec("a VARCHAR"), 1), file.file() + ", line 3: no record ends within");
    }

    @Test
    void bytesThatAreNoBlockAreRefused() {
        LocalBlocks load = LocalBlocks.of(
                new SourceSpec("csv", List.of(), TableSchema.parse("a VARCHAR"), Map.of("header", "true")));

        try (RootAllocator allocator = new RootAllocator()) {
            CsvErrorsTest.assertError(
                    ErrorCode.INTERNAL,
                    () -> load.open(new byte[0], allocator, RejectHandler.FAIL),
                    "a block must start with its magic");
            CsvErrorsTest.assertError(
                    ErrorCode.INTERNAL, () -> load.open(new byte[40], allocator, RejectHandler.FAIL), "40 other bytes");
        }
    }

    @Test
    void aSpecThatNoClientHasCompletedIsRefused() {
        CsvErrorsTest.assertError(
                ErrorCode.USER,
                () -> LocalBlocks.of(new SourceSpec("csv", List.of(), null, Map.of())),
                "must name its columns");
    }

    @Test
    void whatTheClientFoundIsHowEachBlockIsRead() throws IOException {
        CsvFiles file = CsvFiles.of(folder, "1;x,y\n2;\"a;b\"\n3;z\n");
        SourceSpec spec = file.spec(null);
        List<byte[]> blocks = cut(spec, 8);

        SourceSpec sent = LocalBlocks.cut(spec, 8, (index, block) -> {}).source();

        assertThat(blocks).hasSize(2);
        assertThat(sent.options()).containsEntry("delimiter", ";").containsEntry("header", "false");
        assertThat(read(LocalBlocks.of(sent), blocks, RejectHandler.FAIL))
                .containsExactly(asList(1L, "x,y"), asList(2L, "a;b"), asList(3L, "z"));
    }
}
