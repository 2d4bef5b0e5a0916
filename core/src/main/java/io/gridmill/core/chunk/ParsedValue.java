package io.gridmill.core.chunk;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.ColumnType;

/** The header fields of an encoded value that has passed every check: holding one proves that the bytes are safe to read. */
record ParsedValue(
        Encoding encoding, int rows, int nullCount, int width, long base, int dictionarySize, ValueLayout layout) {
    private static final Encoding[] ENCODINGS = Encoding.values();

    static ParsedValue parse(byte[] value, ColumnType type) {
        require(value.length >= ColumnFormat.HEADER_BYTES, "have a header of 64 bytes", value.length);
        require(
                LittleEndian.getInt(value, ColumnFormat.MAGIC_AT) == ColumnFormat.MAGIC,
                "begin with GMC1",
                "0x" + Integer.toHexString(LittleEndian.getInt(value, ColumnFormat.MAGIC_AT)));
        byte version = value[ColumnFormat.VERSION_AT];
        require(version == ColumnFormat.VERSION, "have version " + ColumnFormat.VERSION, version);
        require(
                value[ColumnFormat.FLAGS_AT] == 0,
                "have no flags that version 1 does not know",
                value[ColumnFormat.FLAGS_AT]);
        int ordinal = value[ColumnFormat.ENCODING_AT];
        require(ordinal >= 0 && ordinal < ENCODINGS.length, "have a known encoding", ordinal);
        Encoding encoding = ENCODINGS[ordinal];
        requireType(value, type, encoding);

        int rows = LittleEndian.getInt(value, ColumnFormat.ROWS_AT);
        require(rows > 0, "have rows > 0", rows);
        int nullCount = LittleEndian.getInt(value, ColumnFormat.NULL_COUNT_AT);
        require(nullCount >= 0 && nullCount <= rows, "have between 0 and " + rows + " NULL rows", nullCount);
        int width = value[ColumnFormat.WIDTH_AT];
        require(fitsWidth(encoding, width), "have a width that " + encoding + " knows", width);
        int dictionarySize = LittleEndian.getInt(value, ColumnFormat.DICTIONARY_SIZE_AT);
        require(
                encoding == Encoding.DICTIONARY ? dictionarySize > 0 && dictionarySize <= rows : dictionarySize == 0,
                "have between 1 entry of a dictionary and one a row, or none where there is no dictionary",
                dictionarySize);
        int stringBytes = LittleEndian.getInt(value, ColumnFormat.STRING_BYTES_AT);
        boolean strings = encoding == Encoding.DICTIONARY || encoding == Encoding.UTF8;
        require(
                strings ? stringBytes >= 0 : stringBytes == 0,
                "have 0 or more bytes of strings, 0 where there are none",
                stringBytes);

        ValueLayout layout;
        try {
            layout = ValueLayout.of(encoding, rows, nullCount > 0, width, dictionarySize, stringBytes);
        } catch (ArithmeticException e) {
            throw broken("be smaller than 2 GiB", "rows=" + rows + ", strings=" + stringBytes);
        }
        require(
                layout.totalBytes() == value.length,
                "have the " + layout.totalBytes() + " bytes that its header asks for",
                value.length);
        requireNullCount(value, layout, rows, nullCount);
        if (encoding == Encoding.UTF8) {
            requireOffsets(value, layout.offsetsAt(), rows, stringBytes);
        } else if (encoding == Encoding.DICTIONARY) {
            requireOffsets(value, layout.offsetsAt(), dictionarySize, stringBytes);
            requireCodes(value, layout, rows, width, dictionarySize);
        }
        long base = LittleEndian.getLong(value, ColumnFormat.BASE_AT);
        return new ParsedValue(encoding, rows, nullCount, width, base, dictionarySize, layout);
    }

    private static void requireType(byte[] value, ColumnType type, Encoding encoding) {
        boolean same = value[ColumnFormat.KIND_AT] == type.kind().ordinal()
                && value[ColumnFormat.PRECISION_AT] == type.precision()
                && value[ColumnFormat.SCALE_AT] == type.scale();
        if (!same) {
            throw broken(
                    "be of type " + type,
                    "kind " + value[ColumnFormat.KIND_AT] + ", precision " + value[ColumnFormat.PRECISION_AT]
                            + ", scale " + value[ColumnFormat.SCALE_AT]);
        }
        boolean fits = switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DATE, TIMESTAMP -> encoding == Encoding.INTEGER;
            case DECIMAL -> encoding == Encoding.INTEGER || encoding == Encoding.DECIMAL128;
            case BOOLEAN -> encoding == Encoding.BITS;
            case REAL -> encoding == Encoding.FLOAT;
            case DOUBLE -> encoding == Encoding.DOUBLE;
            case VARCHAR -> encoding == Encoding.UTF8 || encoding == Encoding.DICTIONARY;
        };
        require(fits, "have an encoding that fits its type " + type, encoding);
    }

    private static boolean fitsWidth(Encoding encoding, int width) {
        return switch (width) {
            case 0 -> true;
            case 1, 2, 4 -> encoding == Encoding.INTEGER || encoding == Encoding.DICTIONARY;
            case 8 -> encoding == Encoding.INTEGER;
            default -> false;
        };
    }

    private static void requireNullCount(byte[] value, ValueLayout layout, int rows, int nullCount) {
        if (nullCount == 0) {
            return;
        }
        int at = layout.validityAt();
        int set = 0;
        int row = 0;
        for (; row + 64 <= rows; row += 64, at += 8) {
            set += Long.bitCount(LittleEndian.getLong(value, at));
        }
        if (row < rows) {
            set += Long.bitCount(LittleEndian.getLong(value, at) & ~(-1L << (rows - row)));
        }
        require(set == rows - nullCount, "have " + nullCount + " NULL rows", rows - set);
    }

    private static void requireOffsets(byte[] value, int offsetsAt, int count, int stringBytes) {
        int last = LittleEndian.getInt(value, offsetsAt);
        int falling = 0;
        require(last == 0, "have offsets that begin with 0", last);
        for (int i = 1; i <= count; i++) {
            int offset = LittleEndian.getInt(value, offsetsAt + 4 * i);
            falling |= offset - last | offset; // the sign of either is what must not be
            last = offset;
        }
        require(falling >= 0, "have offsets that never fall", "a fall");
        require(last == stringBytes, "have offsets that end with its " + stringBytes + " bytes of strings", last);
    }

    private static void requireCodes(byte[] value, ValueLayout layout, int rows, int width, int dictionarySize) {
        boolean everyCodeFits = width == 0 || (width < 4 && dictionarySize == 1 << (8 * width));
        if (everyCodeFits) {
            return;
        }
        int greatest = 0;
        int at = layout.dataAt();
        for (int i = 0; i < rows; i++) {
            int code = switch (width) {
                case 1 -> value[at + i] & 0xff;
                case 2 -> LittleEndian.getShort(value, at + 2 * i) & 0xffff;
                default -> LittleEndian.getInt(value, at + 4 * i);
            };
            greatest = Math.max(greatest, code < 0 ? Integer.MAX_VALUE : code);
        }
        require(greatest < dictionarySize, "have codes below its dictionary's size " + dictionarySize, greatest);
    }

    private static void require(boolean holds, String rule, Object actual) {
        if (!holds) {
            throw broken(rule, actual);
        }
    }

    private static GridmillException broken(String rule, Object actual) {
        return GridmillException.internal("an encoded column must " + rule + ", got " + actual);
    }
}
