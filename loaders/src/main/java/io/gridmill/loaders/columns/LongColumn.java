package io.gridmill.loaders.columns;

import org.apache.arrow.vector.FieldVector;

/** A column whose values fit a long, whatever width they have in Arrow. */
public final class LongColumn extends BatchColumn {
    private final long[] values = new long[MAX_ROWS];
    private final BadValues bad = new BadValues();
    private final int width;

    LongColumn(int width) {
        this.width = width;
    }

    /** Where values are put. */
    public long[] values() {
        return values;
    }

    public BadValues badValues() {
        return bad;
    }

    @Override
    void spreadValues(int from, int rows, int count) {
        byte[] flags = defined();
        int value = from + count;
        for (int row = from + rows - 1; row >= from; row--) {
            values[row] = flags[row] == 0 ? 0 : values[--value];
        }
    }

    @Override
    int nextBad(int row, int rows) {
        if (!bad.none()) {
            for (int i = row; i < rows; i++) {
                if (!isNull(i) && bad.isMarker(values[i])) {
                    return i;
                }
            }
        }
        return -1;
    }

    @Override
    BadValues.Bad bad(int row) {
        return bad.of(values[row]);
    }

    @Override
    void moveValue(int row, int to) {
        values[to] = values[row];
    }

    @Override
    void copyValues(FieldVector vector, int rows) {
        FixedValues.copy(values, rows, width, MAX_ROWS, vector);
    }
}
