package io.gridmill.compute.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.apache.arrow.memory.util.MemoryUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vector and scalar forms have the same answers. The tests' JVM has the vector module, as a node's has. */
class VectorFormsTest {
    private final Random random = new Random(7);

    @Test
    void vectorFormsAreUsedOnceTheyAreWarm() {
        VectorForms.warmUp();

        assumeTrue(VectorForms.areWarm(), "vector forms are not faster in this JVM");
        assertThat(RangeMask.open()).isInstanceOf(VectorRangeMask.class);
        assertThat(ByteSearch.open()).isInstanceOf(VectorByteSearch.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void rangesKeepTheSameRows(int width) {
        ByteBuffer values =
                ByteBuffer.allocateDirect(RangeMask.MOST_ROWS * width + 64).order(ByteOrder.LITTLE_ENDIAN);
        long address = MemoryUtil.getByteBufferAddress(values);
        long least = -1L << 8 * width - 1;
        RangeMask vector = new VectorRangeMask();
        RangeMask scalar = new ScalarRangeMask();
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[values.capacity()];
            random.nextBytes(bytes);
            values.clear().put(bytes);
            int rows = round < 20 ? round : 1 + random.nextInt(RangeMask.MOST_ROWS);
            long a = round % 3 == 0 ? least : random.nextLong() >> 64 - 8 * width;
            long b = round % 5 == 0 ? ~least : random.nextLong() >> 64 - 8 * width;
            byte[] kept = new byte[RangeMask.MOST_ROWS];
            for (int i = 0; i < rows; i++) {
                kept[i] = (byte) random.nextInt(2);
            }
            byte[] expected = kept.clone();
            scalar.clearOutside(address, width, Math.min(a, b), Math.max(a, b), rows, expected);
            vector.clearOutside(address, width, Math.min(a, b), Math.max(a, b), rows, kept);

            assertThat(Arrays.copyOf(kept, rows)).isEqualTo(Arrays.copyOf(expected, rows));
            for (int i = 0; i < rows; i++) {
                long value = switch (width) {
                    case 1 -> values.get(i);
                    case 2 -> values.getShort(2 * i);
                    case 4 -> values.getInt(4 * i);
                    default -> values.getLong(8 * i);
                };
                assertThat(expected[i] == 1 && (value < Math.min(a, b) || value > Math.max(a, b)))
                        .isFalse();
            }
        }
    }

    @Test
    void searchesFindTheSamePlaces() {
        ByteSearch vector = new VectorByteSearch();
        ByteSearch scalar = new ScalarByteSearch();
        for (int round = 0; round < 500; round++) {
            byte[] literal = bytes(1 + random.nextInt(round % 10 == 0 ? 90 : 4), 3);
            int length = random.nextInt(600);
            byte[] text = Arrays.copyOf(bytes(length, 3), length + literal.length + ByteSearch.SLACK);
            if (length > literal.length) {
                System.arraycopy(literal, 0, text, random.nextInt(length - literal.length + 1), literal.length);
            }
            int from = length == 0 ? 0 : random.nextInt(length);
            int found = vector.find(text, from, length, literal);

            assertThat(found).isEqualTo(scalar.find(text, from, length, literal));
            int naive = new String(text, 0, length, java.nio.charset.StandardCharsets.ISO_8859_1)
                    .indexOf(new String(literal, java.nio.charset.StandardCharsets.ISO_8859_1), from);
            assertThat(found).isEqualTo(naive);
        }
    }

    private byte[] bytes(int length, int letters) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(letters));
        }
        return bytes;
    }
}
