package io.gridmill.sinks.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.ByteConverter;

/** Read back by the driver's own decoder. */
class CopyNumericTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 16, 17, 18, 19, 20, 37, 38})
    void decimalsOfEveryScaleAndLengthReadBackEqual(int scale) {
        Random random = new Random(scale);
        for (int digits = 1; digits <= 38; digits++) {
            BigInteger limit = BigInteger.TEN.pow(digits);
            assertReadsBack(limit.subtract(BigInteger.ONE), scale);
            assertReadsBack(limit.divide(BigInteger.TEN), scale);
            for (int i = 0; i < 20; i++) {
                assertReadsBack(new BigInteger(limit.bitLength(), random).mod(limit), scale);
            }
        }
        assertReadsBack(BigInteger.ZERO, scale);
        assertReadsBack(BigInteger.valueOf(Long.MAX_VALUE), scale);
        assertReadsBack(BigInteger.valueOf(Long.MIN_VALUE), scale);
    }

    private static void assertReadsBack(BigInteger unscaled, int scale) {
        for (BigInteger value : new BigInteger[] {unscaled, unscaled.negate()}) {
            BigDecimal decimal = new BigDecimal(value, scale);
            CopyBuffer out = new CopyBuffer(4);
            try (BufferAllocator allocator = new RootAllocator();
                    DecimalVector vector = new DecimalVector("d", allocator, 38, scale)) {
                vector.setSafe(1, decimal);
                new CopyNumeric(scale).write(out, vector.getDataBuffer(), DecimalVector.TYPE_WIDTH);
            }
            int length = ByteConverter.int4(out.bytes(), 0);
            assertThat(length).isEqualTo(out.length() - 4);
            assertThat(ByteConverter.numeric(out.bytes(), 4, length)).isEqualTo(decimal);
        }
    }
}
