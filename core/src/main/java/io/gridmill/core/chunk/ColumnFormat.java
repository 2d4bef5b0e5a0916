package io.gridmill.core.chunk;

import io.gridmill.core.schema.ColumnType;

/**
 * The value of one column of one chunk, as the grid holds it. All numbers are little-endian.
 *
 * <pre>
 *   at  bytes  field
 *    0      4  magic, "GMC1"
 *    4      1  version, 1
 *    5      1  encoding, ordinal of {@link Encoding}
 *    6      1  width of an integer or code: 0, 1, 2, 4, 8
 *    7      1  flags: 0, or 1 when what follows the header is one frame of zstd
 *    8      4  rows, more than 0
 *   12      4  NULL rows
 *   16      8  base of {@link Encoding#INTEGER}, else 0
 *   24      4  dictionary entries, else 0
 *   28      4  bytes of strings, else 0
 *   32      1  kind of the column's type, ordinal
 *   33      1  precision
 *   34      1  scale
 *   35     29  0
 *   64         validity (if any row is NULL), data, offsets, dictionary: see {@link ValueLayout}
 * </pre>
 *
 * The parts hold what {@link EncodedColumn} describes, so decoding is one copy, and decompression before it where the flag says so.
 */
final class ColumnFormat {
    static final int HEADER_BYTES = 64;
    static final int MAGIC = 'G' | 'M' << 8 | 'C' << 16 | '1' << 24;
    static final byte VERSION = 1;

    static final int MAGIC_AT = 0;
    static final int VERSION_AT = 4;
    static final int ENCODING_AT = 5;
    static final int WIDTH_AT = 6;
    static final int FLAGS_AT = 7;
    static final int ROWS_AT = 8;
    static final int NULL_COUNT_AT = 12;
    static final int BASE_AT = 16;
    static final int DICTIONARY_SIZE_AT = 24;
    static final int STRING_BYTES_AT = 28;
    static final int KIND_AT = 32;
    static final int PRECISION_AT = 33;
    static final int SCALE_AT = 34;

    private ColumnFormat() {}

    /** A value with header and validity filled in, and data, offsets and dictionary still 0. */
    static byte[] newValue(
            ColumnType type,
            Encoding encoding,
            Validity validity,
            int width,
            long base,
            int dictionarySize,
            ValueLayout layout) {
        byte[] value = new byte[layout.totalBytes()];
        LittleEndian.putInt(value, MAGIC_AT, MAGIC);
        value[VERSION_AT] = VERSION;
        value[ENCODING_AT] = (byte) encoding.ordinal();
        value[WIDTH_AT] = (byte) width;
        LittleEndian.putInt(value, ROWS_AT, validity.rows());
        LittleEndian.putInt(value, NULL_COUNT_AT, validity.nullCount());
        LittleEndian.putLong(value, BASE_AT, base);
        LittleEndian.putInt(value, DICTIONARY_SIZE_AT, dictionarySize);
        LittleEndian.putInt(value, STRING_BYTES_AT, layout.stringBytes());
        value[KIND_AT] = (byte) type.kind().ordinal();
        value[PRECISION_AT] = (byte) type.precision();
        value[SCALE_AT] = (byte) type.scale();
        if (validity.hasNulls()) {
            validity.copyTo(value, layout.validityAt());
        }
        return value;
    }
}
