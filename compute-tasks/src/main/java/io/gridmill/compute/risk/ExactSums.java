package io.gridmill.compute.risk;

import java.math.BigInteger;

/**
 * Sums of whole numbers, any many of them: what is added must fit {@link #ROOM}, and {@link #settle} must be called before a sum has taken
 * {@value #MOST_TERMS} terms since the last time.
 */
final class ExactSums {
    static final int MOST_TERMS = 4096;
    static final long ROOM = 1L << 51;

    /** What was added since the sums were settled. */
    final long[] recent;

    private final long[] low;
    private final long[] high;

    ExactSums(int count) {
        recent = new long[count];
        low = new long[count];
        high = new long[count];
    }

    /** Moves what was added to where there is room. */
    void settle() {
        for (int i = 0; i < recent.length; i++) {
            long sum = low[i] + recent[i];
            high[i] += (recent[i] >> 63) + (Long.compareUnsigned(sum, low[i]) < 0 ? 1 : 0);
            low[i] = sum;
            recent[i] = 0;
        }
    }

    /** A settled sum. */
    BigInteger sum(int i) {
        BigInteger lower = new BigInteger(Long.toUnsignedString(low[i]));
        return BigInteger.valueOf(high[i]).shiftLeft(64).add(lower);
    }
}
