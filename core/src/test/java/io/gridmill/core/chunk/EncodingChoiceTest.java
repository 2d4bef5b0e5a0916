package io.gridmill.core.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EncodingChoiceTest {
    @Test
    void integersTakeTheNarrowestWidthThatHoldsTheirRange() {
        assertWidthAndBase(List.of(7L, 7L), 0, 7);
        assertWidthAndBase(List.of(-128L, 127L), 1, 0);
        assertWidthAndBase(List.of(1000L, 1127L), 1, 1000);
        assertWidthAndBase(List.of(1000L, 1255L), 1, 1128);
        assertWidthAndBase(List.of(1000L, 1256L), 2, 0);
        assertWidthAndBase(List.of(1_000_000L, 1_065_535L), 2, 1_032_768);
        assertWidthAndBase(List.of(1_000_000L, 1_065_536L), 4, 0);
        assertWidthAndBase(List.of(0L, (1L << 32) - 1), 4, 1L << 31);
        assertWidthAndBase(List.of(0L, 1L << 32), 8, 0);
        assertWidthAndBase(List.of(Long.MIN_VALUE, Long.MAX_VALUE), 8, 0);
        assertWidthAndBase(List.of(Long.MAX_VALUE - 255, Long.MAX_VALUE), 1, Long.MAX_VALUE - 127);
    }

    @Test
    void aNullRowReadsAsAValueBetweenTheLeastAndTheGreatest() {
        for (List<@Nullable Object> values : List.of(
                Arrays.<@Nullable Object>asList(5L, null, 50L),
                Arrays.<@Nullable Object>asList(-500L, null, -400L),
                Arrays.<@Nullable Object>asList(1L, null, Long.MAX_VALUE),
                Arrays.<@Nullable Object>asList(Long.MIN_VALUE, null, -1L))) {
            withColumn(ColumnType.BIGINT, values, column -> {
                assertThat(MemoryUtil.getByte(column.dataAddress() + column.width()))
                        .isZero();
                assertThat(column.base()).isBetween((Long) values.get(0), (Long) values.get(2));
            });
        }
    }

    @Test
    void stringsThatRepeatBecomeASortedDictionary() {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            values.addAll(Arrays.asList("\uFF5E", "b", null, "😀", "", "ab", "a\u0000"));
        }
        withColumn(ColumnType.VARCHAR, values, column -> {
            assertThat(column.encoding()).isEqualTo(Encoding.DICTIONARY);
            assertThat(column.width()).isEqualTo(1);
            assertThat(dictionary(column)).containsExactly("", "a\u0000", "ab", "b", "\uFF5E", "😀");
            assertThat(MemoryUtil.getByte(column.dataAddress() + 2))
                    .as("code of a NULL row")
                    .isZero();
        });
    }

    @Test
    void codesAreAsWideAsTheDictionaryNeeds() {
        assertCodes(1, 0);
        assertCodes(256, 1);
        assertCodes(257, 2);
        assertCodes(65_536, 2);
        assertCodes(65_537, 4);
    }

    @Test
    void stringsThatHardlyRepeatAreStoredPlain() {
        withColumn(ColumnType.VARCHAR, texts(10_000, 10_000), column -> {
            assertThat(column.encoding()).isEqualTo(Encoding.UTF8);
            assertThat(column.dictionarySize()).isZero();
        });
        withColumn(
                ColumnType.VARCHAR,
                texts(3_000, 1_501),
                column -> assertThat(column.encoding()).isEqualTo(Encoding.UTF8));
    }

    @Test
    void textsThatHardlyRepeatAreCompressedWhereThatSavesAQuarter() {
        List<@Nullable Object> like = new ArrayList<>();
        List<@Nullable Object> unlike = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 5000; i++) {
            like.add("carefully final deposits number " + i);
            byte[] noise = new byte[24];
            random.nextBytes(noise);
            unlike.add(Base64.getEncoder().encodeToString(noise));
        }
        ColumnHeader compressed = header(like);
        assertThat(compressed.encoding()).isEqualTo(Encoding.UTF8);
        assertThat(compressed.sizeBytes()).isLessThanOrEqualTo(compressed.decodedBytes() * 3 / 4);
        withColumn(
                ColumnType.VARCHAR,
                like,
                column ->
                        assertThat(column.buffer().capacity()).isGreaterThanOrEqualTo(compressed.decodedBytes() - 64));
        ColumnHeader plain = header(unlike);
        assertThat(plain.sizeBytes()).isEqualTo(plain.decodedBytes());
    }

    @Test
    void placesInADictionaryAreStoredAsTheirTextsWouldBe() {
        Random random = new Random(3);
        for (int texts : new int[] {1, 3, 300, 5_000}) {
            int rows = 6_000;
            try (BufferAllocator allocator = new RootAllocator();
                    VarCharVector dictionary = new VarCharVector("d", allocator);
                    VarCharVector writtenOut = new VarCharVector("c", allocator);
                    IntVector places = new IntVector(TextRows.placesField("c", 7), allocator)) {
                for (int i = 0; i < texts; i++) {
                    // Some texts are there twice: those of two dictionaries.
                    dictionary.setSafe(i, ("text " + random.nextInt(texts)).getBytes(StandardCharsets.UTF_8));
                }
                dictionary.setValueCount(texts);
                for (int row = 0; row < rows; row++) {
                    int place = random.nextInt(texts);
                    places.setSafe(row, place);
                    writtenOut.setSafe(row, dictionary.get(place));
                    if (row % 10 == 3) {
                        places.setNull(row);
                        writtenOut.setNull(row);
                    }
                }
                places.setValueCount(rows);
                writtenOut.setValueCount(rows);
                TableSchema schema = GeneratedBatch.schema(ColumnType.VARCHAR);
                EncodedChunk expected = ChunkEncoder.encode(VectorSchemaRoot.of(writtenOut), 100, rows - 150, schema);
                EncodedChunk stored =
                        ChunkEncoder.encode(VectorSchemaRoot.of(places), number -> dictionary, 100, rows - 150, schema);
                assertThat(stored.header()).isEqualTo(expected.header());
                assertThat(stored.columns()[0]).isEqualTo(expected.columns()[0]);
                assertThatThrownBy(() -> ChunkEncoder.encode(VectorSchemaRoot.of(places), 0, rows, schema))
                        .hasMessage("a batch must have the dictionaries that its columns name, has no 7");
            }
        }
    }

    private static ColumnHeader header(List<@Nullable Object> texts) {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot batch = GeneratedBatch.of(ColumnType.VARCHAR, texts, allocator)) {
            return ChunkEncoder.encode(batch, 0, texts.size(), GeneratedBatch.schema(ColumnType.VARCHAR))
                    .header()
                    .columns()
                    .get(0);
        }
    }

    @Test
    void aColumnOfNullStringsCostsAlmostNothing() {
        withColumn(ColumnType.VARCHAR, Collections.nCopies(65_536, null), column -> {
            assertThat(column.encoding()).isEqualTo(Encoding.DICTIONARY);
            assertThat(column.width()).isZero();
            assertThat(dictionary(column)).containsExactly("");
        });
    }

    private static void assertWidthAndBase(List<Object> values, int width, long base) {
        withColumn(ColumnType.BIGINT, values, column -> {
            assertThat(column.width()).as("width of %s", values).isEqualTo(width);
            assertThat(column.base()).as("base of %s", values).isEqualTo(base);
        });
        List<@Nullable Object> unscaled = LongStream.of((Long) values.get(0), (Long) values.get(1))
                .mapToObj(v -> (Object) BigInteger.valueOf(v))
                .toList();
        withColumn(
                ColumnType.decimal(38, 2),
                unscaled,
                column -> assertThat(column.width()).isEqualTo(width));
    }

    private static void assertCodes(int distinct, int width) {
        withColumn(ColumnType.VARCHAR, texts(4 * distinct, distinct), column -> {
            assertThat(column.encoding()).as("of %d strings", distinct).isEqualTo(Encoding.DICTIONARY);
            assertThat(column.dictionarySize()).isEqualTo(distinct);
            assertThat(column.width()).isEqualTo(width);
        });
    }

    private static List<@Nullable Object> texts(int rows, int distinct) {
        return IntStream.range(0, rows)
                .<@Nullable Object>mapToObj(i -> "text " + (long) i * distinct / rows)
                .toList();
    }

    private static List<String> dictionary(EncodedColumn column) {
        List<String> entries = new ArrayList<>();
        for (int code = 0; code < column.dictionarySize(); code++) {
            int start = MemoryUtil.getInt(column.offsetsAddress() + 4L * code);
            byte[] bytes = new byte[MemoryUtil.getInt(column.offsetsAddress() + 4L * (code + 1)) - start];
            MemoryUtil.copyFromMemory(column.dictionaryAddress() + start, bytes, 0, bytes.length);
            entries.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return entries;
    }

    private static void withColumn(
            ColumnType type, List<? extends @Nullable Object> values, Consumer<EncodedColumn> check) {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot batch = GeneratedBatch.of(type, values, allocator)) {
            EncodedChunk chunk = ChunkEncoder.encode(batch, 0, values.size(), GeneratedBatch.schema(type));
            EncodedColumn column = ColumnDecoder.decode(chunk.columns()[0], type, allocator);
            try {
                check.accept(column);
            } finally {
                column.buffer().close();
            }
        }
    }
}
