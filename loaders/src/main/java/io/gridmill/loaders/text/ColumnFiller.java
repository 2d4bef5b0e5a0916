package io.gridmill.loaders.text;

import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Parses the fields of one column into plain arrays, and copies them into an Arrow vector once a batch. A row that is put twice
 * holds what was put last, so a rejected row costs nothing to take back.
 */
public abstract sealed class ColumnFiller permits FixedFiller, VarcharFiller {
    /** Rows of a batch: few enough that a batch of a wide table stays near the caches. */
    public static final int MAX_ROWS = 16_384;

    private final byte[] validity = new byte[MAX_ROWS / 8];

    /** @throws io.gridmill.core.error.GridmillException USER for a type that no text becomes */
    public static ColumnFiller of(Column column) {
        ColumnType type = column.type();
        return switch (type.kind()) {
            case BOOLEAN -> new FixedFiller(new BooleanParser(), 0);
            case TINYINT -> new FixedFiller(new IntegerParser(type, Byte.MIN_VALUE, Byte.MAX_VALUE), 1);
            case SMALLINT -> new FixedFiller(new IntegerParser(type, Short.MIN_VALUE, Short.MAX_VALUE), 2);
            case INTEGER -> new FixedFiller(new IntegerParser(type, Integer.MIN_VALUE, Integer.MAX_VALUE), 4);
            case BIGINT -> new FixedFiller(new IntegerParser(type, Long.MIN_VALUE, Long.MAX_VALUE), 8);
            case DECIMAL -> new FixedFiller(new DecimalParser(type), 16);
            case REAL -> new FixedFiller(new FloatingParser(type), 4);
            case DOUBLE -> new FixedFiller(new FloatingParser(type), 8);
            case VARCHAR -> new VarcharFiller();
            case DATE -> new FixedFiller(new DateParser(), 4);
            case TIMESTAMP -> new FixedFiller(new TimestampParser(), 8);
        };
    }

    /** @return null, or the rule that the text breaks, for example {@code is not an INTEGER}; then nothing was put */
    public final @Nullable String put(int row, char[] text, int from, int length) {
        String broken = putValue(row, text, from, length);
        if (broken == null) {
            validity[row >> 3] |= (byte) (1 << (row & 7));
        }
        return broken;
    }

    public final void putNull(int row) {
        validity[row >> 3] &= (byte) ~(1 << (row & 7));
        putNothing(row);
    }

    /** Copies the first {@code rows} rows into a vector of the column's type. */
    public final void copyTo(FieldVector vector, int rows) {
        copyValues(vector, rows);
        vector.getValidityBuffer().setBytes(0, validity, 0, (rows + 7) / 8);
        vector.setValueCount(rows);
    }

    /** How many bytes of text the rows before {@code row} hold. */
    public abstract long textBytes(int row);

    abstract @Nullable String putValue(int row, char[] text, int from, int length);

    abstract void putNothing(int row);

    /** Makes room in the vector and copies the values. */
    abstract void copyValues(FieldVector vector, int rows);
}
