package io.gridmill.compute.simd;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * Whether vector forms may be used. Until C2 has compiled them every vector is an object, and a first run costs hundreds of milliseconds: so
 * everything runs in scalar form until somebody, off the path of a query, has run the vector forms and seen that they are faster here.
 */
public final class VectorForms {
    private static final int SLICE_BLOCKS = 200;
    private static final int MATH_VALUES = 256;
    private static final int SEARCH_SLACK = ByteSearch.SLACK + 2;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static volatile boolean warm;

    private VectorForms() {}

    static boolean areWarm() {
        return warm;
    }

    /**
     * Runs each vector form until it is compiled, well under a second; for the start of a node. Leaves the scalar forms in use where there is no vector
     * module, no C2, or no gain.
     */
    public static void warmUp() {
        if (!warm && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && hasC2()) {
            warm = becomeFaster();
        }
    }

    private static boolean hasC2() {
        String mode = System.getProperty("java.vm.info", "");
        return mode.contains("mixed") && !mode.contains("emulated-client");
    }

    private static boolean becomeFaster() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        RangeMask vector = new VectorRangeMask();
        RangeMask scalar = new ScalarRangeMask();
        ByteBuffer block = ByteBuffer.allocateDirect(RangeMask.MOST_ROWS * Integer.BYTES);
        boolean faster;
        do {
            faster = true;
            // In turn, so that C2 never takes one width for the only one.
            for (int width = 1; width <= Integer.BYTES; width *= 2) {
                faster &= nanos(vector, block, width) < nanos(scalar, block, width);
            }
            if (!faster && System.nanoTime() > deadline) {
                return false;
            }
        } while (!faster);
        while (nanos(new VectorDoubleMath()) >= nanos(new ScalarDoubleMath())) {
            if (System.nanoTime() > deadline) {
                return false;
            }
        }
        while (nanos(new VectorByteSearch()) >= nanos(new ScalarByteSearch())) {
            if (System.nanoTime() > deadline) {
                return false;
            }
        }
        return true;
    }

    private static long nanos(RangeMask mask, ByteBuffer block, int width) {
        long address = MemoryUtil.getByteBufferAddress(block);
        byte[] keep = new byte[RangeMask.MOST_ROWS];
        long began = System.nanoTime();
        for (int i = 0; i < SLICE_BLOCKS; i++) {
            Arrays.fill(keep, (byte) 1);
            mask.clearOutside(address, width, -(i & 7), i & 7, RangeMask.MOST_ROWS, keep);
        }
        return System.nanoTime() - began;
    }

    private static long nanos(ByteSearch search) {
        byte[] text = new byte[RangeMask.MOST_ROWS + SEARCH_SLACK];
        byte[] literal = {1, 2};
        long began = System.nanoTime();
        int found = 0;
        for (int i = 0; i < SLICE_BLOCKS; i++) {
            found += search.find(text, i & 1, RangeMask.MOST_ROWS, literal);
        }
        if (found != -SLICE_BLOCKS) {
            throw new IllegalStateException("what is not there must not be found");
        }
        return System.nanoTime() - began;
    }

    private static long nanos(DoubleMath math) {
        double[] a = new double[MATH_VALUES];
        double[] b = new double[MATH_VALUES];
        long[] sums = new long[MATH_VALUES];
        long began = System.nanoTime();
        for (int i = 0; i < SLICE_BLOCKS; i++) {
            math.normals(i, i, 0, MATH_VALUES, a, b);
            math.exp(a, b, MATH_VALUES);
            math.log(b, a, MATH_VALUES);
            math.normalCdf(a, b, MATH_VALUES);
            math.addFixed(b, MATH_VALUES, sums, 0);
        }
        return System.nanoTime() - began;
    }
}
