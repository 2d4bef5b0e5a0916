package io.gridmill.loaders.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Bytes of a page, decompressed, in an array.
 *
 * @param from first byte
 * @param end behind the last byte
 */
@SuppressWarnings("ArrayRecordComponent")
record PageBytes(byte[] array, int from, int end) {
    /** The bytes behind a length of 4 bytes: so many of them. */
    PageBytes sized() throws DamagedPage {
        if (end - from < Integer.BYTES) {
            throw new DamagedPage("a length of 4 bytes must be there, got " + (end - from) + " bytes");
        }
        int length = ByteBuffer.wrap(array, from, Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        int start = from + Integer.BYTES;
        if (length < 0 || length > end - start) {
            throw new DamagedPage(length + " bytes must be there, got " + (end - start));
        }
        return new PageBytes(array, start, start + length);
    }

    PageBytes behind(PageBytes part) {
        return new PageBytes(array, part.end, end);
    }

    ByteBuffer buffer() {
        return ByteBuffer.wrap(array, from, end - from).slice();
    }
}
