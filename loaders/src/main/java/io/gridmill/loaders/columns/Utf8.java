package io.gridmill.loaders.columns;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Says whether bytes are UTF-8: nothing overlong, no surrogates, nothing beyond U+10FFFF. */
public final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /** Whether all bytes are below 0x80, eight at a time. */
    public static boolean isAscii(byte[] bytes, int from, int to) {
        int i = from;
        for (; i + 8 <= to; i += 8) {
            if (((long) LONGS.get(bytes, i) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; i < to; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    public static boolean isValid(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            int lead = bytes[i];
            if (lead >= 0) {
                i++;
                continue;
            }
            int width = (lead & 0xff) >= 0xf0 ? 4 : (lead & 0xff) >= 0xe0 ? 3 : 2;
            if ((lead & 0xff) < 0xc2 || (lead & 0xff) > 0xf4 || i + width > to) {
                return false;
            }
            int c = lead & 0xff >> width + 1;
            for (int k = 1; k < width; k++) {
                if ((bytes[i + k] & 0xc0) != 0x80) {
                    return false;
                }
                c = c << 6 | bytes[i + k] & 0x3f;
            }
            if (width == 3 && (c < 0x800 || c >= 0xd800 && c <= 0xdfff)
                    || width == 4 && (c < 0x10000 || c > 0x10ffff)) {
                return false;
            }
            i += width;
        }
        return true;
    }
}
