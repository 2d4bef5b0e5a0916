package io.gridmill.loaders.arrow;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.RejectedRow;
import io.gridmill.loaders.Rows;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other programs put into Arrow. */
class ArrowTypesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachTypeBecomesTheColumnTypeThatHoldsIt(boolean stream) throws IOException {
        Path file = folder.resolve("t.arrow");
        Schema schema = new Schema(Stream.of(
                        field("b", ArrowType.Bool.INSTANCE),
                        field("i8", new ArrowType.Int(8, true)),
                        field("i16", new ArrowType.Int(16, true)),
                        field("i32", new ArrowType.Int(32, true)),
                        field("i64", new ArrowType.Int(64, true)),
                        field("u8", new ArrowType.Int(8, false)),
                        field("u16", new ArrowType.Int(16, false)),
                        field("u32", new ArrowType.Int(32, false)),
                        field("u64", new ArrowType.Int(64, false)),
                        field("f2", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF)),
                        field("f4", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
                        field("f8", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                        field("d", new ArrowType.Decimal(12, 3, 128)),
                        field("e", new ArrowType.Decimal(18, 2, 256)),
                        field("s", ArrowType.Utf8.INSTANCE),
                        field("l", ArrowType.LargeUtf8.INSTANCE),
                        field("n", ArrowType.Null.INSTANCE),
                        field("y", new ArrowType.Date(DateUnit.DAY)),
                        field("z", new ArrowType.Date(DateUnit.MILLISECOND)),
                        field("t0", new ArrowType.Timestamp(TimeUnit.SECOND, null)),
                        field("t3", new ArrowType.Timestamp(TimeUnit.MILLISECOND, "Europe/Berlin")),
                        field("t9", new ArrowType.Timestamp(TimeUnit.NANOSECOND, null)))
                .toList());
        try (BufferAllocator allocator = new RootAllocator()) {
            ArrowFiles.write(file, stream, schema, allocator, 1, (root, batch) -> {
                fill(root, 0);
                root.setRowCount(2);
            });
        }

        List<@Nullable Object> nothing = new ArrayList<>();
        schema.getFields().forEach(field -> nothing.add(null));
        assertThat(ArrowFiles.open(file, null).schema())
                .isEqualTo(TableSchema.parse(
                        "b BOOLEAN, i8 TINYINT, i16 SMALLINT, i32 INTEGER, i64 BIGINT, u8 SMALLINT, u16 INTEGER,"
                                + " u32 BIGINT, u64 BIGINT, f2 REAL, f4 REAL, f8 DOUBLE, d DECIMAL(12, 3), e DECIMAL(18, 2), s VARCHAR,"
                                + " l VARCHAR, n VARCHAR, y DATE, z DATE, t0 TIMESTAMP, t3 TIMESTAMP, t9 TIMESTAMP"));
        assertThat(Rows.of(ArrowFiles.open(file, null), Long.MAX_VALUE, RejectHandler.FAIL))
                .isEqualTo(List.of(
                        asList(
                                true,
                                (byte) -128,
                                (short) -32768,
                                Integer.MIN_VALUE,
                                Long.MIN_VALUE,
                                (short) 255,
                                65535,
                                4294967295L,
                                Long.MAX_VALUE,
                                1.5f,
                                -1.25f,
                                Double.MAX_VALUE,
                                new BigDecimal("-123456789.001"),
                                new BigDecimal("-9999999999999999.99"),
                                "é",
                                "large",
                                null,
                                -1,
                                -1,
                                LocalDateTime.parse("1969-12-31T23:59:59"),
                                LocalDateTime.parse("1969-12-31T23:59:59.999"),
                                LocalDateTime.parse("1969-12-31T23:59:59.999999")),
                        nothing));
    }

    private static void fill(VectorSchemaRoot root, int row) {
        for (FieldVector vector : root.getFieldVectors()) {
            vector.allocateNew();
        }
        ((BitVector) root.getVector("b")).setSafe(row, 1);
        ((TinyIntVector) root.getVector("i8")).setSafe(row, -128);
        ((SmallIntVector) root.getVector("i16")).setSafe(row, -32768);
        ((IntVector) root.getVector("i32")).setSafe(row, Integer.MIN_VALUE);
        ((BigIntVector) root.getVector("i64")).setSafe(row, Long.MIN_VALUE);
        ((UInt1Vector) root.getVector("u8")).setSafe(row, 255);
        ((UInt2Vector) root.getVector("u16")).setSafe(row, 65535);
        ((UInt4Vector) root.getVector("u32")).setSafe(row, -1);
        ((UInt8Vector) root.getVector("u64")).setSafe(row, Long.MAX_VALUE);
        ((Float2Vector) root.getVector("f2")).setSafe(row, (short) 0x3e00);
        ((Float4Vector) root.getVector("f4")).setSafe(row, -1.25f);
        ((Float8Vector) root.getVector("f8")).setSafe(row, Double.MAX_VALUE);
        ((DecimalVector) root.getVector("d")).setSafe(row, new BigDecimal("-123456789.001"));
        ((Decimal256Vector) root.getVector("e")).setSafe(row, new BigDecimal("-9999999999999999.99"));
        ((VarCharVector) root.getVector("s")).setSafe(row, "é".getBytes(StandardCharsets.UTF_8));
        ((LargeVarCharVector) root.getVector("l")).setSafe(row, "large".getBytes(StandardCharsets.UTF_8));
        ((DateDayVector) root.getVector("y")).setSafe(row, -1);
        ((DateMilliVector) root.getVector("z")).setSafe(row, -86_400_000L);
        ((TimeStampSecVector) root.getVector("t0")).setSafe(row, -1);
        ((TimeStampMilliTZVector) root.getVector("t3")).setSafe(row, -1);
        ((TimeStampNanoVector) root.getVector("t9")).setSafe(row, -1000);
    }

    @ParameterizedTest
    @CsvSource({
        "false, NO_COMPRESSION, 8",
        "true, NO_COMPRESSION, 32",
        "false, ZSTD, 16",
        "true, ZSTD, 32",
        "false, LZ4_FRAME, 32",
        "true, LZ4_FRAME, 8"
    })
    void dictionaryEncodedColumnsAreDecodedCompressedOrNot(boolean stream, CodecType codec, int indexBits)
            throws IOException {
        Path file = folder.resolve("t.arrow");
        List<@Nullable String> words = asList("RAIL", "", null, "Straße");
        DictionaryEncoding encoding = new DictionaryEncoding(7, false, new ArrowType.Int(indexBits, true));
        Schema schema = new Schema(List.of(
                new Field("w", new FieldType(true, new ArrowType.Int(indexBits, true), encoding), null),
                field("s", ArrowType.Utf8.INSTANCE)));
        List<List<@Nullable Object>> expected = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                VarCharVector dictionary = new VarCharVector("w", allocator);
                VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            dictionary.allocateNew();
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                if (word != null) {
                    dictionary.setSafe(i, word.getBytes(StandardCharsets.UTF_8));
                }
            }
            dictionary.setValueCount(words.size());
            MapDictionaryProvider dictionaries = new MapDictionaryProvider(new Dictionary(dictionary, encoding));
            ArrowFiles.write(file, stream, root, dictionaries, codec, 3, (filled, batch) -> {
                filled.getVector(0).allocateNew();
                filled.getVector(1).allocateNew();
                for (int i = 0; i < 20_000; i++) {
                    int word = (i + batch) % 5;
                    if (word < 4) {
                        ((BaseIntVector) filled.getVector(0)).setWithPossibleTruncate(i, word);
                        ((VarCharVector) filled.getVector(1)).setSafe(i, ("x" + i).getBytes(StandardCharsets.UTF_8));
                    } else {
                        filled.getVector(0).setNull(i);
                        filled.getVector(1).setNull(i);
                    }
                    expected.add(word < 4 ? asList(words.get(word), "x" + i) : asList(null, null));
                }
                filled.setRowCount(20_000);
            });
        }

        assertThat(ArrowFiles.open(file, null).schema()).isEqualTo(TableSchema.parse("w VARCHAR, s VARCHAR"));
        assertThat(Rows.of(ArrowFiles.open(file, null), 1, RejectHandler.FAIL)).isEqualTo(expected);
    }

    @Test
    void valuesThatTheLoadCannotHoldAreRejectedByRowOfTheFile() throws IOException {
        Path file = folder.resolve("t.arrow");
        Schema schema = new Schema(List.of(
                field("t", new ArrowType.Timestamp(TimeUnit.NANOSECOND, null)),
                field("i", new ArrowType.Int(64, true)),
                field("s", ArrowType.Utf8.INSTANCE)));
        try (BufferAllocator allocator = new RootAllocator()) {
            ArrowFiles.write(file, false, schema, allocator, 3, (root, batch) -> {
                root.getFieldVectors().forEach(FieldVector::allocateNew);
                for (int i = 0; i < 10; i++) {
                    ((TimeStampNanoVector) root.getVector(0)).setSafe(i, batch == 1 && i == 2 ? 1001 : 1000);
                    ((BigIntVector) root.getVector(1)).setSafe(i, batch == 2 && i == 3 ? 40_000 : i);
                    ((VarCharVector) root.getVector(2))
                            .setSafe(i, batch == 2 && i == 9 ? new byte[] {(byte) 0xc3} : new byte[] {'x'});
                }
                root.setRowCount(10);
            });
        }
        List<RejectedRow> rejected = new ArrayList<>();

        assertThat(Rows.of(ArrowFiles.open(file, "t TIMESTAMP, i SMALLINT, s VARCHAR"), 1, rejected::add))
                .hasSize(27);
        assertThat(rejected.stream().map(RejectedRow::message))
                .containsExactly(
                        file
                                + ", row 13, column t: '1970-01-01T00:00:00.000001001' has nanoseconds, which TIMESTAMP does not hold: it"
                                + " has microseconds",
                        file + ", row 24, column i: '40000' is out of range of SMALLINT (-32768 to 32767)",
                        file + ", row 30, column s: '\uFFFD' is not valid UTF-8");
    }

    private static Field field(String name, ArrowType type) {
        return new Field(name, FieldType.nullable(type), null);
    }
}
