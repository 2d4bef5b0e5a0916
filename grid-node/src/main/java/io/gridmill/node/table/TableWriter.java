package io.gridmill.node.table;

import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.node.grid.RegionRoom;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.ignite.IgniteBinary;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.binary.BinaryObjectBuilder;
import org.jspecify.annotations.Nullable;

/** Writes batches into a cache, an entry a row. Not thread-safe. */
final class TableWriter {
    private static final int ROWS_A_PUT = 2048;
    /** What an entry takes beside its values, and each of its fields, at most, in bytes. */
    private static final int BYTES_A_ROW = 128;

    private static final int BYTES_A_FIELD = 8;

    private final IgniteCache<UUID, Object> cache;
    private final IgniteBinary binary;
    private final String rowType;
    private final TableSchema schema;
    private final RegionRoom room;
    private final Map<UUID, Object> rows = new HashMap<>();
    private long written;

    TableWriter(
            IgniteCache<UUID, Object> cache, IgniteBinary binary, String rowType, TableSchema schema, RegionRoom room) {
        this.cache = cache;
        this.binary = binary;
        this.rowType = rowType;
        this.schema = schema;
        this.room = room;
    }

    /** @throws io.gridmill.core.error.GridmillException RESOURCE when there is no room for the batch */
    void add(VectorSchemaRoot batch) {
        long values = 0;
        for (FieldVector vector : batch.getFieldVectors()) {
            values += vector.getBufferSize();
        }
        room.require(
                values + (long) batch.getRowCount() * (BYTES_A_ROW + (long) schema.size() * BYTES_A_FIELD),
                "table cache=" + cache.getName());
        for (int row = 0; row < batch.getRowCount(); row++) {
            BinaryObjectBuilder builder = binary.builder(rowType);
            for (int i = 0; i < schema.size(); i++) {
                set(builder, schema.column(i), SqlColumn.value(schema.column(i), batch.getVector(i), row));
            }
            rows.put(new UUID(0, written++), builder.build());
            if (rows.size() == ROWS_A_PUT) {
                flush();
            }
        }
    }

    /** The type of a field must be known also where its value is not. */
    @SuppressWarnings("unchecked")
    private static void set(BinaryObjectBuilder builder, Column column, @Nullable Object value) {
        builder.setField(SqlColumn.name(column), value, (Class<@Nullable Object>) SqlColumn.javaType(column));
    }

    private void flush() {
        if (!rows.isEmpty()) {
            cache.putAll(rows);
            rows.clear();
        }
    }

    /** Writes what is left, and compares what the cache has with what it should. */
    void finish(long expectedRows) {
        flush();
        long stored = cache.sizeLong();
        if (stored != expectedRows || written != expectedRows) {
            throw new IllegalStateException("a table's cache must hold " + expectedRows + " rows, got " + stored
                    + " of " + written + " written [cache=" + Objects.toString(cache.getName()) + "]");
        }
    }
}
