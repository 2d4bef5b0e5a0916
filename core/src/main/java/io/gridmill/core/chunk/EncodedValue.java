package io.gridmill.core.chunk;

import org.jspecify.annotations.Nullable;

/** One encoded column and its zone map, before they are parted into value and header. */
@SuppressWarnings("ArrayRecordComponent") // a return value, never compared
record EncodedValue(
        byte[] bytes,
        Encoding encoding,
        int nullCount,
        @Nullable Object min,
        @Nullable Object max) {
    ColumnHeader header() {
        return new ColumnHeader(encoding, nullCount, min, max, bytes.length, Digests.of(bytes));
    }
}
