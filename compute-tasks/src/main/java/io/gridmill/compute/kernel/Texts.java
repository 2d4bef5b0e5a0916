package io.gridmill.compute.kernel;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/** Functions of strings as UTF-8 bytes, called by generated code. Positions and lengths count code points. */
public final class Texts {
    /** Code points of the longest string that LPAD and RPAD make: a block of rows, or a dictionary, has thousands of them in memory. */
    private static final int LONGEST_PADDED = 10_000;

    /** Bytes of the longest string that is made of others, which again can be made of others. */
    private static final int LONGEST = 1_000_000;

    private Texts() {}

    public static byte[] concat(byte[] a, byte[] b, int place) {
        requireShort((long) a.length + b.length, place);
        return joined(a, b);
    }

    private static void requireShort(long bytes, int place) {
        if (bytes > LONGEST) {
            throw new KernelFailure(
                    place, "a string that is made of others must have at most " + LONGEST + " bytes, got " + bytes);
        }
    }

    private static byte[] joined(byte[] a, byte[] b) {
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
        return length(s, s.length);
    }

    private static int length(byte[] s, int end) {
        int count = 0;
        for (int i = 0; i < end; i++) {
            count += (s[i] & 0xC0) != 0x80 ? 1 : 0;
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
        return from >= to ? new byte[0] : slice(s, from, to);
    }

    public static byte[] trim(byte[] s, byte[] characters) {
        int from = firstKept(s, characters);
        return slice(s, from, endOfKept(s, from, characters));
    }

    public static byte[] trimLeading(byte[] s, byte[] characters) {
        return slice(s, firstKept(s, characters), s.length);
    }

    public static byte[] trimTrailing(byte[] s, byte[] characters) {
        return slice(s, 0, endOfKept(s, 0, characters));
    }

    private static int firstKept(byte[] s, byte[] characters) {
        int from = 0;
        while (from < s.length) {
            int next = nextCharacter(s, from);
            if (!hasCharacter(characters, s, from, next)) {
                break;
            }
            from = next;
        }
        return from;
    }

    private static int endOfKept(byte[] s, int from, byte[] characters) {
        int end = s.length;
        while (end > from) {
            int start = end - 1;
            while (start > from && (s[start] & 0xC0) == 0x80) {
                start--;
            }
            if (!hasCharacter(characters, s, start, end)) {
                break;
            }
            end = start;
        }
        return end;
    }

    private static boolean hasCharacter(byte[] characters, byte[] s, int from, int to) {
        for (int i = 0; i < characters.length; ) {
            int next = nextCharacter(characters, i);
            if (Arrays.equals(characters, i, next, s, from, to)) {
                return true;
            }
            i = next;
        }
        return false;
    }

    private static int nextCharacter(byte[] s, int at) {
        int next = at + 1;
        while (next < s.length && (s[next] & 0xC0) == 0x80) {
            next++;
        }
        return next;
    }

    /** From 1, or 0 where it is not found. */
    public static long position(byte[] what, byte[] s) {
        int found = indexOf(s, what, 0);
        return found < 0 ? 0 : length(s, found) + 1;
    }

    public static byte[] replace(byte[] s, byte[] what, byte[] with, int place) {
        int found = what.length == 0 ? -1 : indexOf(s, what, 0);
        if (found < 0) {
            return s;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(s.length + with.length);
        int from = 0;
        while (found >= 0) {
            out.write(s, from, found - from);
            out.write(with, 0, with.length);
            from = found + what.length;
            requireShort((long) out.size() + s.length - from, place);
            found = indexOf(s, what, from);
        }
        out.write(s, from, s.length - from);
        return out.toByteArray();
    }

    private static int indexOf(byte[] s, byte[] what, int from) {
        for (int i = from; i <= s.length - what.length; i++) {
            if (Arrays.equals(s, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }

    /** To {@code length} code points: cut at the end, or filled at the front with as many of {@code fill} as fit. */
    public static byte[] padLeft(byte[] s, long length, byte[] fill, int place) {
        long missing = missing(s, length, fill, "LPAD", place);
        return missing <= 0 ? substring(s, 1, Math.max(length, 0), place) : joined(filling(fill, missing, place), s);
    }

    public static byte[] padRight(byte[] s, long length, byte[] fill, int place) {
        long missing = missing(s, length, fill, "RPAD", place);
        return missing <= 0 ? substring(s, 1, Math.max(length, 0), place) : joined(s, filling(fill, missing, place));
    }

    private static long missing(byte[] s, long length, byte[] fill, String function, int place) {
        if (length > LONGEST_PADDED) {
            throw new KernelFailure(
                    place, "length in " + function + " must be <= " + LONGEST_PADDED + ", got " + length);
        }
        long missing = length - length(s);
        if (missing > 0 && fill.length == 0) {
            throw new KernelFailure(place, "what fills in " + function + " must not be empty, got ''");
        }
        return missing;
    }

    private static byte[] filling(byte[] fill, long characters, int place) {
        int whole = (int) (characters / length(fill));
        byte[] rest = substring(fill, 1, characters % length(fill), place);
        byte[] all = new byte[whole * fill.length + rest.length];
        for (int i = 0; i < whole; i++) {
            System.arraycopy(fill, 0, all, i * fill.length, fill.length);
        }
        System.arraycopy(rest, 0, all, whole * fill.length, rest.length);
        return all;
    }

    private static byte[] slice(byte[] s, int from, int to) {
        return from == 0 && to == s.length ? s : Arrays.copyOfRange(s, from, to);
    }
}
