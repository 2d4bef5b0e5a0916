package io.gridmill.loaders.columns;

import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/**
 * One column of a batch while it gathers, in plain arrays. Values are put without NULLs between them, and then spread to the rows
 * that are not NULL. Not thread-safe.
 */
public abstract sealed class BatchColumn implements AutoCloseable permits LongColumn, TextColumn {
    /** Rows of a batch: few enough that a batch of a wide table stays near the caches. */
    public static final int MAX_ROWS = 16_384;

    /** 1 for each row that has a value, 0 for NULL. */
    private final byte[] defined = new byte[MAX_ROWS];

    private final byte[] validity = new byte[MAX_ROWS / 8];
    private boolean anyNull;

    /** @param ordinal of the column in its batch */
    static BatchColumn of(Column column, int ordinal, BufferAllocator allocator) {
        return column.type().kind() == ColumnType.Kind.VARCHAR
                ? new TextColumn(column, ordinal, allocator)
                : new LongColumn(column, allocator);
    }

    /** The flags of the batch's rows, 1 for a value, to be written before {@link #spread}. */
    public final byte[] defined() {
        return defined;
    }

    /** Says that rows have values, all of them, where they were put. */
    public final void allDefined(int from, int rows) {
        Arrays.fill(defined, from, from + rows, (byte) 1);
    }

    /**
     * Moves values, put from row {@code from} on without gaps, to the rows whose flag is set.
     *
     * @param values how many there are
     */
    public final void spread(int from, int rows, int values) {
        if (values < rows) {
            anyNull = true;
            spreadValues(from, rows, values);
        }
    }

    /** Says that values were put at their rows, and nothing or 0 where the flag is not set. */
    public final void placed(boolean withNulls) {
        anyNull |= withNulls;
    }

    abstract void spreadValues(int from, int rows, int values);

    final boolean isNull(int row) {
        return defined[row] == 0;
    }

    /** Forgets what the last batch held. */
    void start() {
        anyNull = false;
    }

    /** The first bad value at or behind a row, or -1. */
    abstract int nextBad(int row, int rows);

    /** What is bad about a value that {@link #nextBad} found. */
    abstract BadValues.Bad bad(int row);

    /** Moves one row to an earlier place. */
    void move(int row, int to) {
        defined[to] = defined[row];
        moveValue(row, to);
    }

    abstract void moveValue(int row, int to);

    /** The first {@code rows} rows, in a vector that stays the column's and is good until the next call. */
    final FieldVector copy(int rows) {
        FieldVector vector = copyValues(rows);
        int bytes = (rows + 7) / 8;
        if (anyNull) {
            packValidity(rows);
        } else {
            Arrays.fill(validity, 0, bytes, (byte) -1);
        }
        vector.getValidityBuffer().setBytes(0, validity, 0, bytes);
        vector.setValueCount(rows);
        return vector;
    }

    private void packValidity(int rows) {
        for (int i = 0; i < rows; i += 8) {
            int bits = 0;
            for (int j = i; j < Math.min(rows, i + 8); j++) {
                bits |= defined[j] << (j - i);
            }
            validity[i >> 3] = (byte) bits;
        }
    }

    /** Copies values only. */
    abstract FieldVector copyValues(int rows);

    @Override
    public abstract void close();
}
