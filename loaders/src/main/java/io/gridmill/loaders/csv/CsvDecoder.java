package io.gridmill.loaders.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Decodes UTF-8 for FastCSV and marks what no valid file has, so that one bad record can be told and left out without losing its
 * neighbours. FastCSV itself would either stop for good at text behind a closing quote, or silently join it to the field.
 *
 * <p>A mark is a lone low surrogate, which no UTF-8 decodes to: 0xDC00 + byte for a byte that is not valid UTF-8, 0xDD00 + byte for the
 * first byte behind a closing quote that is neither delimiter nor line break, and for each quote after that in the same field. Such a
 * field therefore ends at the next delimiter or line break. {@link RecordBoundaries} follows the same rules on bytes.
 */
final class CsvDecoder extends Reader {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int INVALID_BYTE = 0xDC00;
    private static final int BEHIND_QUOTE = 0xDD00;

    private static final int OUTSIDE = 0;
    private static final int QUOTED = 1;
    private static final int QUOTE_SEEN = 2;
    private static final int BEHIND = 3;

    private final InputStream in;
    private final char delimiter;
    private final char quote;
    private final byte quoteByte;
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private boolean atEnd;
    private long consumed;
    private int state = OUTSIDE;
    /** The last character handed out; a line break at the start, because a field starts there. */
    private char previous = '\n';

    CsvDecoder(InputStream in, CsvOptions options) {
        this.in = in;
        this.delimiter = options.delimiter();
        this.quote = options.quote();
        // A negative byte stops the fast loop anyhow.
        this.quoteByte = options.hasQuote() ? (byte) quote : -1;
    }

    /** Whether the input has ended within a quoted field. */
    boolean endsInsideQuotes() {
        return atEnd && position == limit && state == QUOTED;
    }

    /** Bytes that were fetched from the input. */
    long bytesFetched() {
        return consumed;
    }

    /** The rule that a text with a mark breaks, or null when it has none. */
    static @Nullable String brokenRule(char[] text, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (Character.isHighSurrogate(text[i])) {
                i++;
            } else if (Character.isLowSurrogate(text[i])) {
                return (text[i] & 0xff00) == INVALID_BYTE
                        ? String.format("is not valid UTF-8 (byte 0x%02X)", text[i] & 0xff)
                        : "has text behind its closing quote";
            }
        }
        return null;
    }

    /** A text for people: marks become the byte that they stand for, or a replacement character. */
    static String readable(char[] text, int from, int length) {
        StringBuilder readable = new StringBuilder(length);
        for (int i = from; i < from + length; i++) {
            char c = text[i];
            if (Character.isHighSurrogate(c) && i + 1 < from + length) {
                readable.append(c).append(text[++i]);
            } else if (Character.isSurrogate(c)) {
                readable.append((c & 0xff80) == BEHIND_QUOTE ? (char) (c & 0x7f) : '\uFFFD');
            } else {
                readable.append(c);
            }
        }
        return readable.toString();
    }

    @Override
    public int read(char[] to, int offset, int length) throws IOException {
        if (length < 2) {
            throw new IllegalArgumentException("length must be >= 2, got " + length);
        }
        int at = offset;
        // A character beyond the basic plane takes two places.
        int end = offset + length - 1;
        while (at < end) {
            if (limit - position < 4 && !atEnd) {
                if (at > offset) {
                    break;
                }
                fetch();
                continue;
            }
            if (position == limit) {
                break;
            }
            if (state <= QUOTED) {
                int from = position;
                int stop = Math.min(limit, from + end - at);
                int i = from;
                while (i < stop && bytes[i] >= 0 && bytes[i] != quoteByte) {
                    to[at++] = (char) bytes[i++];
                }
                position = i;
                if (at > offset) {
                    previous = to[at - 1];
                }
                // A longer character may begin in the last bytes of the buffer and end in the next.
                if (i == stop || limit - i < 4 && !atEnd) {
                    continue;
                }
            }
            at = decodeOne(to, at);
            previous = to[at - 1];
        }
        return at > offset ? at - offset : -1;
    }

    private void fetch() throws IOException {
        System.arraycopy(bytes, position, bytes, 0, limit - position);
        limit -= position;
        position = 0;
        int count = in.read(bytes, limit, bytes.length - limit);
        if (count < 0) {
            atEnd = true;
        } else {
            limit += count;
            consumed += count;
        }
    }

    private int decodeOne(char[] to, int at) {
        byte lead = bytes[position];
        int width = lead >= 0 ? 1 : sequenceLength();
        int c = lead >= 0 ? lead : width == 0 ? INVALID_BYTE | lead & 0xff : codePoint(width);
        boolean endsField = c == delimiter || c == '\n' || c == '\r';
        switch (state) {
            case OUTSIDE -> {
                if (c == quote && (previous == delimiter || previous == '\n' || previous == '\r')) {
                    state = QUOTED;
                }
            }
            case QUOTED -> {
                if (c == quote) {
                    state = QUOTE_SEEN;
                }
            }
            case QUOTE_SEEN -> {
                state = c == quote ? QUOTED : endsField ? OUTSIDE : BEHIND;
                if (state == BEHIND) {
                    c = BEHIND_QUOTE | lead & 0xff;
                    width = 1;
                }
            }
            default -> {
                if (endsField) {
                    state = OUTSIDE;
                } else if (c == quote) {
                    c = BEHIND_QUOTE | lead & 0xff;
                }
            }
        }
        position += Math.max(1, width);
        return at + Character.toChars(c, to, at);
    }

    /** Bytes of the sequence at the position, or 0 when it is not valid (too short, overlong, a surrogate, beyond U+10FFFF). */
    private int sequenceLength() {
        int lead = bytes[position] & 0xff;
        int width = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || position + width > limit) {
            return 0;
        }
        for (int i = 1; i < width; i++) {
            if ((bytes[position + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        int c = codePoint(width);
        boolean valid = width == 2
                || width == 3 && c >= 0x800 && (c < 0xd800 || c > 0xdfff)
                || width == 4 && c >= 0x10000 && c <= 0x10ffff;
        return valid ? width : 0;
    }

    private int codePoint(int width) {
        int c = bytes[position] & 0xff >> width + 1;
        for (int i = 1; i < width; i++) {
            c = c << 6 | bytes[position + i] & 0x3f;
        }
        return c;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
