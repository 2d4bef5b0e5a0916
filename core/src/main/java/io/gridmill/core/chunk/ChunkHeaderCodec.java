package io.gridmill.core.chunk;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chunk's header as bytes, as the grid holds it. Big-endian, one entry a column.
 *
 * <pre>
 *   4  magic, "GMH1"        then, a column:
 *   8  schema fingerprint     1  encoding, ordinal        1  kind of min: 0 none, 1 Long (8 bytes), 2 Double (8),
 *   4  rows                   4  NULL rows                   3 String (2 bytes of length, then UTF-8), 4 Boolean (1)
 *   4  columns                4  bytes of the value       .  min
 *                             4  decoded bytes            1  kind of max, and max
 *                             8  digest of the value
 *   8  XXH3 of all before
 * </pre>
 */
public final class ChunkHeaderCodec {
    private static final int MAGIC = 0x474D4831;
    private static final int DIGEST_BYTES = 8;
    private static final int FIXED_BYTES = 20 + DIGEST_BYTES;
    private static final Encoding[] ENCODINGS = Encoding.values();

    private ChunkHeaderCodec() {}

    public static byte[] encode(ChunkHeader header) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeLong(header.schemaFingerprint());
            out.writeInt(header.rows());
            out.writeInt(header.columns().size());
            for (ColumnHeader column : header.columns()) {
                out.writeByte(column.encoding().ordinal());
                out.writeInt(column.nullCount());
                out.writeInt(column.sizeBytes());
                out.writeInt(column.decodedBytes());
                out.writeLong(column.digest());
                writeBound(out, column.min());
                writeBound(out, column.max());
            }
            out.writeLong(Digests.of(bytes.toByteArray()));
        } catch (IOException e) {
            throw new GridmillException(ErrorCode.INTERNAL, "cannot encode a chunk header: " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    private static void writeBound(DataOutputStream out, @Nullable Object bound) throws IOException {
        if (bound == null) {
            out.writeByte(0);
        } else if (bound instanceof Long number) {
            out.writeByte(1);
            out.writeLong(number);
        } else if (bound instanceof Double number) {
            out.writeByte(2);
            out.writeLong(Double.doubleToRawLongBits(number));
        } else if (bound instanceof String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            out.writeByte(3);
            out.writeShort(utf8.length);
            out.write(utf8);
        } else if (bound instanceof Boolean truth) {
            out.writeByte(4);
            out.writeBoolean(truth);
        } else {
            throw GridmillException.internal(
                    "a zone map's bound must be a Long, Double, String or Boolean, got " + bound.getClass());
        }
    }

    /**
     * The inverse of {@link #encode}.
     *
     * @throws GridmillException INTERNAL when the bytes are not a header, or damaged
     */
    public static ChunkHeader decode(byte[] bytes) {
        if (bytes.length < FIXED_BYTES) {
            throw GridmillException.internal(
                    "a chunk header must have at least " + FIXED_BYTES + " bytes, got " + bytes.length);
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int magic = in.readInt();
            if (magic != MAGIC) {
                throw GridmillException.internal(
                        "a chunk header must begin with GMH1, got 0x" + Integer.toHexString(magic));
            }
            requireDigest(bytes);
            long fingerprint = in.readLong();
            int rows = in.readInt();
            int count = in.readInt();
            List<ColumnHeader> columns = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Encoding encoding = ENCODINGS[in.readUnsignedByte()];
                int nullCount = in.readInt();
                int sizeBytes = in.readInt();
                int decodedBytes = in.readInt();
                long digest = in.readLong();
                columns.add(new ColumnHeader(
                        encoding, nullCount, readBound(in), readBound(in), sizeBytes, decodedBytes, digest));
            }
            return new ChunkHeader(fingerprint, rows, columns);
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new GridmillException(ErrorCode.INTERNAL, "a chunk header must follow its format, got " + e, e);
        }
    }

    private static void requireDigest(byte[] bytes) {
        int end = bytes.length - DIGEST_BYTES;
        long stored = Long.reverseBytes(LittleEndian.getLong(bytes, end));
        long actual = Digests.of(Arrays.copyOf(bytes, end));
        if (stored != actual) {
            throw GridmillException.internal("a chunk header must have the digest " + Long.toHexString(stored)
                    + " that it ends with, got " + Long.toHexString(actual));
        }
    }

    private static @Nullable Object readBound(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case 0 -> null;
            case 1 -> in.readLong();
            case 2 -> Double.longBitsToDouble(in.readLong());
            case 3 -> new String(in.readNBytes(in.readUnsignedShort()), StandardCharsets.UTF_8);
            case 4 -> in.readBoolean();
            default -> throw new IOException("kind of bound " + kind);
        };
    }
}
