package io.gridmill.loaders.text;

import io.gridmill.loaders.columns.FixedValues;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** A column whose values fit a long, whatever width they have in Arrow. */
final class FixedFiller extends ColumnFiller {
    private final FieldParser parser;
    /** As {@link FixedValues#width} says. */
    private final int width;

    private final long[] values = new long[MAX_ROWS];

    FixedFiller(FieldParser parser, int width) {
        this.parser = parser;
        this.width = width;
    }

    @Override
    @Nullable
    String putValue(int row, char[] text, int from, int length) {
        String broken = parser.parse(text, from, length);
        values[row] = parser.parsed;
        return broken;
    }

    @Override
    void putNothing(int row) {
        values[row] = 0;
    }

    @Override
    public long textBytes(int row) {
        return 0;
    }

    @Override
    void copyValues(FieldVector vector, int rows) {
        FixedValues.copy(values, rows, width, MAX_ROWS, vector);
    }
}
