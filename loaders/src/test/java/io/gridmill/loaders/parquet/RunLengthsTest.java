package io.gridmill.loaders.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunLengthsTest {
    private static final int GROUPS = 40;

    /** One run of packed values, bit by bit as the format says, with nothing behind it. */
    private static byte[] packed(int[] values, int width) {
        byte[] bytes = new byte[1 + (values.length * width + 7) / 8];
        bytes[0] = (byte) (GROUPS << 1 | 1);
        for (int i = 0; i < values.length; i++) {
            for (int k = 0; k < width; k++) {
                int bit = i * width + k;
                bytes[1 + bit / 8] |= (byte) ((values[i] >>> k & 1) << bit % 8);
            }
        }
        return bytes;
    }

    @Test
    void packedValuesOfEveryWidthAreReadInPiecesOfAnyLength() throws Exception {
        for (int width = 0; width <= Integer.SIZE; width++) {
            for (int seed = 0; seed < 20; seed++) {
                Random random = new Random(seed);
                int[] values = new int[8 * GROUPS];
                for (int i = 0; i < values.length; i++) {
                    values[i] = width == 0 ? 0 : random.nextInt() >>> (Integer.SIZE - width);
                }
                byte[] bytes = packed(values, width);
                RunLengths runs = new RunLengths(bytes, 0, bytes.length, width);
                int[] read = new int[values.length];
                for (int at = 0; at < read.length; ) {
                    int count = Math.min(read.length - at, random.nextInt(30));
                    runs.read(read, at, count);
                    at += count;
                }
                assertThat(read)
                        .as("width %s, seed %s: %s", width, seed, Arrays.toString(bytes))
                        .isEqualTo(values);
            }
        }
    }
}
