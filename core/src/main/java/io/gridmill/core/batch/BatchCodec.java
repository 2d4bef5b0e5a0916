package io.gridmill.core.batch;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * A batch as bytes: one uncompressed Arrow IPC stream (schema, at most one record batch, end), the form in which results are
 * journalled, kept in the grid and sent to clients.
 */
public final class BatchCodec {
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 16;

    private BatchCodec() {}

    /** Counts first, so that the only large array is the one that is returned, and values are copied once. */
    public static byte[] encode(VectorSchemaRoot batch) {
        long length = write(batch, null);
        if (length > LONGEST_ARRAY) {
            throw GridmillException.resource(
                    "a batch must encode to at most " + LONGEST_ARRAY + " bytes, got " + length);
        }
        byte[] bytes = new byte[(int) length];
        write(batch, bytes);
        return bytes;
    }

    private static long write(VectorSchemaRoot batch, byte @Nullable [] into) {
        Written written = new Written(into);
        try (ArrowStreamWriter writer = new ArrowStreamWriter(batch, null, written)) {
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
        return written.length;
    }

    /** Opens an encoded batch; {@link ArrowStreamReader#loadNextBatch()} fills its root, once. The caller closes the reader. */
    public static ArrowStreamReader open(byte[] encoded, BufferAllocator allocator) {
        return new ArrowStreamReader(new Read(encoded), allocator);
    }

    /** Counts what is written, and keeps it where there is an array for it. */
    private static final class Written implements WritableByteChannel {
        private final byte @Nullable [] into;
        private long length;

        Written(byte @Nullable [] into) {
            this.into = into;
        }

        @Override
        public int write(ByteBuffer bytes) {
            int count = bytes.remaining();
            if (into == null) {
                bytes.position(bytes.limit());
            } else {
                bytes.get(into, (int) length, count);
            }
            length += count;
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** Reads an array. */
    private static final class Read implements ReadableByteChannel {
        private final ByteBuffer bytes;

        Read(byte[] bytes) {
            this.bytes = ByteBuffer.wrap(bytes);
        }

        @Override
        public int read(ByteBuffer into) {
            int count = Math.min(bytes.remaining(), into.remaining());
            if (count == 0 && into.hasRemaining()) {
                return -1;
            }
            into.put(into.position(), bytes, bytes.position(), count);
            into.position(into.position() + count);
            bytes.position(bytes.position() + count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
