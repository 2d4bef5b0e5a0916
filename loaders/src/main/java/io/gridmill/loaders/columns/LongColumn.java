package io.gridmill.loaders.columns;

import io.gridmill.core.schema.Column;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/** A column whose values fit a long, whatever width they have in Arrow. */
public final class LongColumn extends BatchColumn {
    private final long[] values = new long[MAX_ROWS];
    private final BadValues bad = new BadValues();
    private final int width;
    private final FieldVector vector;

    LongColumn(Column column, BufferAllocator allocator) {
        width = FixedValues.width(column.type());
        vector = column.toArrow().createVector(allocator);
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
    FieldVector copyValues(int rows) {
        FixedValues.copy(values, rows, width, MAX_ROWS, vector);
        return vector;
    }

    @Override
    public void close() {
        vector.close();
    }
}
