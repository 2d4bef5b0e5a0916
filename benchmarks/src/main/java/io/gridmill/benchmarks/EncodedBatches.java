package io.gridmill.benchmarks;

import io.gridmill.core.batch.BatchCodec;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;

/** Encoded batches, decoded one by one, each open until the next or until all are closed. For one thread. */
public final class EncodedBatches implements Iterator<VectorSchemaRoot>, AutoCloseable {
    private final Iterator<byte[]> encoded;
    private final BufferAllocator allocator;
    private final List<ArrowStreamReader> open = new ArrayList<>();

    public EncodedBatches(List<byte[]> encoded, BufferAllocator allocator) {
        this.encoded = encoded.iterator();
        this.allocator = allocator;
    }

    @Override
    public boolean hasNext() {
        return encoded.hasNext();
    }

    @Override
    public VectorSchemaRoot next() {
        close();
        try {
            ArrowStreamReader reader = BatchCodec.open(encoded.next(), allocator);
            open.add(reader);
            reader.loadNextBatch();
            return reader.getVectorSchemaRoot();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    @Override
    public void close() {
        for (ArrowStreamReader reader : open) {
            try {
                reader.close();
            } catch (IOException e) {
                throw damaged(e);
            }
        }
        open.clear();
    }

    private static GridmillException damaged(IOException e) {
        return new GridmillException(ErrorCode.INTERNAL, "batches must be Arrow streams: " + e.getMessage(), e);
    }
}
