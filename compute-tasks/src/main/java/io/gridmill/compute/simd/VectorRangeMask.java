package io.gridmill.compute.simd;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * As many values at a time as a vector holds. They are copied into an array that stays in the nearest cache, because JDK 17 loads
 * vectors well from arrays alone; and masks become bytes by narrowing, because JDK 17 has no fast way from a mask to bits. Both ends of the
 * range are one comparison, moved so that the least value in it is the least of its width: two masks that are combined stay objects in some
 * compilations.
 */
final class VectorRangeMask implements RangeMask {
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int SMALLEST_SHAPE = 64;
    /** Whether a byte for each lane of an int vector fills a shape that there is. */
    private static final boolean NARROWS_INTS = BYTES.vectorBitSize() / Integer.BYTES >= SMALLEST_SHAPE;

    private static final VectorSpecies<Byte> BYTES_OF_SHORTS =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(BYTES.vectorBitSize() / Short.BYTES));
    private static final VectorSpecies<Byte> BYTES_OF_INTS = VectorSpecies.of(
            byte.class, VectorShape.forBitSize(Math.max(SMALLEST_SHAPE, BYTES.vectorBitSize() / Integer.BYTES)));

    private final byte[] values = new byte[MOST_ROWS * Integer.BYTES];
    private final RangeMask scalar = new ScalarRangeMask();
    /**
     * By the logarithm of the width. Called through an interface that has several classes, each is compiled on its own: in one method with the
     * others and their caller, C2 stops inlining before it is through, and what is not inlined works on objects.
     */
    private final Loop[] loops = {this::bytes, this::shorts, this::ints};

    /** Clears what is outside, of {@link #values}. */
    @FunctionalInterface
    private interface Loop {
        void clearOutside(int min, int max, int rows, byte[] keep);
    }

    @Override
    public void clearOutside(long address, int width, long min, long max, int rows, byte[] keep) {
        if (width == Long.BYTES || width == Integer.BYTES && !NARROWS_INTS) {
            scalar.clearOutside(address, width, min, max, rows, keep);
            return;
        }
        MemoryUtil.copyFromMemory(address, values, 0, rows * width);
        loops[Integer.numberOfTrailingZeros(width)].clearOutside((int) min, (int) max, rows, keep);
    }

    private void bytes(int min, int max, int rows, byte[] keep) {
        ByteVector none = ByteVector.zero(BYTES);
        ByteVector least = ByteVector.broadcast(BYTES, (byte) (min - Byte.MIN_VALUE));
        ByteVector range = ByteVector.broadcast(BYTES, (byte) (max - min + Byte.MIN_VALUE));
        for (int i = 0; i < rows; i += BYTES.length()) {
            ByteVector value = ByteVector.fromArray(BYTES, values, i).sub(least);
            VectorMask<Byte> outside = value.compare(VectorOperators.GT, range);
            ByteVector.fromArray(BYTES, keep, i).blend(none, outside).intoArray(keep, i);
        }
    }

    private void shorts(int min, int max, int rows, byte[] keep) {
        ShortVector none = ShortVector.zero(SHORTS);
        ShortVector all = ShortVector.broadcast(SHORTS, (short) -1);
        ShortVector least = ShortVector.broadcast(SHORTS, (short) (min - Short.MIN_VALUE));
        ShortVector range = ShortVector.broadcast(SHORTS, (short) (max - min + Short.MIN_VALUE));
        for (int i = 0; i < rows; i += SHORTS.length()) {
            ShortVector value = ByteVector.fromArray(BYTES, values, Short.BYTES * i)
                    .reinterpretAsShorts()
                    .sub(least);
            ShortVector inside = none.blend(all, value.compare(VectorOperators.LE, range));
            ByteVector narrow = (ByteVector) inside.convertShape(VectorOperators.S2B, BYTES_OF_SHORTS, 0);
            narrow.and(ByteVector.fromArray(BYTES_OF_SHORTS, keep, i)).intoArray(keep, i);
        }
    }

    private void ints(int min, int max, int rows, byte[] keep) {
        IntVector none = IntVector.zero(INTS);
        IntVector all = IntVector.broadcast(INTS, -1);
        IntVector least = IntVector.broadcast(INTS, min - Integer.MIN_VALUE);
        IntVector range = IntVector.broadcast(INTS, max - min + Integer.MIN_VALUE);
        for (int i = 0; i < rows; i += INTS.length()) {
            IntVector value = ByteVector.fromArray(BYTES, values, Integer.BYTES * i)
                    .reinterpretAsInts()
                    .sub(least);
            IntVector inside = none.blend(all, value.compare(VectorOperators.LE, range));
            ByteVector narrow = (ByteVector) inside.convertShape(VectorOperators.I2B, BYTES_OF_INTS, 0);
            narrow.and(ByteVector.fromArray(BYTES_OF_INTS, keep, i)).intoArray(keep, i);
        }
    }
}
