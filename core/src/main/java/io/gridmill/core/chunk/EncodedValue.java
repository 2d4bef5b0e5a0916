package io.gridmill.core.chunk;

import org.jspecify.annotations.Nullable;

/** One encoded column and its zone map, before they are parted into value and header. */
@SuppressWarnings("ArrayRecordComponent") // a return value, never compared
record EncodedValue(
        byte[] bytes,
        Encoding encoding,
        int nullCount,
        @Nullable Object min,
        @Nullable Object max,
        int decodedBytes) {
    /** One that is not compressed. */
    EncodedValue(byte[] bytes, Encoding encoding, int nullCount, @Nullable Object min, @Nullable Object max) {
        this(bytes, encoding, nullCount, min, max, bytes.length);
    }

    /** The same, compressed where that pays. */
    EncodedValue compressed() {
        return new EncodedValue(ValueCompression.compress(bytes), encoding, nullCount, min, max, decodedBytes);
    }

    ColumnHeader header() {
        return new ColumnHeader(encoding, nullCount, min, max, bytes.length, decodedBytes, Digests.of(bytes));
    }
}
