package io.gridmill.node.journal;

import io.gridmill.core.sink.AttemptId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The journal's records, each one excerpt of a Chronicle queue. Numbers are little-endian.
 *
 * <pre>
 *   0      4    5    6        8                16           20         24       28
 *   +------+----+----+--------+----------------+------------+----------+--------+------------------+
 *   | magic|vers|kind| flags  | ordinal        | sequence   | length   | crc32c | payload (length) |
 *   +------+----+----+--------+----------------+------------+----------+--------+------------------+
 *
 *   magic     "GMJ1"
 *   vers      1
 *   kind      1 BATCH: a piece of a batch; 2 SEAL: the end of an attempt
 *   flags     bit 0: the last piece of its batch; else 0
 *   ordinal   which append to this queue folder, from 1; the same in all records of an attempt
 *   sequence  number of the record in its append, from 0
 *   crc32c    over bytes 0 to 23 and the payload
 *
 *   payload of SEAL: generation, job, share (modified UTF-8, each after two bytes of length, as DataOutput writes it), int epoch,
 *   node, incarnation (as above), int batches, long rows, long digest (these numbers big-endian, as DataOutput writes them)
 * </pre>
 *
 * An attempt is {@code BATCH… SEAL}, contiguous, in one file. Without its SEAL it does not exist.
 */
final class RecordFormat {
    static final int HEADER_BYTES = 28;
    static final int MAGIC = 0x314A4D47;
    static final byte VERSION = 1;
    static final byte BATCH = 1;
    static final byte SEAL = 2;
    static final short LAST_PIECE = 1;
    /** An eighth of the queue's block size; Chronicle's limit is a quarter. */
    static final int MAX_PAYLOAD_BYTES = 2 << 20;

    private static final int CRC_OFFSET = 24;

    /**
     * A record that was read and found whole.
     *
     * @param payload the record's own bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared or printed
    record Parsed(byte kind, boolean lastPiece, long ordinal, int sequence, byte[] payload) {}

    /** Says what is wrong with a record's bytes. */
    static final class DamagedRecordException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedRecordException(String message) {
            super(message);
        }
    }

    private RecordFormat() {}

    /** The header of a record whose payload is {@code length} bytes of {@code source} from {@code offset}. */
    static byte[] header(byte kind, short flags, long ordinal, int sequence, byte[] source, int offset, int length) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(MAGIC)
                .put(VERSION)
                .put(kind)
                .putShort(flags)
                .putLong(ordinal)
                .putInt(sequence)
                .putInt(length);
        header.putInt(crc(header.array(), source, offset, length));
        return header.array();
    }

    /** @param record the bytes of a record, from its magic; what follows its payload is ignored */
    static Parsed parse(ByteBuffer record) throws DamagedRecordException {
        ByteBuffer bytes = record.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < HEADER_BYTES) {
            throw new DamagedRecordException(
                    "a record has at least " + HEADER_BYTES + " bytes, got " + bytes.remaining());
        }
        if (bytes.getInt(0) != MAGIC || bytes.get(4) != VERSION) {
            throw new DamagedRecordException("a record begins with GMJ1 and version " + VERSION + ", got "
                    + Integer.toHexString(bytes.getInt(0)) + " and " + bytes.get(4));
        }
        int length = bytes.getInt(20);
        if (length < 0 || length > MAX_PAYLOAD_BYTES || length > bytes.remaining() - HEADER_BYTES) {
            throw new DamagedRecordException(
                    "a payload must lie within its record, got " + length + " bytes of " + bytes.remaining());
        }
        byte[] header = new byte[HEADER_BYTES];
        bytes.get(0, header);
        byte[] payload = new byte[length];
        bytes.get(HEADER_BYTES, payload);
        if (bytes.getInt(CRC_OFFSET) != crc(header, payload, 0, length)) {
            throw new DamagedRecordException("the checksum of a record must match its bytes");
        }
        return new Parsed(
                bytes.get(5), (bytes.getShort(6) & LAST_PIECE) != 0, bytes.getLong(8), bytes.getInt(16), payload);
    }

    static byte[] encodeSeal(SealRecord seal) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            AttemptId attempt = seal.attempt();
            out.writeUTF(attempt.generation());
            out.writeUTF(attempt.jobId());
            out.writeUTF(attempt.share());
            out.writeInt(attempt.epoch());
            out.writeUTF(attempt.node());
            out.writeUTF(attempt.incarnation());
            out.writeInt(seal.batches());
            out.writeLong(seal.rows());
            out.writeLong(seal.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("a seal's names must be below 64 KiB", e);
        }
        return bytes.toByteArray();
    }

    static SealRecord decodeSeal(byte[] payload) throws DamagedRecordException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
            AttemptId attempt =
                    new AttemptId(in.readUTF(), in.readUTF(), in.readUTF(), in.readInt(), in.readUTF(), in.readUTF());
            return new SealRecord(attempt, in.readInt(), in.readLong(), in.readLong());
        } catch (IOException e) {
            throw new DamagedRecordException("a seal must hold an attempt and its counts: " + e);
        }
    }

    private static int crc(byte[] header, byte[] source, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(header, 0, CRC_OFFSET);
        crc.update(source, offset, length);
        return (int) crc.getValue();
    }
}
