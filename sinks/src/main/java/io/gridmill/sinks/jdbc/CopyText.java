package io.gridmill.sinks.jdbc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;
import org.jspecify.annotations.Nullable;

/** Text as a field of a COPY; what the server would refuse is found here, where the row is known. Not thread-safe. */
final class CopyText {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private final int maxLength;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

    /** @param maxLength the most characters that the column takes */
    CopyText(int maxLength) {
        this.maxLength = maxLength;
    }

    @Nullable
    String write(CopyBuffer out, ArrowBuf data, int start, int end) {
        int count = end - start;
        out.int32(count);
        int from = out.length();
        out.bytes(data, start, count);
        byte[] bytes = out.bytes();
        if (!isPlain(bytes, from, out.length())) {
            String fault = fault(bytes, from, count);
            if (fault != null) {
                return fault;
            }
        }
        return count > maxLength ? tooLong(bytes, from, out.length()) : null;
    }

    /** Whether all bytes are ASCII and none is 0. */
    private static boolean isPlain(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long word = (long) LONGS.get(bytes, i);
            if ((((word - LOW_BITS) | word) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; i < to; i++) {
            if (bytes[i] <= 0) {
                return false;
            }
        }
        return true;
    }

    private @Nullable String fault(byte[] bytes, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (bytes[i] == 0) {
                return "text must not hold the character U+0000, it does at byte " + (i - from);
            }
        }
        try {
            CharBuffer text = decoder.decode(ByteBuffer.wrap(bytes, from, count));
            assert text.length() <= count;
            return null;
        } catch (CharacterCodingException e) {
            return "text must be UTF-8, it is not: " + e.getMessage();
        }
    }

    private @Nullable String tooLong(byte[] bytes, int from, int to) {
        int characters = 0;
        for (int i = from; i < to; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                characters++;
            }
        }
        return characters <= maxLength
                ? null
                : "text must have at most " + maxLength + " characters, it has " + characters;
    }
}
