package io.gridmill.compute.task;

import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.EncodedColumns;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.TaskBatch;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** A window over a pinned chunk that decodes a column when it is first asked for. Its vectors are filled again for the next window. */
final class ChunkBatch implements TaskBatch, AutoCloseable {
    private final int[] ordinals;
    private final FieldVector[] vectors;
    private final boolean[] filled;
    private @Nullable Chunk chunk;
    private int from;
    private int rows;

    /** @param ordinals of the columns in the dataset's schema */
    ChunkBatch(TableSchema input, int[] ordinals, BufferAllocator allocator) {
        this.ordinals = ordinals;
        this.filled = new boolean[ordinals.length];
        this.vectors = new FieldVector[ordinals.length];
        for (int n = 0; n < ordinals.length; n++) {
            vectors[n] = input.column(ordinals[n]).toArrow().createVector(allocator);
        }
    }

    /** @param start the first row, a multiple of 8 */
    void show(Chunk of, int start, int count) {
        chunk = of;
        from = start;
        rows = count;
        Arrays.fill(filled, false);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public FieldVector column(int n) {
        if (chunk == null) {
            throw new IllegalStateException("a batch must be read before accept() returns");
        }
        if (n < 0 || n >= vectors.length) {
            throw new IndexOutOfBoundsException(
                    "a task must ask for the columns of its plan, 0 to " + (vectors.length - 1) + ", got " + n);
        }
        FieldVector vector = vectors[n];
        if (!filled[n]) {
            EncodedColumns.fill(vector, chunk.column(ordinals[n]), from, rows);
            filled[n] = true;
        }
        return vector;
    }

    void hide() {
        chunk = null;
    }

    @Override
    public void close() {
        for (FieldVector vector : vectors) {
            vector.close();
        }
    }
}
