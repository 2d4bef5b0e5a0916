package io.gridmill.compute.simd;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * Whether vector forms may be used. Until C2 has compiled them every vector is an object, and a first run costs hundreds of milliseconds: so
 * everything runs in scalar form until somebody, off the path of a query, has run the vector forms warm.
 */
public final class VectorForms {
    private static final int WARM_UP_BLOCKS = 20_000;
    private static final int SEARCH_SLACK = ByteSearch.SLACK + 2;

    private static volatile boolean warm;

    private VectorForms() {}

    static boolean areWarm() {
        return warm;
    }

    /** Runs each vector form until it is compiled, about a second; for the start of a node. Does nothing without the module. */
    public static void warmUp() {
        if (warm || ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return;
        }
        ByteBuffer block = ByteBuffer.allocateDirect(RangeMask.MOST_ROWS * Integer.BYTES);
        long address = MemoryUtil.getByteBufferAddress(block);
        byte[] keep = new byte[RangeMask.MOST_ROWS];
        RangeMask test = new VectorRangeMask();
        for (int width = 1; width <= Integer.BYTES; width *= 2) {
            for (int i = 0; i < WARM_UP_BLOCKS; i++) {
                Arrays.fill(keep, (byte) 1);
                test.clearOutside(address, width, -(i & 7), i & 7, RangeMask.MOST_ROWS, keep);
            }
        }
        ByteSearch search = new VectorByteSearch();
        byte[] literal = {1, 2};
        int notFound = 0;
        for (int i = 0; i < WARM_UP_BLOCKS; i++) {
            notFound += search.find(keep, i & 1, keep.length - SEARCH_SLACK, literal);
        }
        warm = notFound == -WARM_UP_BLOCKS;
    }
}
