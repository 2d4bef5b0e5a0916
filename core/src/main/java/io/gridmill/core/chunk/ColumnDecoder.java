package io.gridmill.core.chunk;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.ColumnType;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * Turns an encoded value into memory that kernels read: one copy, no work a value beyond checks; strings may be decompressed first.
 * Whatever the bytes are, the result is either a column whose every offset and code lies inside its buffer, or a
 * {@link GridmillException}. Thread-safe.
 */
public final class ColumnDecoder {
    private ColumnDecoder() {}

    /**
     * Checks that a value read from the grid is the one that was written.
     *
     * @param where where it was read, for the message: {@code dataset=..., partition=...}
     * @throws GridmillException INTERNAL when size or digest differ
     */
    public static void verify(byte[] value, ColumnHeader header, String where) {
        if (value.length != header.sizeBytes()) {
            throw GridmillException.internal("an encoded column must have the " + header.sizeBytes()
                    + " bytes of its header, got " + value.length + " [" + where + "]");
        }
        long digest = Digests.of(value);
        if (digest != header.digest()) {
            throw GridmillException.internal(
                    "an encoded column must have the digest " + Long.toHexString(header.digest())
                            + " of its header, got " + Long.toHexString(digest) + " [" + where + "]");
        }
    }

    /**
     * Copies a value into one buffer of {@code allocator}, which the caller must close: {@link EncodedColumn#buffer()}.
     *
     * @throws GridmillException INTERNAL when the bytes are not an encoded column of this type, or damaged, saying what is wrong
     */
    public static EncodedColumn decode(byte[] value, ColumnType type, BufferAllocator allocator) {
        byte[] plain = ValueCompression.decompress(value);
        ParsedValue parsed = ParsedValue.parse(plain, type);
        ValueLayout layout = parsed.layout();
        int size = layout.totalBytes() - ColumnFormat.HEADER_BYTES;
        // malloc aligns to 16 bytes only, and the parts must lie on multiples of 64.
        ArrowBuf buffer = allocator.buffer(size == 0 ? 0 : size + ValueLayout.ALIGNMENT - 1);
        long start = (buffer.memoryAddress() + ValueLayout.ALIGNMENT - 1) & -ValueLayout.ALIGNMENT;
        if (size > 0) {
            MemoryUtil.copyToMemory(plain, ColumnFormat.HEADER_BYTES, start, size);
        }
        long origin = start - ColumnFormat.HEADER_BYTES;
        return new EncodedColumn(
                type,
                parsed.encoding(),
                parsed.rows(),
                parsed.nullCount(),
                parsed.width(),
                parsed.base(),
                parsed.dictionarySize(),
                address(origin, layout.validityAt()),
                address(origin, layout.dataAt()),
                address(origin, layout.offsetsAt()),
                buffer);
    }

    private static long address(long origin, int at) {
        return at < 0 ? 0 : origin + at;
    }
}
