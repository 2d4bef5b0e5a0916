package io.gridmill.core.chunk;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.schema.ColumnType;
import org.jspecify.annotations.Nullable;

/** Stores strings as codes into a sorted dictionary where that is smaller, else one after the other, compressed where that pays. */
final class StringEncoder {
    private StringEncoder() {}

    static EncodedValue encode(TextRows texts, int fromRow, Validity validity) {
        NativeStrings strings = new NativeStrings(texts, fromRow, validity);
        StringDictionary dictionary = StringDictionary.build(strings, validity);
        if (dictionary == null) {
            return encodePlain(strings, validity);
        }
        long coded = (long) strings.rows() * dictionary.codeWidth() + 4L * dictionary.size() + dictionary.stringBytes();
        boolean pays = coded < 4L * strings.rows() + strings.totalBytes();
        return pays ? encodeCodes(strings, dictionary, validity) : encodePlain(strings, validity);
    }

    private static EncodedValue encodeCodes(NativeStrings strings, StringDictionary dictionary, Validity validity) {
        int rows = strings.rows();
        int size = dictionary.size();
        int width = dictionary.codeWidth();
        ValueLayout layout = ValueLayout.of(
                Encoding.DICTIONARY, rows, validity.hasNulls(), width, size, Math.toIntExact(dictionary.stringBytes()));
        byte[] bytes = ColumnFormat.newValue(ColumnType.VARCHAR, Encoding.DICTIONARY, validity, width, 0, size, layout);
        int at = layout.dataAt();
        for (int row = 0; row < rows && width > 0; row++, at += width) {
            switch (width) {
                case 1 -> bytes[at] = (byte) dictionary.code(row);
                case 2 -> LittleEndian.putShort(bytes, at, (short) dictionary.code(row));
                default -> LittleEndian.putInt(bytes, at, dictionary.code(row));
            }
        }
        int end = 0;
        for (int code = 0; code < size; code++) {
            strings.copyTo(dictionary.rowOf(code), bytes, layout.dictionaryAt() + end);
            end += strings.length(dictionary.rowOf(code));
            LittleEndian.putInt(bytes, layout.offsetsAt() + 4 * (code + 1), end);
        }
        String min = validity.allNull() ? null : strings.zoneText(dictionary.rowOf(0));
        String max = validity.allNull() ? null : strings.zoneText(dictionary.rowOf(size - 1));
        return new EncodedValue(bytes, Encoding.DICTIONARY, validity.nullCount(), min, max);
    }

    private static EncodedValue encodePlain(NativeStrings strings, Validity validity) {
        int rows = strings.rows();
        ValueLayout layout =
                ValueLayout.of(Encoding.UTF8, rows, validity.hasNulls(), 0, 0, Math.toIntExact(strings.totalBytes()));
        byte[] bytes = ColumnFormat.newValue(ColumnType.VARCHAR, Encoding.UTF8, validity, 0, 0, 0, layout);
        strings.copyTo(bytes, layout.dataAt());
        int end = 0;
        int min = -1;
        int max = -1;
        long minPrefix = 0;
        long maxPrefix = 0;
        for (int row = 0; row < rows; row++) {
            end += strings.length(row);
            LittleEndian.putInt(bytes, layout.offsetsAt() + 4 * (row + 1), end);
            if (!validity.isNull(row)) {
                long prefix = strings.prefix(row);
                if (min < 0 || less(strings, row, prefix, min, minPrefix)) {
                    min = row;
                    minPrefix = prefix;
                }
                if (max < 0 || less(strings, max, maxPrefix, row, prefix)) {
                    max = row;
                    maxPrefix = prefix;
                }
            }
        }
        return new EncodedValue(
                        bytes, Encoding.UTF8, validity.nullCount(), zoneText(strings, min), zoneText(strings, max))
                .compressed();
    }

    private static boolean less(NativeStrings strings, int row, long prefix, int other, long otherPrefix) {
        return prefix == otherPrefix ? strings.compare(row, other) < 0 : Long.compareUnsigned(prefix, otherPrefix) < 0;
    }

    private static @Nullable String zoneText(NativeStrings strings, int row) {
        return row < 0 ? null : strings.zoneText(row);
    }
}
