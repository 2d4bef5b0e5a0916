package io.gridmill.loaders.arrow;

import com.github.luben.zstd.ZstdInputStream;
import io.gridmill.core.error.GridmillException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;

/**
 * Goes through the columns of a record batch in their order, as nodes and buffers do, and reads the buffers of those that are wanted. Not
 * thread-safe.
 */
final class BufferReader {
    private static final byte[] NOTHING = {};
    /** In place of its length, says that a buffer is not compressed though others are. */
    private static final long NOT_COMPRESSED = -1;

    private static final int MOST_BYTES = Integer.MAX_VALUE - 64;

    private final FileChannel channel;
    private final long body;
    private final RecordBatch batch;
    private int node;
    private int buffer;
    private int views;

    BufferReader(FileChannel channel, Message message, RecordBatch batch) {
        this.channel = channel;
        this.body = message.body();
        this.batch = batch;
    }

    /** Reads the next column, of these values, or of indexes into a dictionary. */
    ColumnBuffers read(ArrowType type) throws IOException {
        int rows = rows();
        if (type instanceof ArrowType.Null) {
            return new ColumnBuffers(type, rows, NOTHING, NOTHING, NOTHING, List.of());
        }
        byte[] validity = next();
        if (validity.length > 0 && validity.length < (rows + 7L) / 8) {
            throw new DamagedMessage(
                    "a column of " + rows + " rows must have as many flags of NULL, got " + validity.length + " bytes");
        }
        boolean text = type instanceof ArrowType.Utf8 || type instanceof ArrowType.LargeUtf8;
        byte[] offsets = text ? next() : NOTHING;
        byte[] data = next();
        List<byte[]> viewed = new ArrayList<>();
        if (type instanceof ArrowType.Utf8View) {
            for (int i = viewsOfNext(); i > 0; i--) {
                viewed.add(next());
            }
        }
        return new ColumnBuffers(type, rows, validity, offsets, data, viewed);
    }

    /** Goes past a column and what is nested in it. */
    void skip(Field field) throws DamagedMessage {
        rows();
        if (field.getDictionary() != null) {
            buffer += 2;
            return;
        }
        buffer += buffers(field.getType());
        for (Field child : field.getChildren()) {
            skip(child);
        }
    }

    private int buffers(ArrowType type) throws DamagedMessage {
        return switch (type.getTypeID()) {
            case Null, RunEndEncoded -> 0;
            case Struct, FixedSizeList -> 1;
            case Union -> ((ArrowType.Union) type).getMode() == UnionMode.Sparse ? 1 : 2;
            case Utf8, LargeUtf8, Binary, LargeBinary, ListView, LargeListView -> 3;
            case Utf8View, BinaryView -> 2 + viewsOfNext();
            default -> 2;
        };
    }

    private int viewsOfNext() throws DamagedMessage {
        if (views >= batch.variadicBufferCountsLength()) {
            throw new DamagedMessage("a record batch must say how many buffers the views of a column have");
        }
        long count = batch.variadicBufferCounts(views++);
        if (count < 0 || count > batch.buffersLength()) {
            throw new DamagedMessage("views must have 0 to " + batch.buffersLength() + " buffers, got " + count);
        }
        return (int) count;
    }

    private int rows() throws DamagedMessage {
        if (node >= batch.nodesLength()) {
            throw new DamagedMessage(
                    "a record batch must have as many columns as its schema, got " + batch.nodesLength());
        }
        return (int) batch.nodes(node++).length();
    }

    private byte[] next() throws IOException {
        if (buffer >= batch.buffersLength()) {
            throw new DamagedMessage("a record batch must have all buffers of its columns, got " + buffer);
        }
        Buffer next = batch.buffers(buffer++);
        if (next.length() > MOST_BYTES) {
            throw GridmillException.user("a buffer can have at most " + MOST_BYTES + " bytes, got " + next.length()
                    + "; write smaller record batches");
        }
        ByteBuffer stored = Message.bytes(channel, body + next.offset(), (int) next.length());
        return batch.compression() == null || next.length() == 0 ? stored.array() : decompressed(stored);
    }

    private byte[] decompressed(ByteBuffer stored) throws IOException {
        if (stored.remaining() < Long.BYTES) {
            throw new DamagedMessage("a compressed buffer must say its length, got " + stored.remaining() + " bytes");
        }
        long length = stored.getLong();
        ByteArrayInputStream rest = new ByteArrayInputStream(stored.array(), Long.BYTES, stored.remaining());
        if (length == NOT_COMPRESSED) {
            return rest.readAllBytes();
        }
        if (length < 0 || length > MOST_BYTES) {
            throw new DamagedMessage("a buffer must have 0 to " + MOST_BYTES + " bytes, got " + length);
        }
        // Read as they come, so that a wrong length allocates no more than what is really there.
        byte[] bytes;
        try (InputStream stream = decompressor(rest)) {
            bytes = stream.readNBytes((int) length);
        } catch (IOException | RuntimeException e) {
            throw new DamagedMessage("a buffer cannot be decompressed: " + e.getMessage());
        }
        if (bytes.length != length) {
            throw new DamagedMessage("a buffer must have " + length + " bytes when decompressed, got " + bytes.length);
        }
        return bytes;
    }

    private InputStream decompressor(InputStream stored) throws IOException {
        return switch (batch.compression().codec()) {
            case CompressionType.LZ4_FRAME -> new FramedLZ4CompressorInputStream(stored);
            case CompressionType.ZSTD -> new ZstdInputStream(stored);
            default -> throw new IOException("codec " + batch.compression().codec() + " is not known");
        };
    }
}
