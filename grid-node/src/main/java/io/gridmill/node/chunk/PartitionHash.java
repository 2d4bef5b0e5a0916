package io.gridmill.node.chunk;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.gridmill.core.batch.TextRows;
import io.gridmill.core.schema.ColumnType;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Which partition a row belongs to, from its partition-by columns. Part of the format: data that is in the grid was laid by it.
 *
 * <p>{@code h} begins as 0; for each column in turn {@code h = XXH3(h, v)} of two little-endian longs; the partition is {@code h}'s lowest
 * bits. {@code v} is the value of an integer type, the days of a DATE, the microseconds of a TIMESTAMP, the unscaled value of a DECIMAL
 * (XXH3 of both halves beyond a long), 1 or 0 of a BOOLEAN, the bits of a REAL or DOUBLE as a double (one 0, one NaN), XXH3 of
 * a VARCHAR's UTF-8; a fixed number for NULL. So equal keys of any integer types lie together; decimals do when their scales are equal.
 */
final class PartitionHash {
    private static final Hasher64 XXH3 = Hashing.xxh3_64();
    private static final long NULL_VALUE = 0x9E3779B97F4A7C15L;

    private final int[] columns;
    private final ColumnType[] types;
    private final int mask;
    private byte[] scratch = new byte[256];

    /** @param partitions a power of two */
    PartitionHash(int[] columns, ColumnType[] types, int partitions) {
        this.columns = columns.clone();
        this.types = types.clone();
        this.mask = partitions - 1;
    }

    /** The partition of each row of a batch. */
    int[] partitions(VectorSchemaRoot batch, TextRows.Dictionaries dictionaries) {
        long[] hashes = new long[batch.getRowCount()];
        for (int i = 0; i < columns.length; i++) {
            FieldVector vector = batch.getVector(columns[i]);
            boolean isText = types[i].kind() == ColumnType.Kind.VARCHAR;
            mix(hashes, vector, isText ? TextRows.of(vector, dictionaries) : null, types[i]);
        }
        return Arrays.stream(hashes).mapToInt(hash -> (int) hash & mask).toArray();
    }

    private void mix(long[] hashes, FieldVector vector, @Nullable TextRows texts, ColumnType type) {
        boolean nulls = vector.getValidityBuffer().capacity() > 0 && vector.getNullCount() > 0;
        long data = vector.getDataBufferAddress();
        for (int row = 0; row < hashes.length; row++) {
            long value;
            if (nulls && vector.isNull(row)) {
                value = NULL_VALUE;
            } else {
                value = texts == null ? value(data, row, type.kind()) : textHash(texts, row);
            }
            hashes[row] = XXH3.hashLongLongToLong(hashes[row], value);
        }
    }

    private static long value(long data, int row, ColumnType.Kind kind) {
        return switch (kind) {
            case BOOLEAN -> MemoryUtil.getByte(data + (row >> 3)) >> (row & 7) & 1;
            case TINYINT -> MemoryUtil.getByte(data + row);
            case SMALLINT -> MemoryUtil.getShort(data + 2L * row);
            case INTEGER, DATE -> MemoryUtil.getInt(data + 4L * row);
            case BIGINT, TIMESTAMP -> MemoryUtil.getLong(data + 8L * row);
            case DECIMAL -> {
                long low = MemoryUtil.getLong(data + 16L * row);
                long high = MemoryUtil.getLong(data + 16L * row + 8);
                yield high == low >> 63 ? low : XXH3.hashLongLongToLong(low, high);
            }
            case REAL -> bits(Float.intBitsToFloat(MemoryUtil.getInt(data + 4L * row)));
            case DOUBLE -> bits(Double.longBitsToDouble(MemoryUtil.getLong(data + 8L * row)));
            case VARCHAR -> throw new IllegalArgumentException("a text is hashed where it lies");
        };
    }

    private static long bits(double value) {
        return Double.doubleToLongBits(value + 0.0); // -0.0 + 0.0 is 0.0; the conversion knows one NaN
    }

    private long textHash(TextRows texts, int row) {
        int length = texts.length(row);
        if (scratch.length < length) {
            scratch = new byte[Math.max(length, 2 * scratch.length)];
        }
        MemoryUtil.copyFromMemory(texts.texts().getDataBufferAddress() + texts.start(row), scratch, 0, length);
        return XXH3.hashBytesToLong(scratch, 0, length);
    }
}
