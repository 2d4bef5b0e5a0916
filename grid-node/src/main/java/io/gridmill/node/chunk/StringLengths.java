package io.gridmill.node.chunk;

import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** Sums lengths of strings from the offsets of an Arrow vector; {@code chosen} is as in {@link ColumnBuilder#append}. */
final class StringLengths {
    private StringLengths() {}

    static long total(long offsets, int @Nullable [] chosen, int from, int count) {
        if (chosen == null) {
            return MemoryUtil.getInt(offsets + 4L * (from + count)) - (long) MemoryUtil.getInt(offsets + 4L * from);
        }
        long total = 0;
        for (int i = from; i < from + count; i++) {
            total += length(offsets, chosen[i]);
        }
        return total;
    }

    /** How many of the rows it takes until strings and offsets reach {@code bytes}: at least 1, at most {@code count}. */
    static int rowsUntil(long bytes, long offsets, int @Nullable [] chosen, int from, int count) {
        if (total(offsets, chosen, from, count) + 4L * count <= bytes) {
            return count;
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += 4 + length(offsets, chosen == null ? from + i : chosen[from + i]);
            if (sum >= bytes) {
                return i + 1;
            }
        }
        return count;
    }

    private static int length(long offsets, int row) {
        return MemoryUtil.getInt(offsets + 4L * (row + 1)) - MemoryUtil.getInt(offsets + 4L * row);
    }
}
