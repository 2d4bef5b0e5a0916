package io.gridmill.node.run;

import com.dynatrace.hash4j.hashing.Hashing;
import io.gridmill.core.batch.BatchCodec;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.core.task.BatchOutput;
import io.gridmill.node.result.ResultStore;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The output of one attempt: batches of at most about {@value #MAX_BATCH_BYTES} bytes, put into the grid as they come, so that
 * memory does not grow with the output. Thread-safe.
 */
final class AttemptOutput implements BatchOutput {
    static final int MAX_BATCH_BYTES = 1 << 20;
    private static final long MAX_KEPT_BYTES = 32L << 20;

    private final AttemptId attempt;
    private final ResultStore store;
    private final List<Long> digests = new ArrayList<>();
    /** The batches themselves while they are few, so that the journal need not read them back; empty once they are many. */
    private final List<byte[]> kept = new ArrayList<>();

    private boolean dropped;
    private long keptBytes;
    private long rows;

    AttemptOutput(AttemptId attempt, ResultStore store) {
        this.attempt = attempt;
        this.store = store;
    }

    @Override
    public void write(VectorSchemaRoot batch) {
        if (batch.getRowCount() > 0) {
            write(batch, 0, batch.getRowCount());
        }
    }

    private void write(VectorSchemaRoot batch, int from, int count) {
        byte[] encoded;
        if (count == batch.getRowCount()) {
            encoded = BatchCodec.encode(batch);
        } else {
            try (VectorSchemaRoot slice = batch.slice(from, count)) {
                encoded = BatchCodec.encode(slice);
            }
        }
        if (encoded.length > MAX_BATCH_BYTES && count > 1) {
            int half = count / 2;
            write(batch, from, half);
            write(batch, from + half, count - half);
        } else {
            writeEncoded(encoded, count);
        }
    }

    /** Adds a batch in whatever encoding the attempt's reader expects. */
    void writeEncoded(byte[] encoded, int count) {
        int number;
        synchronized (this) {
            if (dropped) {
                throw GridmillException.resource("attempt " + attempt.token() + " has ended, it takes no more output");
            }
            number = digests.size();
            digests.add(Hashing.xxh3_64().hashBytesToLong(encoded));
            rows += count;
            keptBytes += encoded.length;
            if (keptBytes <= MAX_KEPT_BYTES) {
                kept.add(encoded);
            } else {
                kept.clear();
            }
        }
        store.put(attempt, number, encoded);
        synchronized (this) {
            if (dropped) { // By now: nobody else would remove it.
                store.drop(attempt, number + 1);
            }
        }
    }

    synchronized int batches() {
        return digests.size();
    }

    synchronized long rows() {
        return rows;
    }

    /** Over all batches in order. */
    synchronized long digest() {
        long digest = 0;
        for (long one : digests) {
            digest = digest * 31 + one;
        }
        return digest;
    }

    /** The batches in order; read back from the grid one by one when they are many. */
    List<byte[]> written() {
        int count = batches();
        synchronized (this) {
            if (kept.size() == count) {
                return List.copyOf(kept);
            }
        }
        return new AbstractList<>() {
            @Override
            public byte[] get(int number) {
                byte[] batch = store.get(attempt, number);
                if (batch == null) {
                    throw new IllegalStateException(
                            "batch " + number + " of attempt " + attempt.token() + " must be in the grid, it is not");
                }
                return batch;
            }

            @Override
            public int size() {
                return count;
            }
        };
    }

    /** Drops what was written, when the attempt failed, and what a task that was left behind still writes. */
    void drop() {
        synchronized (this) {
            dropped = true;
        }
        store.drop(attempt, batches());
    }
}
