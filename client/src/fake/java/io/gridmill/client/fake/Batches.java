package io.gridmill.client.fake;

import io.gridmill.core.batch.BatchCodec;
import io.gridmill.core.schema.TableSchema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.RootAllocator;
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

/** Encoded batches from rows of plain values. */
public final class Batches {
    private Batches() {}

    /** @param rows values in the order of the columns: Boolean, Number, BigDecimal, String, LocalDate, LocalDateTime or null */
    @SafeVarargs
    public static byte[] encode(String columns, List<@Nullable Object>... rows) {
        TableSchema schema = TableSchema.parse(columns);
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot batch = VectorSchemaRoot.create(schema.toArrow(), allocator)) {
            for (int column = 0; column < schema.size(); column++) {
                FieldVector vector = batch.getVector(column);
                for (int row = 0; row < rows.length; row++) {
                    set(vector, row, rows[row].get(column));
                }
            }
            batch.setRowCount(rows.length);
            return BatchCodec.encode(batch);
        }
    }

    private static void set(FieldVector vector, int row, @Nullable Object value) {
        if (value == null) {
            vector.setNull(row);
        } else if (vector instanceof BitVector bits) {
            bits.setSafe(row, (Boolean) value ? 1 : 0);
        } else if (vector instanceof TinyIntVector v) {
            v.setSafe(row, ((Number) value).intValue());
        } else if (vector instanceof SmallIntVector v) {
            v.setSafe(row, ((Number) value).intValue());
        } else if (vector instanceof IntVector v) {
            v.setSafe(row, ((Number) value).intValue());
        } else if (vector instanceof BigIntVector v) {
            v.setSafe(row, ((Number) value).longValue());
        } else if (vector instanceof DecimalVector v) {
            v.setSafe(row, (BigDecimal) value);
        } else if (vector instanceof Float4Vector v) {
            v.setSafe(row, ((Number) value).floatValue());
        } else if (vector instanceof Float8Vector v) {
            v.setSafe(row, ((Number) value).doubleValue());
        } else if (vector instanceof VarCharVector v) {
            v.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
        } else if (vector instanceof DateDayVector v) {
            v.setSafe(row, (int) ((LocalDate) value).toEpochDay());
        } else if (vector instanceof TimeStampMicroVector v) {
            LocalDateTime time = (LocalDateTime) value;
            v.setSafe(row, TimeUnit.SECONDS.toMicros(time.toEpochSecond(ZoneOffset.UTC)) + time.getNano() / 1000);
        } else {
            throw new IllegalArgumentException("no fake values for " + vector.getField());
        }
    }
}
