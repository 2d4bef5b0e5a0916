package io.gridmill.node.chunk;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.chunk.ChunkEncoder;
import io.gridmill.core.chunk.EncodedChunk;
import io.gridmill.core.chunk.InMemoryChunks;
import io.gridmill.core.schema.TableSchema;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** An open chunk: gathers rows until it has {@value #MAX_ROWS} or one of its columns reaches {@value #MAX_COLUMN_BYTES} bytes. Not thread-safe. */
final class ChunkBuilder implements AutoCloseable {
    static final int MAX_ROWS = InMemoryChunks.MAX_ROWS;
    /** Of strings before they are encoded; other columns end at the rows. */
    static final int MAX_COLUMN_BYTES = 2 << 20;

    private final TableSchema schema;
    private final List<ColumnBuilder> columns;
    private int rows;

    ChunkBuilder(TableSchema schema, BufferAllocator allocator) {
        this.schema = schema;
        this.columns = IntStream.range(0, schema.size())
                .mapToObj(i -> ColumnBuilder.of(schema.column(i), i, allocator))
                .toList();
    }

    /**
     * Appends as many of the rows as it has room for, at least one; {@code chosen} is as in {@link ColumnBuilder#append}.
     *
     * @return rows taken; the builder is full when these are not all
     */
    int append(
            VectorSchemaRoot batch, TextRows.Dictionaries dictionaries, int @Nullable [] chosen, int from, int count) {
        int taken = room(batch, dictionaries, chosen, from, Math.min(count, MAX_ROWS - rows));
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).append(batch.getVector(i), dictionaries, chosen, from, taken);
        }
        rows += taken;
        return taken;
    }

    /** How many of the rows it would take. */
    int room(VectorSchemaRoot batch, TextRows.Dictionaries dictionaries, int @Nullable [] chosen, int from, int count) {
        int room = count;
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i) instanceof TextColumnBuilder column) {
                TextRows texts = TextRows.of(batch.getVector(i), dictionaries);
                room = StringLengths.rowsUntil(
                        MAX_COLUMN_BYTES - column.stringColumnBytes(), texts, chosen, from, room);
            }
        }
        return room;
    }

    boolean isFull() {
        return rows == MAX_ROWS || columns.stream().anyMatch(column -> column.stringColumnBytes() >= MAX_COLUMN_BYTES);
    }

    boolean isEmpty() {
        return rows == 0;
    }

    long sizeBytes() {
        return columns.stream().mapToLong(ColumnBuilder::sizeBytes).sum();
    }

    /**
     * The rows as a chunk; the builder is empty afterwards. It must not be empty before.
     *
     * @param keptBytes up to so much memory is kept for the next chunk; more is freed
     */
    EncodedChunk seal(long keptBytes) {
        VectorSchemaRoot batch =
                new VectorSchemaRoot(columns.stream().map(ColumnBuilder::vector).toList());
        batch.setRowCount(rows);
        EncodedChunk chunk =
                ChunkEncoder.encode(batch, number -> columns.get((int) number).dictionary(), 0, rows, schema);
        boolean keep = sizeBytes() <= keptBytes;
        columns.forEach(column -> column.restart(keep));
        rows = 0;
        return chunk;
    }

    @Override
    public void close() {
        columns.forEach(ColumnBuilder::close);
    }
}
