package io.gridmill.core.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.schema.ColumnType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkRoundTripTest {
    static Stream<ColumnType> types() {
        return Stream.of(
                ColumnType.BOOLEAN,
                ColumnType.TINYINT,
                ColumnType.SMALLINT,
                ColumnType.INTEGER,
                ColumnType.BIGINT,
                ColumnType.decimal(9, 2),
                ColumnType.decimal(18, 0),
                ColumnType.decimal(38, 6),
                ColumnType.REAL,
                ColumnType.DOUBLE,
                ColumnType.VARCHAR,
                ColumnType.DATE,
                ColumnType.TIMESTAMP);
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyValueOfEveryTypeComesBackFromAnyRangeOfABatch(ColumnType type) {
        for (long seed = 0; seed < 150; seed++) {
            Random random = new Random(~seed);
            int rows = 1 + random.nextInt(700);
            int from = random.nextInt(rows);
            int count = 1 + random.nextInt(rows - from);
            assertRoundTrip(type, GeneratedBatch.random(type, rows, seed), from, count, "seed " + seed);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void aFullChunkComesBack(ColumnType type) {
        for (long seed = 1000; seed < 1003; seed++) {
            assertRoundTrip(type, GeneratedBatch.random(type, 65_536, seed), 0, 65_536, "seed " + seed);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void aColumnOfNullsHasNoZoneMap(ColumnType type) {
        List<@Nullable Object> values = new ArrayList<>(Arrays.asList(new Object[1000]));
        ColumnHeader header =
                assertRoundTrip(type, values, 0, 1000, "NULLs").columns().get(0);
        assertThat(header.nullCount()).isEqualTo(1000);
        assertThat(header.min()).isNull();
        assertThat(header.max()).isNull();
    }

    @Test
    void theExtremesOfALongComeBackWithAndWithoutNulls() {
        for (ColumnType type : List.of(ColumnType.BIGINT, ColumnType.TIMESTAMP)) {
            assertRoundTrip(type, List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L), 0, 4, "extremes");
            assertRoundTrip(type, Arrays.asList(Long.MIN_VALUE, null, Long.MAX_VALUE), 0, 3, "extremes");
            assertRoundTrip(type, Arrays.asList(Long.MAX_VALUE - 1, null, Long.MAX_VALUE), 0, 3, "upper end");
            assertRoundTrip(type, Arrays.asList(Long.MIN_VALUE, null, Long.MIN_VALUE + 255), 0, 3, "lower end");
            assertRoundTrip(type, Arrays.asList(1L, null, Long.MAX_VALUE), 0, 3, "positive");
            assertRoundTrip(type, Arrays.asList(Long.MIN_VALUE, null, -1L), 0, 3, "negative");
            assertRoundTrip(type, Arrays.asList(-2L, null, Long.MAX_VALUE - 1), 0, 3, "a range beyond a long");
        }
    }

    @Test
    void aDecimalBeyondALongComesBackAndItsZoneMapKeepsTheBoundThatFits() {
        BigInteger wide = BigInteger.TEN.pow(37);
        List<@Nullable Object> values = Arrays.asList(wide, null, BigInteger.valueOf(-5), BigInteger.ONE.shiftLeft(63));
        ColumnHeader header = assertRoundTrip(ColumnType.decimal(38, 3), values, 0, 4, "wide")
                .columns()
                .get(0);
        assertThat(header.encoding()).isEqualTo(Encoding.DECIMAL128);
        assertThat(header.min()).isEqualTo(-5L);
        assertThat(header.max()).isNull();
    }

    @Test
    void doublesKeepEveryBit() {
        double odd = Double.longBitsToDouble(0x7ff8000000000123L);
        List<Object> values = List.of(0.0, -0.0, odd, Double.POSITIVE_INFINITY, Double.MIN_VALUE);
        ColumnHeader header = assertRoundTrip(ColumnType.DOUBLE, values, 0, 5, "bits")
                .columns()
                .get(0);
        assertThat(header.min()).isNull();
        assertThat(header.max()).isNull();
    }

    @Test
    void aBatchOfManyRowsBecomesChunksOf65536Rows() {
        List<Object> values = new ArrayList<>();
        for (long i = 0; i < 140_000; i++) {
            values.add(i);
        }
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot batch = GeneratedBatch.of(ColumnType.BIGINT, values, allocator)) {
            List<Chunk> chunks = InMemoryChunks.of(batch, GeneratedBatch.schema(ColumnType.BIGINT), allocator);
            assertThat(chunks).extracting(Chunk::rows).containsExactly(65_536, 65_536, 8_928);
            assertThat(chunks.get(2).header().columns().get(0).max()).isEqualTo(139_999L);
            chunks.forEach(Chunk::close);
            chunks.get(0).close(); // twice is harmless
        }
    }

    /** Encodes, decodes, compares each value, checks what the column promises, and returns the header. */
    private static ChunkHeader assertRoundTrip(
            ColumnType type, List<? extends @Nullable Object> values, int from, int count, String what) {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot batch = GeneratedBatch.of(type, values, allocator)) {
            EncodedChunk chunk = ChunkEncoder.encode(batch, from, count, GeneratedBatch.schema(type));
            assertThat(ChunkHeaderCodec.decode(ChunkHeaderCodec.encode(chunk.header())))
                    .isEqualTo(chunk.header());
            ColumnHeader header = chunk.header().columns().get(0);
            ColumnDecoder.verify(chunk.columns()[0], header, what);
            EncodedColumn column = ColumnDecoder.decode(chunk.columns()[0], type, allocator);
            try (FieldVector back = EncodedColumns.toVector(column, "c", allocator)) {
                FieldVector original = batch.getVector(0);
                assertThat(back.getField()).isEqualTo(original.getField());
                int nulls = 0;
                for (int i = 0; i < count; i++) {
                    assertThat(back.getObject(i)).as("%s, row %d", what, i).isEqualTo(original.getObject(from + i));
                    nulls += back.isNull(i) ? 1 : 0;
                }
                assertThat(column.nullCount()).isEqualTo(nulls).isEqualTo(header.nullCount());
                assertThat(column.encoding()).isEqualTo(header.encoding());
                assertThat(column.dataAddress() & 63).isZero();
                assertThat(column.validityAddress() & 63).isZero();
                assertThat(column.offsetsAddress() & 63).isZero();
                assertThat(column.dictionaryAddress() & 63).isZero();
                ZoneMaps.assertHolds(header, values.subList(from, from + count), what);
            } finally {
                column.buffer().close();
            }
            return chunk.header();
        }
    }
}
