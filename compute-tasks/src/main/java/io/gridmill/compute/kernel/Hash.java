package io.gridmill.compute.kernel;

/** Hashes for tables of a power of two. */
public final class Hash {
    private Hash() {}

    /** Fibonacci hashing, folded so that low bits are good. */
    public static int of(long value) {
        long h = value * 0x9E3779B97F4A7C15L;
        return (int) (h ^ h >>> 32);
    }

    public static long combine(long hash, long value) {
        long h = (hash ^ value) * 0x9E3779B97F4A7C15L;
        return h ^ h >>> 29;
    }

    public static int ofBytes(byte[] s) {
        long h = s.length;
        for (byte b : s) {
            h = h * 31 + b;
        }
        return of(h);
    }
}
