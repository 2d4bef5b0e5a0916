package io.gridmill.compute.simd;

/**
 * Elementary functions over arrays of doubles. Both forms take the same steps, each of which IEEE 754 defines to the last bit, so their
 * answers are the same on every machine. Belongs to one thread.
 *
 * <p>{@code exp} and {@code log} are within one ulp of {@link StrictMath}, {@code normalCdf} within 5e-16 of the exact value.
 */
public interface DoubleMath {
    /** A term that {@link #addFixed} takes is smaller than this. */
    double FIXED_LIMIT = 0x1p31;
    /** {@link #addFixed} counts in these. */
    double FIXED_UNIT = 0x1p-20;

    /** {@code out[i] = e^x[i]} for {@code -708 <= x[i] <= 709}; beyond, as at the nearer end. May be done in place. */
    void exp(double[] x, double[] out, int count);

    /** {@code out[i] = ln x[i]} for positive normal numbers. May be done in place. */
    void log(double[] x, double[] out, int count);

    /** {@code out[i]} = the probability that a standard normal variable is below {@code x[i]}. */
    void normalCdf(double[] x, double[] out, int count);

    /**
     * Independent standard normal numbers, a pair for each counter: the same for the same seed, stream and counter wherever and in whatever
     * order they are asked for. Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3. SC 2011), then
     * Box-Muller.
     *
     * @param first the first counter; {@code first + count} must not exceed 2^31
     */
    void normals(long seed, long stream, int first, int count, double[] a, double[] b);

    /**
     * Adds each term, rounded to the nearest multiple of {@link #FIXED_UNIT}, to {@code sums[from + i]}, which counts those. At most 4,096 terms of
     * a sum may be added before it is emptied.
     *
     * @return false when a term is not below {@link #FIXED_LIMIT} in size; the sums are of no use then
     */
    boolean addFixed(double[] terms, int count, long[] sums, int from);

    /** The fastest form that is ready in this JVM. */
    static DoubleMath open() {
        return VectorForms.areWarm() ? new VectorDoubleMath() : new ScalarDoubleMath();
    }
}
