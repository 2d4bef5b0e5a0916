package io.gridmill.compute.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoubleMathTest {
    private static final int COUNT = 1003;
    private static final MathContext EXACT = new MathContext(60);

    private final Random random = new Random(11);
    private final DoubleMath scalar = new ScalarDoubleMath();
    private final DoubleMath vector = new VectorDoubleMath();

    private double[] values(double least, double greatest) {
        double[] values = random.doubles(COUNT, least, greatest).toArray();
        values[0] = least;
        values[1] = greatest;
        return values;
    }

    @Test
    void bothFormsGiveTheSameBits() {
        double[] expected = new double[COUNT];
        double[] got = new double[COUNT];
        double[] b1 = new double[COUNT];
        double[] b2 = new double[COUNT];
        for (int round = 0; round < 300; round++) {
            double[] x = values(-40, 40);
            scalar.exp(x, expected, COUNT);
            vector.exp(x, got, COUNT);
            assertThat(got).isEqualTo(expected);
            scalar.normalCdf(x, expected, COUNT);
            vector.normalCdf(x, got, COUNT);
            assertThat(got).isEqualTo(expected);
            double[] positive = values(1e-300, round % 2 == 0 ? 2 : 1e300);
            scalar.log(positive, expected, COUNT);
            vector.log(positive, got, COUNT);
            assertThat(got).isEqualTo(expected);
            scalar.normals(round * 7919L, -round, round, COUNT, expected, b1);
            vector.normals(round * 7919L, -round, round, COUNT, got, b2);
            assertThat(got).isEqualTo(expected);
            assertThat(b2).isEqualTo(b1);
        }
    }

    @Test
    void bothFormsAddTheSameAndSeeWhatIsTooLarge() {
        double[] terms = values(-1e6, 1e6);
        long[] expected = new long[COUNT + 5];
        long[] got = new long[COUNT + 5];
        for (int round = 0; round < 100; round++) {
            assertThat(scalar.addFixed(terms, COUNT, expected, 5)).isTrue();
            assertThat(vector.addFixed(terms, COUNT, got, 5)).isTrue();
        }
        assertThat(got).isEqualTo(expected);
        assertThat(expected[5]).isEqualTo(100 * Math.round(-1e6 * 0x1p20));
        for (int at : new int[] {0, COUNT - 1}) {
            for (double bad : new double[] {0x1p31, -0x1p31, Double.NaN, Double.NEGATIVE_INFINITY}) {
                double[] wrong = terms.clone();
                wrong[at] = bad;
                assertThat(scalar.addFixed(wrong, COUNT, expected, 0)).isFalse();
                assertThat(vector.addFixed(wrong, COUNT, got, 0)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 700})
    void exponentialsAreWithinOneUlpOfStrictMath(int size) {
        double[] x = values(-size, size);
        double[] got = new double[COUNT];
        vector.exp(x, got, COUNT);
        for (int i = 0; i < COUNT; i++) {
            assertThat(Math.abs(got[i] - StrictMath.exp(x[i])))
                    .as("exp %s", x[i])
                    .isLessThanOrEqualTo(Math.ulp(got[i]));
        }
        vector.exp(new double[] {-1e9, 0, 1e9, 0, 0, 0, 0, 0}, got, 8);
        assertThat(got[0]).isEqualTo(ScalarDoubleMath.exp(-708));
        assertThat(got[1]).isEqualTo(1);
        assertThat(got[2]).isEqualTo(ScalarDoubleMath.exp(709));
    }

    @ParameterizedTest
    @CsvSource({"1e-300,1", "0.5,2", "1,1e300"})
    void logarithmsAreWithinOneUlpOfStrictMath(double least, double greatest) {
        double[] x = values(least, greatest);
        double[] got = new double[COUNT];
        vector.log(x, got, COUNT);
        for (int i = 0; i < COUNT; i++) {
            assertThat(Math.abs(got[i] - StrictMath.log(x[i])))
                    .as("log %s", x[i])
                    .isLessThanOrEqualTo(Math.ulp(got[i]));
        }
    }

    @Test
    void theNormalDistributionIsWithin5E16() {
        for (double x = -8; x <= 8; x += 0.0625) {
            double exact = normalCdf(new BigDecimal(x)).doubleValue();
            assertThat(ScalarDoubleMath.normalCdf(x)).as("x = %s", x).isCloseTo(exact, within(5e-16));
        }
        assertThat(ScalarDoubleMath.normalCdf(-38)).isZero();
        assertThat(ScalarDoubleMath.normalCdf(38)).isEqualTo(1);
    }

    /** One half, and the density times x + x^3/3 + x^5/(3*5) + ... */
    private static BigDecimal normalCdf(BigDecimal x) {
        BigDecimal square = x.multiply(x);
        BigDecimal term = x;
        BigDecimal sum = x;
        for (int n = 3; n < 1000; n += 2) {
            term = term.multiply(square).divide(BigDecimal.valueOf(n), EXACT);
            sum = sum.add(term);
        }
        BigDecimal power = square.divide(BigDecimal.valueOf(2), EXACT);
        BigDecimal exp = BigDecimal.ONE;
        BigDecimal step = BigDecimal.ONE;
        for (int n = 1; n < 400; n++) {
            step = step.multiply(power).divide(BigDecimal.valueOf(n), EXACT);
            exp = exp.add(step);
        }
        BigDecimal root = new BigDecimal("6.28318530717958647692528676655900576839433879875021164194989").sqrt(EXACT);
        return new BigDecimal("0.5").add(sum.divide(exp.multiply(root), EXACT));
    }

    /** The known answers of the authors' Random123 library: the first two words of each give the first normal's uniform number. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 6627e8d5e169c58d, bc57ac4c9b00dbd8",
    })
    void countersAreThoseOfPhilox(long seed, long stream, int counter, String first, String second) {
        double[] a = new double[1];
        double[] b = new double[1];
        scalar.normals(seed, stream, counter, 1, a, b);

        // Words 0 and 1, 2 and 3; the higher one of each pair is the second.
        double u = uniform(first, MathConstants.BELOW_ONE);
        double turn = uniform(second, 1);
        assertThat(a[0]).isCloseTo(Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * turn), within(1e-14));
        assertThat(b[0]).isCloseTo(Math.sqrt(-2 * Math.log(u)) * Math.sin(2 * Math.PI * turn), within(1e-14));
    }

    private static double uniform(String words, double less) {
        long swapped = Long.rotateLeft(Long.parseUnsignedLong(words, 16), 32);
        return Double.longBitsToDouble(swapped >>> 12 | MathConstants.ONE_BITS) - less;
    }

    @Test
    void normalNumbersAreStandardNormalAndIndependent() {
        int count = 1 << 20;
        double[] a = new double[count];
        double[] b = new double[count];
        vector.normals(42, 7, 0, count, a, b);
        double[] moments = new double[5];
        for (int i = 0; i < count; i++) {
            moments[0] += a[i];
            moments[1] += a[i] * a[i];
            moments[2] += a[i] * a[i] * a[i];
            moments[3] += Math.pow(a[i], 4);
            moments[4] += a[i] * b[i];
        }
        // Five standard errors each.
        assertThat(moments[0] / count).isCloseTo(0, within(5 / 1024.0));
        assertThat(moments[1] / count).isCloseTo(1, within(5 * Math.sqrt(2) / 1024));
        assertThat(moments[2] / count).isCloseTo(0, within(5 * Math.sqrt(15) / 1024));
        assertThat(moments[3] / count).isCloseTo(3, within(5 * Math.sqrt(96) / 1024));
        assertThat(moments[4] / count).isCloseTo(0, within(5 / 1024.0));
    }
}
