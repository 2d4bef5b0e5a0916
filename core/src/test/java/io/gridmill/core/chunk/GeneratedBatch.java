package io.gridmill.core.chunk;

import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Batches of one column, made of Java values: whole numbers as Long (DECIMAL as BigInteger), others as their Java types. */
final class GeneratedBatch {
    private GeneratedBatch() {}

    static TableSchema schema(ColumnType type) {
        return TableSchema.of(new Column("c", type));
    }

    static VectorSchemaRoot of(ColumnType type, List<? extends @Nullable Object> values, BufferAllocator allocator) {
        FieldVector vector = new Column("c", type).toArrow().createVector(allocator);
        vector.setInitialCapacity(values.size());
        vector.allocateNew();
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value != null) {
                set(vector, i, value, type);
            }
        }
        vector.setValueCount(values.size());
        VectorSchemaRoot batch = new VectorSchemaRoot(List.of(vector));
        batch.setRowCount(values.size());
        return batch;
    }

    private static void set(FieldVector vector, int row, Object value, ColumnType type) {
        switch (type.kind()) {
            case BOOLEAN -> ((BitVector) vector).setSafe(row, (Boolean) value ? 1 : 0);
            case TINYINT -> ((TinyIntVector) vector).setSafe(row, ((Long) value).byteValue());
            case SMALLINT -> ((SmallIntVector) vector).setSafe(row, ((Long) value).shortValue());
            case INTEGER -> ((IntVector) vector).setSafe(row, ((Long) value).intValue());
            case BIGINT -> ((BigIntVector) vector).setSafe(row, (Long) value);
            case DECIMAL -> ((DecimalVector) vector).setSafe(row, new BigDecimal((BigInteger) value, type.scale()));
            case REAL -> ((Float4Vector) vector).setSafe(row, (Float) value);
            case DOUBLE -> ((Float8Vector) vector).setSafe(row, (Double) value);
            case VARCHAR -> ((VarCharVector) vector).setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
            case DATE -> ((DateDayVector) vector).setSafe(row, ((Long) value).intValue());
            case TIMESTAMP -> ((TimeStampMicroVector) vector).setSafe(row, (Long) value);
        }
    }

    /** Values whose spread (bits of range, length and variety of strings) and share of NULLs come from the seed. */
    static List<@Nullable Object> random(ColumnType type, int rows, long seed) {
        Random random = new Random(seed);
        int nullPercent = new int[] {0, 0, 5, 50, 100}[random.nextInt(5)];
        int bits = 1 + random.nextInt(64);
        int variety = 1 << random.nextInt(17);
        long base = random.nextBoolean() ? random.nextLong() : random.nextInt(1000);
        List<@Nullable Object> values = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            values.add(random.nextInt(100) < nullPercent ? null : value(type, random, base, bits, variety));
        }
        return values;
    }

    private static Object value(ColumnType type, Random random, long base, int bits, int variety) {
        long number = random.nextInt(500) == 0 && bits > 60
                ? (random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE)
                : base + (random.nextLong() >>> (64 - bits));
        return switch (type.kind()) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> (long) (byte) number;
            case SMALLINT -> (long) (short) number;
            case INTEGER, DATE -> (long) (int) number;
            case BIGINT, TIMESTAMP -> number;
            case DECIMAL -> {
                BigInteger limit = BigInteger.TEN.pow(type.precision());
                yield new BigInteger(Math.min(2 * bits, 126), random)
                        .add(BigInteger.valueOf(base))
                        .remainder(limit);
            }
            case REAL -> random.nextInt(20) == 0 ? Float.NaN : (float) number / 7;
            case DOUBLE -> random.nextInt(20) == 0 ? -0.0 : (double) number / 7;
            case VARCHAR -> text(random.nextInt(variety), bits);
        };
    }

    /** Any string of a number: empty for 0, of other lengths and scripts for others. */
    private static String text(int number, int bits) {
        if (number == 0) {
            return "";
        }
        String[] scripts = {"a", "é", "漢", "😀", "\u0000", "z\uFFFD", "Gridmill"};
        return scripts[number % scripts.length].repeat(1 + number % (1 + bits / 8)) + number;
    }
}
