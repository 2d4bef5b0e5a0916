package io.gridmill.node.result;

import io.gridmill.core.batch.BatchCodec;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.core.sink.BatchInput;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.jspecify.annotations.Nullable;

/** The batches of a committed attempt, read from the grid one at a time. Not thread-safe. */
public final class CommittedBatches implements BatchInput, AutoCloseable {
    private final ResultStore store;
    private final AttemptId attempt;
    private final int count;
    private final BufferAllocator allocator;
    private int next;
    private @Nullable ArrowStreamReader reader;

    public CommittedBatches(ResultStore store, AttemptId attempt, int count, BufferAllocator allocator) {
        this.store = store;
        this.attempt = attempt;
        this.count = count;
        this.allocator = allocator;
    }

    @Override
    public @Nullable VectorSchemaRoot next() {
        close();
        if (next == count) {
            return null;
        }
        byte[] encoded = store.get(attempt, next);
        if (encoded == null) {
            throw GridmillException.resource(
                    "batch " + next + " of " + count + " is not in the grid [attempt=" + attempt.token() + "]");
        }
        next++;
        try {
            ArrowStreamReader opened = BatchCodec.open(encoded, allocator);
            reader = opened;
            opened.loadNextBatch();
            return opened.getVectorSchemaRoot();
        } catch (IOException e) {
            throw new GridmillException(
                    ErrorCode.INTERNAL,
                    "cannot decode batch " + (next - 1) + " of attempt " + attempt.token() + ": " + e.getMessage(),
                    e);
        }
    }

    /** Frees the batch that was handed out last. */
    @Override
    public void close() {
        if (reader != null) {
            try {
                reader.close();
            } catch (IOException e) {
                throw new GridmillException(ErrorCode.INTERNAL, "cannot close a batch in memory: " + e.getMessage(), e);
            } finally {
                reader = null;
            }
        }
    }
}
