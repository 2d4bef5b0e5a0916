package io.gridmill.loaders.csv;

import io.gridmill.core.error.GridmillException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A block of a client's file with all that is needed to read it alone.
 *
 * <table>
 * <caption>Encoded, big-endian</caption>
 * <tr><th>bytes</th><th>what</th></tr>
 * <tr><td>4</td><td>magic {@code GMB1}</td></tr>
 * <tr><td>8</td><td>line of the file, from 1, on which the first record starts</td></tr>
 * <tr><td>4, n</td><td>name of the file: its length n, and n bytes of UTF-8</td></tr>
 * <tr><td>4, h</td><td>the file's header as it stands there: its length h, or -1 when it has none, and h bytes</td></tr>
 * <tr><td>the rest</td><td>whole records</td></tr>
 * </table>
 *
 * @param block the encoded form
 * @param headerFrom where the header starts in it; it ends at {@code recordsFrom}
 */
@SuppressWarnings("ArrayRecordComponent")
record BlockFrame(byte[] block, long firstLine, String file, boolean hasHeader, int headerFrom, int recordsFrom) {
    private static final int MAGIC = 0x474D4231;

    static byte[] encode(long firstLine, String file, boolean hasHeader, byte[] header, byte[] records, int length) {
        byte[] name = file.getBytes(StandardCharsets.UTF_8);
        int headerLength = hasHeader ? header.length : 0;
        ByteBuffer frame = ByteBuffer.allocate(20 + name.length + headerLength + length);
        frame.putInt(MAGIC).putLong(firstLine).putInt(name.length).put(name);
        frame.putInt(hasHeader ? headerLength : -1).put(header, 0, headerLength);
        return frame.put(records, 0, length).array();
    }

    /** @throws GridmillException INTERNAL when the bytes are no block */
    static BlockFrame decode(byte[] block) {
        ByteBuffer frame = ByteBuffer.wrap(block);
        if (block.length < 20 || frame.getInt() != MAGIC) {
            throw damaged(block);
        }
        long firstLine = frame.getLong();
        int nameLength = frame.getInt();
        if (nameLength < 0 || nameLength > frame.remaining() - 4) {
            throw damaged(block);
        }
        String file = new String(block, frame.position(), nameLength, StandardCharsets.UTF_8);
        frame.position(frame.position() + nameLength);
        int headerLength = frame.getInt();
        if (headerLength < -1 || headerLength > frame.remaining()) {
            throw damaged(block);
        }
        return new BlockFrame(
                block,
                firstLine,
                file,
                headerLength >= 0,
                frame.position(),
                frame.position() + Math.max(0, headerLength));
    }

    private static GridmillException damaged(byte[] block) {
        return GridmillException.internal(
                "a block must start with its magic and lengths that fit, got " + block.length + " other bytes");
    }
}
