package io.gridmill.loaders.columns;

import java.util.ArrayList;
import java.util.List;

/**
 * Values of one column that the load's type cannot hold, remembered until it is known which row they are in. Each stands in the
 * column as a marker, one of the least longs, which no converted value is. Not thread-safe.
 */
public final class BadValues {
    /** Enough for every row of a batch and every entry of a dictionary. */
    private static final int MOST = 1 << 22;

    /** The greatest marker. */
    static final long LAST_MARKER = Long.MIN_VALUE + MOST - 1;

    /** @param rule what the value breaks, for example {@code is out of range of BIGINT} */
    record Bad(String text, String rule) {}

    private final List<Bad> remembered = new ArrayList<>();

    /** @return what stands in the value's place; the last one is given again when there are too many */
    public long remember(String text, String rule) {
        if (remembered.size() < MOST) {
            remembered.add(new Bad(text, rule));
        }
        return Long.MIN_VALUE + remembered.size() - 1;
    }

    /** Forgets all: no column holds a marker any more. */
    public void clear() {
        remembered.clear();
    }

    boolean none() {
        return remembered.isEmpty();
    }

    boolean isMarker(long value) {
        return value < Long.MIN_VALUE + remembered.size();
    }

    Bad of(long marker) {
        return remembered.get((int) (marker - Long.MIN_VALUE));
    }
}
