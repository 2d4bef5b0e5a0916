package io.gridmill.compute.simd;

/** Tests which stored integers of a block lie in a range. Belongs to one thread. */
public interface RangeMask {
    /** Rows of the largest block. */
    int MOST_ROWS = 2048;

    /**
     * Clears {@code keep[row]} for each value outside the range.
     *
     * @param address of the first value, signed, little-endian
     * @param width bytes of a value: 1, 2, 4 or 8
     * @param min least value in the range, within what the width holds
     * @param max greatest value in the range, within what the width holds
     * @param rows at most {@link #MOST_ROWS}
     * @param keep 1 or 0 for each row, of length {@link #MOST_ROWS}; beyond {@code rows} anything may be left
     */
    void clearOutside(long address, int width, long min, long max, int rows, byte[] keep);

    /** The fastest form that is ready in this JVM. */
    static RangeMask open() {
        return VectorForms.areWarm() ? new VectorRangeMask() : new ScalarRangeMask();
    }
}
