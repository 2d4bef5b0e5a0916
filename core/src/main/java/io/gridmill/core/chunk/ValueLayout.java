package io.gridmill.core.chunk;

/**
 * Where the parts of an encoded column begin, as indexes into the value: {@code validity, data, offsets, dictionary}, in this
 * order, each aligned to and padded to 64 bytes; -1 for a part that is not there. Computed alike when writing and reading, so a
 * value whose length differs is damaged.
 *
 * @param dataBytes bytes of the data without padding
 * @param stringBytes bytes of strings, in the data (UTF8) or in the dictionary
 */
record ValueLayout(
        int validityAt, int dataAt, int dataBytes, int offsetsAt, int dictionaryAt, int stringBytes, int totalBytes) {
    static final int ALIGNMENT = 64;

    /**
     * Throws {@link ArithmeticException} when the value would be 2 GiB or more; arguments must not be negative.
     */
    static ValueLayout of(
            Encoding encoding, int rows, boolean hasNulls, int width, int dictionarySize, int stringBytes) {
        long at = ColumnFormat.HEADER_BYTES;
        long validityAt = -1;
        if (hasNulls) {
            validityAt = at;
            at += padded((rows + 7L) / 8);
        }
        long dataBytes = switch (encoding) {
            case INTEGER, DICTIONARY -> (long) rows * width;
            case BITS -> (rows + 7L) / 8;
            case FLOAT -> 4L * rows;
            case DOUBLE -> 8L * rows;
            case DECIMAL128 -> 16L * rows;
            case UTF8 -> stringBytes;
        };
        boolean hasData = dataBytes > 0 || encoding == Encoding.UTF8;
        long dataAt = hasData ? at : -1;
        at += padded(dataBytes);
        long offsetsAt = -1;
        long dictionaryAt = -1;
        if (encoding == Encoding.UTF8) {
            offsetsAt = at;
            at += padded(4L * (rows + 1L));
        } else if (encoding == Encoding.DICTIONARY) {
            offsetsAt = at;
            dictionaryAt = at + padded(4L * (dictionarySize + 1L));
            at = dictionaryAt + padded(stringBytes);
        }
        return new ValueLayout(
                (int) validityAt,
                (int) dataAt,
                Math.toIntExact(dataBytes),
                (int) offsetsAt,
                (int) dictionaryAt,
                stringBytes,
                Math.toIntExact(at));
    }

    private static long padded(long bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
