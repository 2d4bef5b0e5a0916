package io.gridmill.compute.simd;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Looks at as many places at a time as a vector has bytes, for the literal's first, middle and last byte at their distances; only where all are,
 * bytes are compared. After W. Muła, "SIMD-friendly algorithms for substring searching" (2016), with a third byte, because letters
 * of a language are few.
 */
final class VectorByteSearch implements ByteSearch {
    private static final VectorSpecies<Byte> BYTES =
            ByteVector.SPECIES_PREFERRED.length() <= SLACK ? ByteVector.SPECIES_PREFERRED : ByteVector.SPECIES_512;

    @Override
    public int find(byte[] text, int from, int to, byte[] literal) {
        int toMiddle = literal.length / 2;
        int toLast = literal.length - 1;
        byte first = literal[0];
        byte middle = literal[toMiddle];
        byte last = literal[toLast];
        int end = to - literal.length;
        for (int i = from; i <= end; i += BYTES.length()) {
            // Zero exactly where all three bytes are there: one test of one mask.
            ByteVector differences = ByteVector.fromArray(BYTES, text, i)
                    .lanewise(VectorOperators.XOR, first)
                    .or(ByteVector.fromArray(BYTES, text, i + toMiddle).lanewise(VectorOperators.XOR, middle))
                    .or(ByteVector.fromArray(BYTES, text, i + toLast).lanewise(VectorOperators.XOR, last));
            if (differences.compare(VectorOperators.EQ, (byte) 0).anyTrue()) {
                int stop = Math.min(i + BYTES.length() - 1, end);
                for (int at = i; at <= stop; at++) {
                    if (text[at] == first && ScalarByteSearch.matches(text, at, literal)) {
                        return at;
                    }
                }
            }
        }
        return -1;
    }
}
