package io.gridmill.compute.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A LIKE pattern over UTF-8 bytes: parts between the {@code %}, each looked for from the left as early as possible, the first and
 * the last tied to their ends. Within a part, {@code _} is one code point.
 */
public final class LikeMatcher {
    /** Stands for {@code _} in a part; no UTF-8 byte has this value as an int. */
    private static final int ANY = -1;

    private final int[][] parts;

    public LikeMatcher(String pattern, int escape) {
        List<int[]> found = new ArrayList<>();
        int[] part = new int[pattern.length() * 4];
        int length = 0;
        for (int i = 0; i < pattern.length(); ) {
            int c = pattern.codePointAt(i);
            i += Character.charCount(c);
            if (c == escape) {
                c = pattern.codePointAt(i);
                i += Character.charCount(c);
            } else if (c == '%') {
                found.add(Arrays.copyOf(part, length));
                length = 0;
                continue;
            } else if (c == '_') {
                part[length++] = ANY;
                continue;
            }
            for (byte b : Ops.utf8(Character.toString(c))) {
                part[length++] = b & 0xFF;
            }
        }
        found.add(Arrays.copyOf(part, length));
        parts = found.toArray(new int[0][]);
    }

    public boolean matches(byte[] s) {
        int at = matchAt(s, 0, parts[0]);
        if (at < 0) {
            return false;
        }
        int last = parts.length - 1;
        if (last == 0) {
            return at == s.length;
        }
        for (int p = 1; p < last; p++) {
            int end = -1;
            while (at <= s.length && (end = matchAt(s, at, parts[p])) < 0) {
                at++;
            }
            if (end < 0) {
                return false;
            }
            at = end;
        }
        return endsWith(s, at, parts[last]);
    }

    /** Where the part ends when it begins at {@code at}, or -1. */
    private static int matchAt(byte[] s, int at, int[] part) {
        int i = at;
        for (int expected : part) {
            if (i >= s.length) {
                return -1;
            }
            if (expected == ANY) {
                if ((s[i] & 0xC0) == 0x80) {
                    return -1;
                }
                i++;
                while (i < s.length && (s[i] & 0xC0) == 0x80) {
                    i++;
                }
            } else if ((s[i++] & 0xFF) != expected) {
                return -1;
            }
        }
        return i;
    }

    private static boolean endsWith(byte[] s, int from, int[] part) {
        int i = s.length;
        for (int p = part.length - 1; p >= 0; p--) {
            if (i <= from) {
                return false;
            }
            i--;
            if (part[p] == ANY) {
                while (i > from && (s[i] & 0xC0) == 0x80) {
                    i--;
                }
            } else if ((s[i] & 0xFF) != part[p]) {
                return false;
            }
        }
        return i >= from;
    }
}
