package io.gridmill.compute.simd;

/** Finds a few bytes in many. Thread-safe. */
public interface ByteSearch {
    /** How many bytes beyond the end of the text may be read; what they are does not matter. */
    int SLACK = 64;

    /**
     * Finds the first occurrence.
     *
     * @param text of which {@code from .. to} is searched; its length is at least {@code to + literal.length + SLACK}
     * @param literal at least one byte
     * @return where it begins, or -1
     */
    int find(byte[] text, int from, int to, byte[] literal);

    /** The fastest form that is ready in this JVM. */
    static ByteSearch open() {
        return VectorForms.areWarm() ? new VectorByteSearch() : new ScalarByteSearch();
    }
}
