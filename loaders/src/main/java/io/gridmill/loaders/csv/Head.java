package io.gridmill.loaders.csv;

import io.gridmill.core.error.GridmillException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a file starts.
 *
 * @param body where its first record behind byte order mark and header starts, in decompressed bytes
 * @param names of its header; a field without a name is named after its place: {@code c3}. Empty when the file has no header.
 * @param linesEndWithDelimiter whether a delimiter stands behind the last field of its records, as in TPC-H's files
 */
record Head(long body, List<String> names, boolean linesEndWithDelimiter) {
    private static final int SAMPLE_RECORDS = 100;
    private static final int FIRST_BYTES = 1 << 16;
    private static final int MAX_BYTES = 1 << 24;

    Head {
        names = List.copyOf(names);
    }

    /**
     * Reads it from a stream at a file's start.
     *
     * @param columns how many columns its records have
     * @throws GridmillException DATA when the file is not UTF-8 there, or the header does not end
     */
    static Head read(InputStream stream, CsvOptions options, boolean hasHeader, int columns, String file)
            throws IOException {
        byte[] bytes = stream.readNBytes(FIRST_BYTES);
        boolean whole = bytes.length < FIRST_BYTES;
        int start = byteOrderMark(bytes, file);
        if (!hasHeader) {
            return new Head(start, List.of(), linesEndWithDelimiter(bytes, start, whole, columns, options, file));
        }
        while (start < bytes.length && isLineBreak(bytes[start])) {
            start++;
        }
        int end = recordEnd(bytes, start, options);
        while (end < 0 && !whole) {
            byte[] more = stream.readNBytes(bytes.length);
            whole = more.length < bytes.length;
            byte[] longer = Arrays.copyOf(bytes, bytes.length + more.length);
            System.arraycopy(more, 0, longer, bytes.length, more.length);
            bytes = longer;
            end = recordEnd(bytes, start, options);
            if (end < 0 && bytes.length > MAX_BYTES) {
                throw GridmillException.data(
                        file + ": the header has no end within " + MAX_BYTES + " bytes; is a quote not closed?");
            }
        }
        int body = end < 0 ? bytes.length : end;
        return new Head(
                body,
                names(bytes, start, body, columns, options, file),
                linesEndWithDelimiter(bytes, body, whole, columns, options, file));
    }

    /** The first records as texts, header and all. */
    static List<List<@Nullable String>> sample(
            InputStream stream, CsvOptions options, int maxRecords, long maxBytes, String file) throws IOException {
        byte[] first = stream.readNBytes(3);
        int start = byteOrderMark(first, file);
        InputStream rest =
                new SequenceInputStream(new ByteArrayInputStream(first, start, first.length - start), stream);
        return SampleHandler.read(rest, options, maxRecords, maxBytes, file);
    }

    /** The names in a header. */
    static List<String> names(byte[] bytes, int from, int to, int columns, CsvOptions options, String file) {
        InputStream header = new ByteArrayInputStream(bytes, from, to - from);
        List<List<@Nullable String>> records =
                SampleHandler.read(header, options, 1, Long.MAX_VALUE, file + ", header");
        List<@Nullable String> fields = records.isEmpty() ? List.of() : records.get(0);
        boolean endsWithDelimiter = fields.size() == columns + 1 && isBlank(fields.get(columns));
        List<String> names = new ArrayList<>();
        for (String name : endsWithDelimiter ? fields.subList(0, columns) : fields) {
            if (isBlank(name)) {
                names.add("c" + (names.size() + 1));
                continue;
            }
            char[] text = name.toCharArray();
            String broken = CsvDecoder.brokenRule(text, 0, text.length);
            if (broken != null) {
                throw GridmillException.data(
                        file + ", header: '" + CsvDecoder.readable(text, 0, text.length) + "' " + broken);
            }
            names.add(name.strip());
        }
        return names;
    }

    static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    /** Whether more of the first records have an empty field too many than have not. */
    static boolean linesEndWithDelimiter(
            byte[] bytes, int from, boolean whole, int columns, CsvOptions options, String file) {
        InputStream stream = new ByteArrayInputStream(bytes, from, bytes.length - from);
        List<List<@Nullable String>> records =
                SampleHandler.read(stream, options, SAMPLE_RECORDS, Long.MAX_VALUE, file);
        // The last may be cut.
        int count =
                !whole && records.size() > 1 && records.size() < SAMPLE_RECORDS ? records.size() - 1 : records.size();
        int votes = 0;
        for (List<@Nullable String> record : records.subList(0, count)) {
            boolean ends = record.size() == columns + 1 && isBlank(record.get(columns));
            votes += ends ? 1 : record.size() == columns ? -1 : 0;
        }
        return votes > 0;
    }

    /** Where the text starts: behind a byte order mark, if there is one. */
    static int byteOrderMark(byte[] bytes, String file) {
        int first = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        if (first == 0xFEFF || first == 0xFFFE) {
            throw GridmillException.data(file + " must be UTF-8, but starts with a byte order mark of UTF-16");
        }
        return first == 0xEFBB && bytes.length > 2 && bytes[2] == (byte) 0xBF ? 3 : 0;
    }

    /** The place behind the line break that ends the record, or -1. */
    private static int recordEnd(byte[] bytes, int from, CsvOptions options) {
        RecordBoundaries boundaries = new RecordBoundaries(options);
        for (int i = from; i < bytes.length; i++) {
            boundaries.step(bytes[i]);
            if (isLineBreak(bytes[i]) && boundaries.outside()) {
                boolean both = bytes[i] == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n';
                return i + (both ? 2 : 1);
            }
        }
        return -1;
    }

    private static boolean isLineBreak(byte b) {
        return b == '\n' || b == '\r';
    }
}
