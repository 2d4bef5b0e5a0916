package io.gridmill.loaders.csv;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Says where records end, from bytes alone and without parsing fields: outside of quotes, at line breaks. Behaves as {@link
 * CsvDecoder} and FastCSV do together: a quote opens only at the start of a field, two quotes within quotes are one, and text behind a closing
 * quote lasts to the next delimiter or line break. Feed it from a record's start, behind a byte order mark.
 */
final class RecordBoundaries {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private static final int OUTSIDE = 0;
    private static final int QUOTED = 1;
    private static final int QUOTE_SEEN = 2;
    private static final int BEHIND = 3;

    private final boolean hasQuote;
    private final byte quote;
    private final int delimiter;
    private final int delimiterMask;
    private int state = OUTSIDE;
    /** The last four bytes, the latest lowest; a field starts where it starts. */
    private int last = '\n';

    RecordBoundaries(CsvOptions options) {
        hasQuote = options.hasQuote();
        quote = (byte) options.quote();
        int packed = 0;
        int mask = 0;
        for (byte b : String.valueOf(options.delimiter()).getBytes(StandardCharsets.UTF_8)) {
            packed = packed << 8 | b & 0xff;
            mask = mask << 8 | 0xff;
        }
        delimiter = packed;
        delimiterMask = mask;
    }

    /** Takes one byte. */
    void step(byte b) {
        int before = last;
        last = last << 8 | b & 0xff;
        switch (state) {
            case OUTSIDE -> {
                if (b == quote && hasQuote && endsField(before)) {
                    state = QUOTED;
                }
            }
            case QUOTED -> {
                if (b == quote) {
                    state = QUOTE_SEEN;
                }
            }
            case QUOTE_SEEN -> state = b == quote ? QUOTED : endsField(last) ? OUTSIDE : BEHIND;
            default -> {
                if (endsField(last)) {
                    state = OUTSIDE;
                }
            }
        }
    }

    /** Whether the byte just taken, a line break, ended a record. */
    boolean outside() {
        return state == OUTSIDE;
    }

    /** Takes bytes, fast: outside of and within quotes only the next quote matters. */
    void skip(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (state <= QUOTED) {
                int next = hasQuote ? nextQuote(bytes, i, to) : to;
                remember(bytes, i, next);
                i = next;
                if (i == to) {
                    return;
                }
            }
            step(bytes[i++]);
        }
    }

    /** Takes bytes up to the first line feed that ends a record: the index behind it, or -1 when there is none and all are taken. */
    int recordEnd(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            step(bytes[i]);
            if (bytes[i] == '\n' && state == OUTSIDE) {
                return i + 1;
            }
        }
        return -1;
    }

    private boolean endsField(int bytes) {
        return (bytes & delimiterMask) == delimiter || (bytes & 0xff) == '\n' || (bytes & 0xff) == '\r';
    }

    private void remember(byte[] bytes, int from, int to) {
        for (int i = Math.max(from, to - 4); i < to; i++) {
            last = last << 8 | bytes[i] & 0xff;
        }
    }

    /** Eight bytes at a time: a byte of {@code word} is zero where it equals the quote. */
    private int nextQuote(byte[] bytes, int from, int to) {
        long pattern = (quote & 0xffL) * LOW_BITS;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long word = (long) LONGS.get(bytes, i) ^ pattern;
            if ((word - LOW_BITS & ~word & HIGH_BITS) != 0) {
                break;
            }
        }
        while (i < to && bytes[i] != quote) {
            i++;
        }
        return i;
    }
}
