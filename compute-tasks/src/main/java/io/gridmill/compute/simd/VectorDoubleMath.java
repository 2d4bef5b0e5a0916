package io.gridmill.compute.simd;

import static io.gridmill.compute.simd.MathConstants.*;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * As many values at a time as a vector holds; the rest of an array one at a time, which gives the same. What is long goes in steps over
 * arrays: the compiler would not inline all of it into one loop, and then every vector between two calls is an object.
 */
final class VectorDoubleMath implements DoubleMath {
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final int LANES = DOUBLES.length();

    /** Values between two steps; a multiple of every vector's length. */
    private static final int BLOCK = 512;

    /**
     * What {@link #normals} does after its rounds. Called through an interface that has many classes, each is compiled on its own: in one method with
     * the others, C2 makes code of half the speed.
     */
    private final Step[] steps = {this::uniforms, this::radii, this::sines, this::rotate};

    private final long[] word0 = new long[BLOCK];
    private final long[] word1 = new long[BLOCK];
    private final long[] word2 = new long[BLOCK];
    private final long[] word3 = new long[BLOCK];
    private final double[] one = new double[BLOCK];
    private final double[] two = new double[BLOCK];
    private final double[] sine = new double[BLOCK];
    private final double[] cosine = new double[BLOCK];

    /** A loop over a block. */
    @FunctionalInterface
    private interface Step {
        void run(int count);
    }

    @Override
    public void exp(double[] x, double[] out, int count) {
        int whole = DOUBLES.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            exp(DoubleVector.fromArray(DOUBLES, x, i)).intoArray(out, i);
        }
        for (int i = whole; i < count; i++) {
            out[i] = ScalarDoubleMath.exp(x[i]);
        }
    }

    @Override
    public void log(double[] x, double[] out, int count) {
        int whole = DOUBLES.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            log(DoubleVector.fromArray(DOUBLES, x, i)).intoArray(out, i);
        }
        for (int i = whole; i < count; i++) {
            out[i] = ScalarDoubleMath.log(x[i]);
        }
    }

    @Override
    public void normalCdf(double[] x, double[] out, int count) {
        int whole = DOUBLES.loopBound(count);
        for (int from = 0; from < whole; from += BLOCK) {
            int block = Math.min(BLOCK, whole - from);
            bells(x, from, block);
            nearTails(x, from, block);
            farTails(x, from, block, out);
        }
        for (int i = whole; i < count; i++) {
            out[i] = ScalarDoubleMath.normalCdf(x[i]);
        }
    }

    private static DoubleVector exp(DoubleVector value) {
        DoubleVector x = value.max(EXP_MIN).min(EXP_MAX);
        DoubleVector shifted = x.mul(LOG2_E).add(ROUND);
        DoubleVector k = shifted.sub(ROUND);
        DoubleVector hi = x.sub(k.mul(LN2_HI));
        DoubleVector lo = k.mul(LN2_LO);
        DoubleVector r = hi.sub(lo);
        DoubleVector t = r.mul(r);
        DoubleVector c =
                r.sub(t.mul(t.mul(t.mul(t.mul(t.mul(P5).add(P4)).add(P3)).add(P2))
                        .add(P1)));
        DoubleVector two = DoubleVector.broadcast(DOUBLES, 2);
        DoubleVector y = DoubleVector.broadcast(DOUBLES, 1)
                .sub(lo.sub(r.mul(c).div(two.sub(c))).sub(hi));
        LongVector power = shifted.reinterpretAsLongs().sub(ROUND_BITS).lanewise(VectorOperators.LSHL, MANTISSA);
        return y.reinterpretAsLongs().add(power).reinterpretAsDoubles();
    }

    private static DoubleVector log(DoubleVector x) {
        LongVector bits = x.reinterpretAsLongs();
        LongVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA);
        DoubleVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, MANTISSA))
                .reinterpretAsDoubles()
                .sub(1);
        DoubleVector k = exponent.add(ROUND_BITS).reinterpretAsDoubles().sub(ROUND);
        DoubleVector s = f.div(f.add(2));
        DoubleVector z = s.mul(s);
        DoubleVector r =
                z.mul(z.mul(z.mul(z.mul(z.mul(z.mul(z.mul(L7).add(L6)).add(L5)).add(L4))
                                        .add(L3))
                                .add(L2))
                        .add(L1));
        DoubleVector half = f.mul(f).mul(0.5);
        return k.mul(LN2_HI).sub(half.sub(s.mul(half.add(r)).add(k.mul(LN2_LO))).sub(f));
    }

    private void bells(double[] x, int from, int count) {
        for (int i = 0; i < count; i += LANES) {
            DoubleVector value = DoubleVector.fromArray(DOUBLES, x, from + i);
            exp(value.mul(value).mul(-0.5)).intoArray(one, i);
        }
    }

    private void nearTails(double[] x, int from, int count) {
        for (int i = 0; i < count; i += LANES) {
            DoubleVector size = DoubleVector.fromArray(DOUBLES, x, from + i).abs();
            DoubleVector a = size.mul(A6)
                    .add(A5)
                    .mul(size)
                    .add(A4)
                    .mul(size)
                    .add(A3)
                    .mul(size)
                    .add(A2)
                    .mul(size);
            a = a.add(A1).mul(size).add(A0);
            DoubleVector b = size.mul(B7)
                    .add(B6)
                    .mul(size)
                    .add(B5)
                    .mul(size)
                    .add(B4)
                    .mul(size)
                    .add(B3)
                    .mul(size);
            b = b.add(B2).mul(size).add(B1).mul(size).add(B0);
            DoubleVector.fromArray(DOUBLES, one, i).mul(a).div(b).intoArray(two, i);
        }
    }

    private void farTails(double[] x, int from, int count, double[] out) {
        DoubleVector c1 = DoubleVector.broadcast(DOUBLES, 1);
        for (int i = 0; i < count; i += LANES) {
            DoubleVector value = DoubleVector.fromArray(DOUBLES, x, from + i);
            DoubleVector size = value.abs();
            DoubleVector tail = DoubleVector.fromArray(DOUBLES, two, i);
            VectorMask<Double> far = size.compare(VectorOperators.GE, CDF_FAR);
            if (far.anyTrue()) {
                tail = tail.blend(farTail(size, i), far);
            }
            tail = tail.blend(0, size.compare(VectorOperators.GT, CDF_ZERO));
            tail.blend(c1.sub(tail), value.compare(VectorOperators.GT, 0)).intoArray(out, from + i);
        }
    }

    private DoubleVector farTail(DoubleVector size, int at) {
        DoubleVector fraction = size.add(DoubleVector.broadcast(DOUBLES, 4).div(size.add(0.65)));
        fraction = size.add(DoubleVector.broadcast(DOUBLES, 3).div(fraction));
        fraction = size.add(DoubleVector.broadcast(DOUBLES, 2).div(fraction));
        fraction = size.add(DoubleVector.broadcast(DOUBLES, 1).div(fraction));
        return DoubleVector.fromArray(DOUBLES, one, at).div(fraction).div(SQRT_2_PI);
    }

    @Override
    public void normals(long seed, long stream, int first, int count, double[] a, double[] b) {
        for (int from = 0; from < count; from += BLOCK) {
            int block = Math.min(BLOCK, count - from);
            begin(stream, (long) first + from, block);
            int k0 = (int) seed;
            int k1 = (int) (seed >>> 32);
            for (int round = 0; round < PHILOX_ROUNDS; round += 2) {
                twoRounds(block, k0, k1);
                k0 += PHILOX_2_W0;
                k1 += PHILOX_2_W1;
            }
            for (Step step : steps) {
                step.run(block);
            }
            System.arraycopy(one, 0, a, from, block);
            System.arraycopy(two, 0, b, from, block);
        }
    }

    private void begin(long stream, long first, int count) {
        int end = count + LANES - 1 & -LANES;
        for (int i = 0; i < end; i++) {
            word0[i] = first + i;
        }
        Arrays.fill(word1, 0, end, stream & LOW);
        Arrays.fill(word2, 0, end, stream >>> 32);
        Arrays.fill(word3, 0, end, 0);
    }

    private void twoRounds(int count, int k0, int k1) {
        for (int i = 0; i < count; i += LANES) {
            LongVector p = LongVector.fromArray(LONGS, word0, i).mul(PHILOX_M0);
            LongVector q = LongVector.fromArray(LONGS, word2, i).mul(PHILOX_M1);
            LongVector c0 = mixed(q, LongVector.fromArray(LONGS, word1, i), k0);
            LongVector c2 = mixed(p, LongVector.fromArray(LONGS, word3, i), k1);
            LongVector p2 = c0.mul(PHILOX_M0);
            LongVector q2 = c2.mul(PHILOX_M1);
            mixed(q2, q.and(LOW), k0 + PHILOX_W0).intoArray(word0, i);
            mixed(p2, p.and(LOW), k1 + PHILOX_W1).intoArray(word2, i);
            q2.and(LOW).intoArray(word1, i);
            p2.and(LOW).intoArray(word3, i);
        }
    }

    private static LongVector mixed(LongVector product, LongVector word, int key) {
        return product.lanewise(VectorOperators.LSHR, 32)
                .lanewise(VectorOperators.XOR, word)
                .lanewise(VectorOperators.XOR, key & LOW);
    }

    /** Above 0 and below 1 in the first array, from 0 and below 4, which is a whole turn, in the second. */
    private void uniforms(int count) {
        for (int i = 0; i < count; i += LANES) {
            between1And2(word1, word0, i).sub(BELOW_ONE).intoArray(one, i);
            between1And2(word3, word2, i).sub(1).mul(4).intoArray(two, i);
        }
    }

    private static DoubleVector between1And2(long[] highWord, long[] lowWord, int at) {
        return LongVector.fromArray(LONGS, highWord, at)
                .lanewise(VectorOperators.LSHL, 32)
                .or(LongVector.fromArray(LONGS, lowWord, at))
                .lanewise(VectorOperators.LSHR, 12)
                .or(ONE_BITS)
                .reinterpretAsDoubles();
    }

    private void radii(int count) {
        for (int i = 0; i < count; i += LANES) {
            log(DoubleVector.fromArray(DOUBLES, one, i)).mul(-2).sqrt().intoArray(one, i);
        }
    }

    /** Sine and cosine of what an angle is beyond the nearest quarter of a turn. */
    private void sines(int count) {
        DoubleVector c1 = DoubleVector.broadcast(DOUBLES, 1);
        for (int i = 0; i < count; i += LANES) {
            DoubleVector turn = DoubleVector.fromArray(DOUBLES, two, i);
            DoubleVector angle = turn.sub(turn.add(ROUND).sub(ROUND)).mul(HALF_PI);
            DoubleVector z = angle.mul(angle);
            DoubleVector s = z.mul(S6)
                    .add(S5)
                    .mul(z)
                    .add(S4)
                    .mul(z)
                    .add(S3)
                    .mul(z)
                    .add(S2)
                    .mul(z)
                    .add(S1);
            angle.add(angle.mul(z).mul(s)).intoArray(sine, i);
            DoubleVector c = z.mul(C6)
                    .add(C5)
                    .mul(z)
                    .add(C4)
                    .mul(z)
                    .add(C3)
                    .mul(z)
                    .add(C2)
                    .mul(z)
                    .add(C1);
            c1.sub(z.mul(0.5).sub(z.mul(z).mul(c))).intoArray(cosine, i);
        }
    }

    private void rotate(int count) {
        for (int i = 0; i < count; i += LANES) {
            LongVector quarter = DoubleVector.fromArray(DOUBLES, two, i)
                    .add(ROUND)
                    .reinterpretAsLongs()
                    .sub(ROUND_BITS);
            // All bits where the quarter is odd: JDK 17 has no fast way from a mask of longs to one of doubles.
            LongVector odd = LongVector.zero(LONGS).sub(quarter.and(1));
            LongVector sin = DoubleVector.fromArray(DOUBLES, sine, i).reinterpretAsLongs();
            LongVector cos = DoubleVector.fromArray(DOUBLES, cosine, i).reinterpretAsLongs();
            LongVector change = sin.lanewise(VectorOperators.XOR, cos).and(odd);
            DoubleVector radius = DoubleVector.fromArray(DOUBLES, one, i);
            radius.mul(negatedIf(cos.lanewise(VectorOperators.XOR, change), quarter.add(1)))
                    .intoArray(one, i);
            radius.mul(negatedIf(sin.lanewise(VectorOperators.XOR, change), quarter))
                    .intoArray(two, i);
        }
    }

    private static DoubleVector negatedIf(LongVector value, LongVector bits) {
        LongVector sign = bits.and(2).lanewise(VectorOperators.LSHL, 62);
        return value.lanewise(VectorOperators.XOR, sign).reinterpretAsDoubles();
    }

    @Override
    public boolean addFixed(double[] terms, int count, long[] sums, int from) {
        int whole = DOUBLES.loopBound(count);
        DoubleVector largest = DoubleVector.zero(DOUBLES);
        for (int i = 0; i < whole; i += LANES) {
            DoubleVector term = DoubleVector.fromArray(DOUBLES, terms, i);
            largest = largest.max(term.abs());
            LongVector units =
                    term.mul(1 / FIXED_UNIT).add(ROUND).reinterpretAsLongs().sub(ROUND_BITS);
            LongVector.fromArray(LONGS, sums, from + i).add(units).intoArray(sums, from + i);
        }
        boolean fits = largest.compare(VectorOperators.LT, FIXED_LIMIT).allTrue();
        for (int i = whole; i < count; i++) {
            double term = terms[i];
            fits &= Math.abs(term) < FIXED_LIMIT;
            sums[from + i] += Double.doubleToRawLongBits(term * (1 / FIXED_UNIT) + ROUND) - ROUND_BITS;
        }
        return fits;
    }
}
