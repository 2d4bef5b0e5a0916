package io.gridmill.core.batch;

import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Where Arrow memory comes from. Arrow's default rounds every buffer up to a power of two, which doubles the cost of a column
 * of 128 KiB and a few bytes; here buffers are as large as asked for, up to the next multiple of 64 bytes. Children inherit it.
 */
public final class ArrowMemory {
    private static final long GRAIN = 64;

    private ArrowMemory() {}

    /** A root allocator that refuses to go beyond {@code limitBytes}. The caller closes it, which throws when a buffer is left. */
    public static BufferAllocator root(long limitBytes) {
        return new RootAllocator(AllocationListener.NOOP, limitBytes, bytes -> (bytes + GRAIN - 1) & -GRAIN);
    }
}
