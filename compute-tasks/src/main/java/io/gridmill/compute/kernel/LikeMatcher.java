package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A LIKE pattern over UTF-8 bytes: parts between the {@code %}, each looked for from the left as early as possible, the first and
 * the last tied to their ends. Within a part, {@code _} is one code point.
 */
public final class LikeMatcher {
    /** Stands for {@code _} in a part; no UTF-8 byte has this value as an int. */
    private static final int ANY = -1;

    private static final int NO_ESCAPE = -2;

    private final int[][] parts;

    public static LikeMatcher of(Expr.Like like) {
        return new LikeMatcher(
                like.pattern(),
                like.escape() == null ? NO_ESCAPE : like.escape().codePointAt(0));
    }

    private LikeMatcher(String pattern, int escape) {
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
        return matches(s, 0, s.length);
    }

    /** Whether {@code s[from .. to]} matches. */
    public boolean matches(byte[] s, int from, int to) {
        int at = matchAt(s, from, to, parts[0]);
        if (at < 0) {
            return false;
        }
        int last = parts.length - 1;
        if (last == 0) {
            return at == to;
        }
        for (int p = 1; p < last; p++) {
            int end = -1;
            while (at <= to && (end = matchAt(s, at, to, parts[p])) < 0) {
                at++;
            }
            if (end < 0) {
                return false;
            }
            at = end;
        }
        return endsWith(s, at, to, parts[last]);
    }

    /** The bytes that a string must contain, and nothing else, for a pattern of the form {@code %text%}; else null. */
    public byte @Nullable [] contained() {
        if (parts.length != 3 || parts[0].length > 0 || parts[1].length == 0 || parts[2].length > 0) {
            return null;
        }
        byte[] text = new byte[parts[1].length];
        for (int i = 0; i < text.length; i++) {
            if (parts[1][i] == ANY) {
                return null;
            }
            text[i] = (byte) parts[1][i];
        }
        return text;
    }

    /** Where the part ends when it begins at {@code at}, or -1. */
    private static int matchAt(byte[] s, int at, int to, int[] part) {
        int i = at;
        for (int expected : part) {
            if (i >= to) {
                return -1;
            }
            if (expected == ANY) {
                if ((s[i] & 0xC0) == 0x80) {
                    return -1;
                }
                i++;
                while (i < to && (s[i] & 0xC0) == 0x80) {
                    i++;
                }
            } else if ((s[i++] & 0xFF) != expected) {
                return -1;
            }
        }
        return i;
    }

    private static boolean endsWith(byte[] s, int from, int to, int[] part) {
        int i = to;
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
