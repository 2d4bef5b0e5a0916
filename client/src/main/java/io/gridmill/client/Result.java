package io.gridmill.client;

import io.gridmill.core.batch.BatchCodec;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a result as Arrow batches, fetched one by one as they are asked for.
 *
 * <p>A batch belongs to the result: it is valid until {@link #next()} is called again or the result is closed, and the caller does
 * not close it. Every batch has at least one row. Close the result to free its off-heap memory. For one thread.
 */
public final class Result implements Iterator<VectorSchemaRoot>, AutoCloseable {
    static final long UNKNOWN_ROWS = -1;

    private final BatchPages pages;
    /** How many are to come; less than 0 when it is not known. */
    private long rowsLeft;

    private final BufferAllocator allocator = new RootAllocator();
    private final TableSchema schema;
    private @Nullable ArrowStreamReader shown;
    private @Nullable ArrowStreamReader ahead;
    private int nextPage = 1;

    /** @param rows of all batches, so that nobody is asked for one behind the last; or {@link #UNKNOWN_ROWS} */
    Result(BatchPages pages, long rows) {
        this.pages = pages;
        this.rowsLeft = rows;
        try {
            byte[] first = Objects.requireNonNull(pages.page(0), "a result has batch 0, if only for its schema");
            ArrowStreamReader reader = open(first, 0);
            this.ahead = reader;
            this.schema = TableSchema.fromArrow(reader.getVectorSchemaRoot().getSchema());
            loadOrClose(reader);
        } catch (IOException e) {
            close();
            throw damaged(0, e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public TableSchema schema() {
        return schema;
    }

    /** Whether there is another batch; fetches it if need be. The batch that {@link #next()} gave stays valid. */
    @Override
    public boolean hasNext() {
        while (ahead == null && nextPage > 0 && rowsLeft != 0) {
            byte[] page = pages.page(nextPage);
            if (page == null) {
                nextPage = -1;
                return false;
            }
            ahead = open(page, nextPage);
            try {
                loadOrClose(ahead);
            } catch (IOException e) {
                throw damaged(nextPage, e);
            }
            nextPage++;
        }
        return ahead != null;
    }

    @Override
    public VectorSchemaRoot next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the result has no more batches");
        }
        closeReader(shown);
        shown = ahead;
        ahead = null;
        try {
            return Objects.requireNonNull(shown).getVectorSchemaRoot();
        } catch (IOException e) {
            throw damaged(nextPage - 1, e);
        }
    }

    @Override
    public void close() {
        nextPage = -1;
        closeReader(shown);
        closeReader(ahead);
        shown = null;
        ahead = null;
        allocator.close();
    }

    /** A length that is no length would make Arrow allocate gigabytes, so the start of the stream is looked at before. */
    private ArrowStreamReader open(byte[] page, int index) {
        ByteBuffer start = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        if (page.length < 2 * Integer.BYTES
                || start.getInt() != MessageSerializer.IPC_CONTINUATION_TOKEN
                || start.getInt() < 0
                || start.getInt(Integer.BYTES) > page.length) {
            throw new GridmillException(
                    ErrorCode.INTERNAL,
                    "a batch of a result must be an Arrow stream, got " + page.length + " other bytes [batch=" + index
                            + "]");
        }
        return BatchCodec.open(page, allocator);
    }

    private void loadOrClose(ArrowStreamReader reader) throws IOException {
        if (!reader.loadNextBatch() || reader.getVectorSchemaRoot().getRowCount() == 0) {
            ahead = null;
            reader.close();
        } else if (rowsLeft > 0) {
            rowsLeft -= reader.getVectorSchemaRoot().getRowCount();
        }
    }

    private static void closeReader(@Nullable ArrowStreamReader reader) {
        if (reader != null) {
            try {
                reader.close();
            } catch (IOException e) {
                throw new GridmillException(ErrorCode.INTERNAL, "cannot close a batch: " + e.getMessage(), e);
            }
        }
    }

    private static GridmillException damaged(int index, IOException e) {
        return new GridmillException(
                ErrorCode.INTERNAL,
                "a batch of a result must be an Arrow stream, but it cannot be read [batch=" + index + "]: "
                        + e.getMessage(),
                e);
    }
}
