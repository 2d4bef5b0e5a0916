package io.gridmill.core.batch;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/**
 * A batch as bytes: one uncompressed Arrow IPC stream (schema, at most one record batch, end), the form in which results are
 * journalled, kept in the grid and sent to clients.
 */
public final class BatchCodec {
    private BatchCodec() {}

    public static byte[] encode(VectorSchemaRoot batch) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ArrowStreamWriter writer = new ArrowStreamWriter(batch, null, Channels.newChannel(bytes))) {
            writer.start();
            if (batch.getRowCount() > 0) {
                writer.writeBatch();
            }
            writer.end();
        } catch (IOException e) {
            throw new GridmillException(
                    ErrorCode.INTERNAL,
                    "cannot encode a batch of " + batch.getRowCount() + " rows: " + e.getMessage(),
                    e);
        }
        return bytes.toByteArray();
    }

    /** Opens an encoded batch; {@link ArrowStreamReader#loadNextBatch()} fills its root, once. The caller closes the reader. */
    public static ArrowStreamReader open(byte[] encoded, BufferAllocator allocator) {
        return new ArrowStreamReader(new ByteArrayInputStream(encoded), allocator);
    }
}
