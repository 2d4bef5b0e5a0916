package io.gridmill.core.chunk;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Chunks made of a batch without a grid: for system datasets and tests. */
public final class InMemoryChunks {
    /** The most rows of a chunk. */
    public static final int MAX_ROWS = 65_536;

    private InMemoryChunks() {}

    /**
     * All rows of a batch as chunks of partition 0, each with all columns; none for an empty batch. Each owns its memory: the
     * caller closes every one of them, and keeps the batch. Not to be shared between threads while it is being closed.
     */
    public static List<Chunk> of(VectorSchemaRoot batch, TableSchema schema, BufferAllocator allocator) {
        List<Chunk> chunks = new ArrayList<>();
        try {
            for (int from = 0; from < batch.getRowCount(); from += MAX_ROWS) {
                int rows = Math.min(MAX_ROWS, batch.getRowCount() - from);
                chunks.add(decode(ChunkEncoder.encode(batch, from, rows, schema), schema, allocator));
            }
        } catch (RuntimeException e) {
            chunks.forEach(Chunk::close);
            throw e;
        }
        return chunks;
    }

    /** An encoded chunk as one of partition 0, with all columns; the caller closes it. */
    public static Chunk decode(EncodedChunk encoded, TableSchema schema, BufferAllocator allocator) {
        List<EncodedColumn> columns = new ArrayList<>();
        try {
            for (int i = 0; i < schema.size(); i++) {
                columns.add(ColumnDecoder.decode(
                        encoded.columns()[i], schema.column(i).type(), allocator));
            }
        } catch (RuntimeException e) {
            columns.forEach(column -> column.buffer().close());
            throw e;
        }
        return new InMemoryChunk(encoded.header(), columns);
    }

    private static final class InMemoryChunk implements Chunk {
        private final ChunkHeader header;
        private final List<EncodedColumn> columns;
        private boolean closed;

        InMemoryChunk(ChunkHeader header, List<EncodedColumn> columns) {
            this.header = header;
            this.columns = List.copyOf(columns);
        }

        @Override
        public int partition() {
            return 0;
        }

        @Override
        public ChunkHeader header() {
            return header;
        }

        @Override
        public EncodedColumn column(int ordinal) {
            if (closed) {
                throw GridmillException.internal(
                        "a column must be read before its chunk is closed, got ordinal " + ordinal);
            }
            return columns.get(ordinal);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                columns.forEach(column -> column.buffer().close());
            }
        }
    }
}
