package io.gridmill.loaders.csv;

import io.gridmill.core.error.GridmillException;
import io.gridmill.loaders.files.FileBytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts one file's records, decompressed, into blocks that end at record ends. */
final class BlockCutter {
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int MAX_BLOCK_BYTES = 1 << 26;

    private final String file;
    private final byte[] header;
    private final boolean hasHeader;
    private final int targetBytes;
    private final RecordBoundaries boundaries;
    private final LocalBlocks.BlockConsumer consumer;
    private final LineBreaks lines = new LineBreaks();
    private byte[] buffer;
    private int index;

    BlockCutter(FileBytes bytes, Reading reading, int targetBytes, int firstIndex, LocalBlocks.BlockConsumer consumer)
            throws IOException {
        CsvOptions options = reading.options();
        Layout layout = reading.layout();
        this.file = bytes.file().path().toString();
        this.targetBytes = targetBytes;
        this.consumer = consumer;
        this.index = firstIndex;
        this.hasHeader = layout.hasHeader();
        buffer = new byte[targetBytes + CHUNK_BYTES];
        boundaries = new RecordBoundaries(options);
        long end = bytes.file().size();
        Head head;
        try (FileBytes.Opened opened = bytes.open(0, end)) {
            head = Head.read(
                    opened.stream(), options, hasHeader, layout.schema().size(), file);
        }
        if (hasHeader) {
            FieldOrder.byHeader(head.names(), layout.schema(), file);
        }
        try (FileBytes.Opened opened = bytes.open(0, end)) {
            byte[] start = opened.stream().readNBytes((int) head.body());
            lines.step(start, 0, start.length);
            header = hasHeader ? withoutByteOrderMark(start) : new byte[0];
            cut(opened.stream());
        }
    }

    /** The index behind that of the last block. */
    int nextIndex() {
        return index;
    }

    /** A block without records, because a load has at least one. */
    byte[] emptyBlock() {
        return BlockFrame.encode(1 + lines.count(), file, hasHeader, header, buffer, 0);
    }

    private static byte[] withoutByteOrderMark(byte[] start) {
        return start.length > 0 && start[0] == (byte) 0xEF ? Arrays.copyOfRange(start, 3, start.length) : start;
    }

    private void cut(InputStream stream) throws IOException {
        int filled = 0;
        int seen = 0;
        while (true) {
            // Up to the target first; then, as long as no record has ended, a little more each time.
            int wanted = seen == 0 ? Math.max(targetBytes, filled) : filled + CHUNK_BYTES;
            if (buffer.length < wanted) {
                buffer = Arrays.copyOf(buffer, Math.max(wanted, 2 * buffer.length));
            }
            int read = stream.readNBytes(buffer, filled, wanted - filled);
            boolean atEnd = read < wanted - filled;
            filled += read;
            if (atEnd && filled <= targetBytes) {
                emit(filled);
                return;
            }
            // A record may end exactly at the target, so its last byte is looked at.
            if (seen < targetBytes - 1) {
                boundaries.skip(buffer, seen, targetBytes - 1);
                seen = targetBytes - 1;
            }
            int end = boundaries.recordEnd(buffer, seen, filled);
            if (end >= 0) {
                emit(end);
                System.arraycopy(buffer, end, buffer, 0, filled - end);
                filled -= end;
                seen = 0;
            } else if (atEnd) {
                emit(filled);
                return;
            } else if (filled > MAX_BLOCK_BYTES) {
                throw GridmillException.data(file + ", line " + (1 + lines.count()) + ": no record ends within "
                        + MAX_BLOCK_BYTES + " bytes from here; is a quote not closed?");
            } else {
                seen = filled;
            }
        }
    }

    private void emit(int length) {
        if (length == 0) {
            return;
        }
        consumer.accept(index++, BlockFrame.encode(1 + lines.count(), file, hasHeader, header, buffer, length));
        lines.step(buffer, 0, length);
    }
}
