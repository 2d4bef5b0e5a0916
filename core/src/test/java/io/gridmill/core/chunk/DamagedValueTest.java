package io.gridmill.core.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DamagedValueTest {
    private static final List<@Nullable Object> REPEATED = new ArrayList<>();
    private static final List<@Nullable Object> DISTINCT = new ArrayList<>();
    /** So much text that it is compressed. */
    private static final List<@Nullable Object> LONG = new ArrayList<>();

    static {
        for (int i = 0; i < 99; i++) {
            REPEATED.add(i % 5 == 0 ? null : "text " + i % 3);
            DISTINCT.add(i % 5 == 0 ? null : "text " + i);
            LONG.add(i % 5 == 0 ? null : ("text " + i + " ").repeat(20));
        }
    }

    @Test
    void foreignBytesAreRefused() {
        assertRefused(new byte[10], ColumnType.VARCHAR, "must have a header of 64 bytes, got 10");
        assertRefused(new byte[100], ColumnType.VARCHAR, "must begin with GMC1, got 0x0");
    }

    @Test
    void aLaterVersionOrAnUnknownFlagIsRefused() {
        assertRefused(
                with(encode(ColumnType.VARCHAR, REPEATED), 4, 2), ColumnType.VARCHAR, "must have version 1, got 2");
        assertRefused(with(encode(ColumnType.VARCHAR, REPEATED), 7, 2), ColumnType.VARCHAR, "must have no flags");
    }

    @Test
    void anotherTypeIsRefused() {
        byte[] value = encode(ColumnType.decimal(9, 2), List.of(BigInteger.ONE));
        assertRefused(
                value, ColumnType.decimal(9, 3), "must be of type DECIMAL(9, 3), got kind 5, precision 9, scale 2");
    }

    @Test
    void aTruncatedValueIsRefusedAtEveryLength() {
        for (byte[] value : List.of(
                encode(ColumnType.VARCHAR, REPEATED),
                encode(ColumnType.VARCHAR, DISTINCT),
                encode(ColumnType.VARCHAR, LONG))) {
            for (int length = 0; length < value.length; length++) {
                assertRefused(Arrays.copyOf(value, length), ColumnType.VARCHAR, "an encoded column must");
            }
        }
    }

    @Test
    void offsetsAndCodesThatPointOutsideAreRefused() {
        byte[] plain = encode(ColumnType.VARCHAR, DISTINCT);
        int offsets = offsetsAt(Encoding.UTF8, plain, 99);
        assertRefused(with(plain, offsets + 4 * 50 + 3, 0x7f), ColumnType.VARCHAR, "must have offsets that never fall");
        assertRefused(with(plain, offsets + 4 * 50 + 3, 0x80), ColumnType.VARCHAR, "must have offsets that never fall");
        assertRefused(with(plain, offsets, 1), ColumnType.VARCHAR, "must have offsets that begin with 0, got 1");
        byte[] coded = encode(ColumnType.VARCHAR, REPEATED);
        assertRefused(
                with(coded, 128 + 7, 3), ColumnType.VARCHAR, "must have codes below its dictionary's size 3, got 3");
        assertRefused(with(coded, 64, 0), ColumnType.VARCHAR, "must have 20 NULL rows");
    }

    @Test
    void anySingleByteMayBeWrongWithoutACrash() {
        Random random = new Random(7);
        for (byte[] value : List.of(
                encode(ColumnType.VARCHAR, REPEATED),
                encode(ColumnType.VARCHAR, DISTINCT),
                encode(ColumnType.VARCHAR, LONG))) {
            for (int at = 0; at < value.length; at++) {
                byte[] damaged = with(value, at, random.nextInt(256));
                try (BufferAllocator allocator = new RootAllocator()) {
                    EncodedColumn column = ColumnDecoder.decode(damaged, ColumnType.VARCHAR, allocator);
                    EncodedColumns.toVector(column, "c", allocator).close();
                    column.buffer().close();
                } catch (GridmillException e) {
                    assertThat(e).hasMessageStartingWith("an encoded column must");
                }
            }
        }
    }

    @Test
    void aCompressedValueMustBeAFrameOfTheSizeThatItsHeaderAsksFor() {
        byte[] value = encode(ColumnType.VARCHAR, LONG);
        assertThat(value[ColumnFormat.FLAGS_AT]).isEqualTo(ValueCompression.ZSTD);
        assertThat(value.length).isLessThan(4000);
        assertRefused(with(value, 64, 0), ColumnType.VARCHAR, "must have a frame of zstd with 1 to 67108864 bytes");
        byte[] other = with(value, ColumnFormat.ROWS_AT + 1, 1); // 99 + 256 rows
        assertRefused(other, ColumnType.VARCHAR, "bytes that its header asks for");
        byte[] huge = Arrays.copyOf(value, 64 + 18);
        byte[] frame = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xe0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0};
        System.arraycopy(frame, 0, huge, 64, frame.length); // one that says it has 4 GiB
        assertRefused(huge, ColumnType.VARCHAR, "1 to 67108864 bytes, got 4294967296");
        byte[] plain = with(encode(ColumnType.VARCHAR, DISTINCT), ColumnFormat.FLAGS_AT, ValueCompression.ZSTD);
        assertRefused(plain, ColumnType.VARCHAR, "must have a frame of zstd");
    }

    @Test
    void verifyingFindsAnyChangedByte() {
        byte[] value = encode(ColumnType.VARCHAR, REPEATED);
        ColumnHeader header =
                new ColumnHeader(Encoding.DICTIONARY, 20, null, null, value.length, value.length, Digests.of(value));
        ColumnDecoder.verify(value, header, "dataset=t");
        byte[] changed = with(value, value.length - 1, value[value.length - 1] + 1);
        assertThatThrownBy(() -> ColumnDecoder.verify(changed, header, "dataset=t, partition=3"))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining("must have the digest")
                .hasMessageEndingWith("[dataset=t, partition=3]");
        assertThatThrownBy(() -> ColumnDecoder.verify(new byte[3], header, "dataset=t"))
                .hasMessageContaining("must have the " + value.length + " bytes of its header, got 3");
    }

    @Test
    void aDamagedHeaderIsRefused() {
        ColumnHeader column = new ColumnHeader(Encoding.UTF8, 1, "a", "ü", 320, 640, 99);
        byte[] header = ChunkHeaderCodec.encode(new ChunkHeader(1, 5, List.of(column)));
        for (int at = 0; at < header.length; at++) {
            byte[] damaged = with(header, at, header[at] ^ 0x10);
            assertThatThrownBy(() -> ChunkHeaderCodec.decode(damaged)).isInstanceOf(GridmillException.class);
            byte[] cut = Arrays.copyOf(header, at);
            assertThatThrownBy(() -> ChunkHeaderCodec.decode(cut)).isInstanceOf(GridmillException.class);
        }
    }

    @Test
    void aBatchThatIsNotOfItsSchemaIsRefused() {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot batch = GeneratedBatch.of(ColumnType.BIGINT, List.of(1L), allocator)) {
            TableSchema other = GeneratedBatch.schema(ColumnType.INTEGER);
            assertThatThrownBy(() -> ChunkEncoder.encode(batch, 0, 1, other))
                    .hasMessageContaining("column c must be Int(32, true) in its batch, got Int(64, true)");
            TableSchema wider = TableSchema.of(new Column("c", ColumnType.BIGINT), new Column("d", ColumnType.BIGINT));
            assertThatThrownBy(() -> ChunkEncoder.encode(batch, 0, 1, wider))
                    .hasMessageContaining("a batch must have the 2 columns of its schema, got 1");
            TableSchema schema = GeneratedBatch.schema(ColumnType.BIGINT);
            assertThatThrownBy(() -> ChunkEncoder.encode(batch, 0, 2, schema))
                    .hasMessageContaining("must lie in its batch of 1 rows, got 2 rows from row 0");
            assertThatThrownBy(() -> ChunkEncoder.encode(batch, 0, 0, schema)).hasMessageContaining("got 0 rows");
        }
    }

    private static int offsetsAt(Encoding encoding, byte[] value, int rows) {
        int stringBytes = LittleEndian.getInt(value, ColumnFormat.STRING_BYTES_AT);
        return ValueLayout.of(encoding, rows, true, 0, 0, stringBytes).offsetsAt();
    }

    private static byte[] with(byte[] value, int at, int replacement) {
        byte[] damaged = value.clone();
        damaged[at] = (byte) replacement;
        return damaged;
    }

    private static byte[] encode(ColumnType type, List<? extends @Nullable Object> values) {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot batch = GeneratedBatch.of(type, values, allocator)) {
            return ChunkEncoder.encode(batch, 0, values.size(), GeneratedBatch.schema(type))
                    .columns()[0];
        }
    }

    private static void assertRefused(byte[] value, ColumnType type, String message) {
        try (BufferAllocator allocator = new RootAllocator()) {
            assertThatThrownBy(() -> ColumnDecoder.decode(value, type, allocator))
                    .isInstanceOf(GridmillException.class)
                    .hasMessageContaining(message);
        }
    }
}
