package io.gridmill.loaders.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.loaders.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad files and columns: what is said of them. */
class ArrowErrorsTest {
    private static final int ROWS = 300;

    @TempDir
    Path folder;

    @Test
    void columnsThatAreNotReadAreRefusedByNameAndMayBeLeftOut() throws IOException {
        Field list = new Field(
                "tags",
                FieldType.nullable(ArrowType.List.INSTANCE),
                List.of(new Field("item", FieldType.nullable(new ArrowType.Int(32, true)), null)));
        Field time = new Field("clock", FieldType.nullable(new ArrowType.Time(TimeUnit.MICROSECOND, 64)), null);
        Field id = new Field("id", FieldType.nullable(new ArrowType.Int(32, true)), null);
        try (BufferAllocator allocator = new RootAllocator()) {
            ArrowFiles.write(file(), false, new Schema(List.of(id, list, time)), allocator, 1, (root, batch) -> {
                root.getFieldVectors().forEach(vector -> vector.allocateNew());
                ((IntVector) root.getVector(0)).setSafe(0, 5);
                root.setRowCount(1);
            });
        }

        fails(() -> ArrowFiles.open(file(), null), ErrorCode.USER, "column 'tags'", "a nested List", "--columns");
        fails(
                () -> ArrowFiles.open(file(), "id INTEGER, clock TIMESTAMP").splits(1),
                ErrorCode.USER,
                "column 'clock'",
                "Time");
        assertThat(Rows.of(ArrowFiles.open(file(), "id BIGINT"), 1, RejectHandler.FAIL))
                .isEqualTo(List.of(List.of(5L)));
        fails(
                () -> ArrowFiles.open(file(), "id VARCHAR").splits(1),
                ErrorCode.USER,
                "column 'id'",
                "does not become VARCHAR");
    }

    @Test
    void aFileThatIsCutOffOrNoArrowSaysSo() throws IOException {
        write(false, CodecType.NO_COMPRESSION);
        byte[] whole = Files.readAllBytes(file());

        Files.write(file(), Arrays.copyOf(whole, whole.length - 1));
        fails(() -> ArrowFiles.open(file(), null), ErrorCode.DATA, file().toString(), "start and end with ARROW1");
        Files.writeString(file(), "id,name\n1,a\n2,b\n");
        fails(() -> ArrowFiles.open(file(), null), ErrorCode.DATA, "not a whole Arrow file or stream");
        Files.write(file(), new byte[0]);
        fails(() -> ArrowFiles.open(file(), null), ErrorCode.DATA, "not a whole Arrow file or stream");
        Files.writeString(file(), "FEA1 and so on");
        fails(() -> ArrowFiles.open(file(), null), ErrorCode.USER, "Feather file of version 1");
    }

    @Test
    void aStreamThatIsCutOffAnywhereSaysSo() throws IOException {
        write(true, CodecType.NO_COMPRESSION);
        byte[] whole = Files.readAllBytes(file());

        for (int length = 1; length < whole.length - 8; length += 37) {
            Files.write(file(), Arrays.copyOf(whole, length));
            try {
                // Cut between two messages it is a shorter stream, which need not say that it ends.
                assertThat(Rows.of(ArrowFiles.open(file(), null), 1, RejectHandler.FAIL))
                        .hasSizeLessThan(2 * ROWS);
            } catch (GridmillException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.DATA);
                assertThat(e.getMessage()).contains(file().toString());
            }
        }
    }

    /** A flipped bit gives an error with the file's name, or other values, but no other exception, and no memory that is not given back. */
    @Test
    void damagedFilesNeverGiveAnotherErrorThanOurs() throws IOException {
        Random random = new Random(20261127);
        for (boolean stream : new boolean[] {true, false}) {
            for (CodecType codec : List.of(CodecType.NO_COMPRESSION, CodecType.ZSTD, CodecType.LZ4_FRAME)) {
                write(stream, codec);
                byte[] whole = Files.readAllBytes(file());
                for (int round = 0; round < 200; round++) {
                    byte[] damaged = whole.clone();
                    for (int i = 0; i <= random.nextInt(3); i++) {
                        damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
                    }
                    Files.write(file(), damaged);
                    try {
                        Rows.of(ArrowFiles.open(file(), null), Long.MAX_VALUE, row -> {});
                    } catch (GridmillException e) {
                        assertThat(e.code())
                                .as(e.getMessage())
                                .isIn(ErrorCode.DATA, ErrorCode.USER, ErrorCode.RESOURCE);
                        assertThat(e).message().doesNotContainPattern("Exception|Error|[a-z]\\.[a-z]+\\.[A-Z]");
                    }
                }
            }
        }
    }

    private Path file() {
        return folder.resolve("t.arrow");
    }

    /** Two batches of a number, a text, and a text by dictionary. */
    private void write(boolean stream, CodecType codec) throws IOException {
        ArrowType.Int index = new ArrowType.Int(8, true);
        DictionaryEncoding encoding = new DictionaryEncoding(1, false, index);
        Schema schema = new Schema(List.of(
                new Field("i", FieldType.nullable(new ArrowType.Int(32, true)), null),
                new Field("s", FieldType.nullable(ArrowType.Utf8.INSTANCE), null),
                new Field("w", new FieldType(true, index, encoding), null)));
        try (BufferAllocator allocator = new RootAllocator();
                VarCharVector words = new VarCharVector("w", allocator);
                VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            words.allocateNew();
            words.setSafe(0, "zero".getBytes(StandardCharsets.UTF_8));
            words.setSafe(1, "one".getBytes(StandardCharsets.UTF_8));
            words.setValueCount(2);
            MapDictionaryProvider dictionaries = new MapDictionaryProvider(new Dictionary(words, encoding));
            ArrowFiles.write(file(), stream, root, dictionaries, codec, 2, (filled, batch) -> {
                filled.getFieldVectors().forEach(vector -> vector.allocateNew());
                for (int row = 0; row < ROWS; row++) {
                    if (row % 7 > 0) {
                        ((IntVector) filled.getVector(0)).setSafe(row, row);
                        ((VarCharVector) filled.getVector(1))
                                .setSafe(row, ("text " + row).getBytes(StandardCharsets.UTF_8));
                        ((TinyIntVector) filled.getVector(2)).setSafe(row, row % 2);
                    }
                }
                filled.setRowCount(ROWS);
            });
        }
    }

    private static void fails(ThrowingCallable call, ErrorCode code, String... words) {
        assertThatThrownBy(call)
                .isInstanceOf(GridmillException.class)
                .hasMessageContainingAll(words)
                .extracting(e -> ((GridmillException) e).code())
                .isEqualTo(code);
    }
}
