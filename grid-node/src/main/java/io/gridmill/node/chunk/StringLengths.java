package io.gridmill.node.chunk;

import io.gridmill.core.batch.TextRows;
import org.jspecify.annotations.Nullable;

/** Sums lengths of strings; {@code chosen} is as in {@link ColumnBuilder#append}. */
final class StringLengths {
    private StringLengths() {}

    static long total(TextRows texts, int @Nullable [] chosen, int from, int count) {
        if (chosen == null && texts.places() == null) {
            return texts.start(from + count) - (long) texts.start(from);
        }
        long total = 0;
        for (int i = from; i < from + count; i++) {
            total += texts.length(chosen == null ? i : chosen[i]);
        }
        return total;
    }

    /** How many of the rows it takes until strings and offsets reach {@code bytes}: at least 1, at most {@code count}. */
    static int rowsUntil(long bytes, TextRows texts, int @Nullable [] chosen, int from, int count) {
        if (total(texts, chosen, from, count) + 4L * count <= bytes) {
            return count;
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += 4 + texts.length(chosen == null ? from + i : chosen[from + i]);
            if (sum >= bytes) {
                return i + 1;
            }
        }
        return count;
    }
}
