package io.gridmill.compute.kernel;

import java.util.Arrays;
import java.util.Locale;

/** Functions of strings as UTF-8 bytes, called by generated code. Positions and lengths count code points. */
public final class Texts {
    private Texts() {}

    public static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    public static byte[] upper(byte[] s) {
        return Ops.utf8(Ops.text(s).toUpperCase(Locale.ROOT));
    }

    public static byte[] lower(byte[] s) {
        return Ops.utf8(Ops.text(s).toLowerCase(Locale.ROOT));
    }

    public static long length(byte[] s) {
        int count = 0;
        for (byte b : s) {
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }
        return count;
    }

    /** From the 1-based code point {@code start}; positions before the string count, as in SQL. */
    public static byte[] substring(byte[] s, long start, long length, int place) {
        if (length < 0) {
            throw new KernelFailure(place, "length of SUBSTRING must be >= 0, got " + length);
        }
        long end = start > Long.MAX_VALUE - length ? Long.MAX_VALUE : start + length;
        int from = s.length;
        int to = s.length;
        long position = 0;
        for (int i = 0; i < s.length; i++) {
            if ((s[i] & 0xC0) != 0x80) {
                position++;
                if (position >= start && i < from) {
                    from = i;
                }
                if (position >= end) {
                    to = i;
                    break;
                }
            }
        }
        return from >= to ? new byte[0] : from == 0 && to == s.length ? s : Arrays.copyOfRange(s, from, to);
    }
}
