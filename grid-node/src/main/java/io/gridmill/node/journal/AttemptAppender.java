package io.gridmill.node.journal;

import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.wire.DocumentContext;

/** Writes an attempt's batches and its seal as records, large batches in pieces. Belongs to the writer thread. */
final class AttemptAppender implements AutoCloseable {
    private final QueueFolder folder;
    private final ExcerptAppender appender;
    private long ordinal;
    private long bytes;

    AttemptAppender(QueueFolder folder) {
        this.folder = folder;
        this.appender = folder.appender();
    }

    ExcerptAppender appender() {
        return appender;
    }

    /** How many bytes {@link #append} takes at most, Chronicle's own structures included, generously. */
    static long bytesFor(List<byte[]> batches) {
        long sum = 1 << 20;
        for (byte[] batch : batches) {
            sum += batch.length + RecordFormat.HEADER_BYTES * (1L + batch.length / RecordFormat.MAX_PAYLOAD_BYTES);
        }
        return sum;
    }

    /** Not durable until synced. */
    Held append(SealRecord seal, List<byte[]> batches) {
        ordinal++;
        bytes = 0;
        int sequence = 0;
        long first = -1;
        for (byte[] batch : batches) {
            int offset = 0;
            do {
                int length = Math.min(RecordFormat.MAX_PAYLOAD_BYTES, batch.length - offset);
                short flags = offset + length == batch.length ? RecordFormat.LAST_PIECE : 0;
                long index = record(RecordFormat.BATCH, flags, sequence, batch, offset, length);
                first = sequence == 0 ? index : first;
                sequence++;
                offset += length;
            } while (offset < batch.length);
        }
        byte[] payload = RecordFormat.encodeSeal(seal);
        long index = record(RecordFormat.SEAL, (short) 0, sequence, payload, 0, payload.length);
        first = sequence == 0 ? index : first;
        return new Held(seal, folder, first, ordinal, sequence + 1, bytes);
    }

    private long record(byte kind, short flags, int sequence, byte[] source, int offset, int length) {
        byte[] header = RecordFormat.header(kind, flags, ordinal, sequence, source, offset, length);
        try (DocumentContext document = appender.writingDocument()) {
            try {
                Bytes<?> target = document.wire().bytes();
                target.write(header);
                target.write(source, offset, length);
            } catch (RuntimeException | Error e) {
                document.rollbackOnClose();
                throw e;
            }
        }
        bytes += header.length + length;
        return appender.lastIndexAppended();
    }

    @Override
    public void close() {
        appender.close();
    }
}
