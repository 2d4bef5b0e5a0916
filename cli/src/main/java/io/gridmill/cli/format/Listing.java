package io.gridmill.cli.format;

import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** A few rows made here rather than by a job, in the same formats as results. */
public final class Listing {
    private final TableSchema schema;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    /** @param columns of type VARCHAR, INTEGER, BIGINT or TIMESTAMP, as {@link TableSchema#parse} reads them */
    public Listing(String columns) {
        this.schema = TableSchema.parse(columns);
    }

    /** @param values String, Integer, Long or Instant as the columns want them, or null */
    public Listing row(@Nullable Object... values) {
        rows.add(Arrays.asList(values));
        return this;
    }

    public TableSchema schema() {
        return schema;
    }

    /** Writes all rows, and ends the writer. */
    public void write(RowsWriter writer) throws IOException {
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot batch = VectorSchemaRoot.create(schema.toArrow(), allocator)) {
            for (int row = 0; row < rows.size(); row++) {
                for (int column = 0; column < schema.size(); column++) {
                    set(batch.getVector(column), row, rows.get(row).get(column), schema.column(column));
                }
            }
            batch.setRowCount(rows.size());
            if (!rows.isEmpty()) {
                writer.write(batch);
            }
            writer.end();
        }
    }

    private static void set(FieldVector vector, int row, @Nullable Object value, Column column) {
        if (value == null) {
            vector.setNull(row);
            return;
        }
        switch (column.type().kind()) {
            case VARCHAR -> ((VarCharVector) vector).setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
            case INTEGER -> ((IntVector) vector).setSafe(row, (Integer) value);
            case BIGINT -> ((BigIntVector) vector).setSafe(row, (Long) value);
            case TIMESTAMP ->
                ((TimeStampMicroVector) vector).setSafe(row, ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value));
            default ->
                throw new IllegalArgumentException(
                        "a listing has no " + column.type() + " [column=" + column.name() + "]");
        }
    }
}
