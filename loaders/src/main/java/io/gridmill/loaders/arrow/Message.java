package io.gridmill.loaders.arrow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One message of a file, checked.
 *
 * <table>
 * <caption>As it is stored, little-endian</caption>
 * <tr><th>bytes</th><th>what</th></tr>
 * <tr><td>4</td><td>0xFFFFFFFF; missing in files of before 2019</td></tr>
 * <tr><td>4, n</td><td>metadata: its length n, and n bytes of Flatbuffers; 0 at the end of a stream</td></tr>
 * <tr><td>the metadata says</td><td>body: buffers</td></tr>
 * </table>
 *
 * @param offset its first byte in the file
 * @param body first byte of the body
 * @param end behind its last byte
 * @param schema if it is one
 * @param dictionary id of the dictionary that it holds, if it does
 * @param batch of a record batch or a dictionary
 */
record Message(
        long offset,
        long body,
        long end,
        @Nullable Schema schema,
        @Nullable Long dictionary,
        @Nullable RecordBatch batch) {
    private static final int CONTINUATION = -1;
    private static final int MOST_METADATA_BYTES = 1 << 28;

    /**
     * Reads the message at a place; null at the end of a stream.
     *
     * @throws DamagedMessage when the message, or what it names, does not lie before {@code limit}
     */
    static @Nullable Message read(FileChannel channel, long offset, long limit) throws IOException {
        if (offset < 0 || limit - offset < 2 * Integer.BYTES) {
            throw new DamagedMessage(
                    "a message must start before byte " + limit + ", got " + offset + "; was the file cut off?");
        }
        ByteBuffer start = bytes(channel, offset, 2 * Integer.BYTES);
        int first = start.getInt();
        int prefix = first == CONTINUATION ? 2 * Integer.BYTES : Integer.BYTES;
        int length = first == CONTINUATION ? start.getInt() : first;
        if (length == 0) {
            return null;
        }
        long body = offset + prefix + length;
        if (length < 0 || length > MOST_METADATA_BYTES || body > limit) {
            throw new DamagedMessage("the metadata of a message must lie before byte " + limit + ", got " + length
                    + " bytes from byte " + (offset + prefix) + "; was the file cut off?");
        }
        return parse(offset, body, limit, bytes(channel, offset + prefix, length));
    }

    private static Message parse(long offset, long body, long limit, ByteBuffer metadata) throws DamagedMessage {
        org.apache.arrow.flatbuf.Message message = org.apache.arrow.flatbuf.Message.getRootAsMessage(metadata);
        long length = message.bodyLength();
        if (length < 0 || length > limit - body) {
            throw new DamagedMessage("the body of a message must lie before byte " + limit + ", got " + length
                    + " bytes from byte " + body + "; was the file cut off?");
        }
        Schema schema = null;
        Long dictionary = null;
        RecordBatch batch = null;
        switch (message.headerType()) {
            case MessageHeader.Schema -> schema = (Schema) message.header(new Schema());
            case MessageHeader.RecordBatch -> batch = (RecordBatch) message.header(new RecordBatch());
            case MessageHeader.DictionaryBatch -> {
                DictionaryBatch header = (DictionaryBatch) message.header(new DictionaryBatch());
                if (header == null || header.isDelta()) {
                    throw new DamagedMessage("a dictionary must be there as a whole: additions to one are not read");
                }
                dictionary = header.id();
                batch = header.data();
            }
            default ->
                throw new DamagedMessage(
                        "a message must be a schema, a dictionary or a record batch, got kind " + message.headerType());
        }
        if (schema == null && batch == null) {
            throw new DamagedMessage("the message at byte " + offset + " has no header");
        }
        if (batch != null) {
            check(batch, length);
        }
        return new Message(offset, body, body + length, schema, dictionary, batch);
    }

    private static void check(RecordBatch batch, long body) throws DamagedMessage {
        checkRows(batch.length());
        for (int i = 0; i < batch.nodesLength(); i++) {
            FieldNode node = batch.nodes(i);
            checkRows(node.length());
        }
        for (int i = 0; i < batch.buffersLength(); i++) {
            Buffer buffer = batch.buffers(i);
            if (buffer.offset() < 0 || buffer.length() < 0 || buffer.length() > body - buffer.offset()) {
                throw new DamagedMessage("a buffer must lie within its body of " + body + " bytes, got "
                        + buffer.length() + " bytes from byte " + buffer.offset());
            }
        }
    }

    private static void checkRows(long rows) throws DamagedMessage {
        if (rows < 0 || rows > Integer.MAX_VALUE) {
            throw new DamagedMessage("a record batch must have 0 to 2^31 - 1 rows, got " + rows);
        }
    }

    /** Whether it holds rows, and not a dictionary. */
    boolean isRecordBatch() {
        return batch != null && dictionary == null;
    }

    int rows() {
        return batch == null ? 0 : (int) batch.length();
    }

    static ByteBuffer bytes(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new DamagedMessage("it ends at byte " + (from + bytes.position()));
            }
        }
        return bytes.flip();
    }
}
