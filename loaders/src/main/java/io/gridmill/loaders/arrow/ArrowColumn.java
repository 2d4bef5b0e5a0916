package io.gridmill.loaders.arrow;

import io.gridmill.core.schema.ColumnType;
import io.gridmill.loaders.columns.BadValues;
import io.gridmill.loaders.columns.BatchColumn;
import io.gridmill.loaders.columns.Conversion;
import io.gridmill.loaders.columns.LongColumn;
import io.gridmill.loaders.columns.TextColumn;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** One column of a record batch on its way into a batch's column, its dictionary looked up. What is damaged makes it throw. */
final class ArrowColumn {
    private static final byte[] NOTHING = {};

    private final ColumnBuffers column;
    /** Where values are: the column itself, or its dictionary. */
    private final ColumnBuffers values;

    /** Places in the dictionary; null when there is none. */
    private final @Nullable LongAt indexes;

    private final @Nullable Texts texts;

    /** @param dictionary null for a column that is not encoded by one */
    ArrowColumn(ColumnBuffers column, @Nullable ColumnBuffers dictionary) {
        this.column = column;
        values = dictionary == null ? column : dictionary;
        indexes = dictionary == null ? null : LongAt.of(column, new BadValues());
        texts = Texts.of(values);
    }

    /** Bytes of text from one row to another, to be known before they are taken. */
    long textBytes(int from, int to) throws DamagedMessage {
        long bytes = 0;
        if (texts != null) {
            for (int row = from; row < to; row++) {
                int place = place(row);
                bytes += place < 0 ? 0 : texts.length(place);
            }
        }
        return bytes;
    }

    /** The place of a row's value among the values, or -1 for NULL. */
    private int place(int row) throws DamagedMessage {
        if (column.isNull(row) || values.type() instanceof ArrowType.Null) {
            return -1;
        } else if (indexes == null) {
            return row;
        }
        long place = indexes.at(row);
        if (place < 0 || place >= values.rows()) {
            throw new DamagedMessage(
                    "a place in a dictionary must be below " + values.rows() + ", its values, got " + place);
        }
        return values.isNull((int) place) ? -1 : (int) place;
    }

    /** Takes rows into the first rows of the column. */
    void read(int from, int rows, BatchColumn to, ColumnType wanted) throws DamagedMessage {
        if (to instanceof TextColumn text) {
            readTexts(from, rows, text);
        } else {
            readLongs(from, rows, (LongColumn) to, wanted);
        }
    }

    private void readTexts(int from, int rows, TextColumn to) throws DamagedMessage {
        boolean anyNull = false;
        for (int i = 0; i < rows; i++) {
            int place = place(from + i);
            to.defined()[i] = (byte) (place < 0 ? 0 : 1);
            if (place < 0 || texts == null) {
                anyNull = true;
                to.put(i, NOTHING, 0, 0);
            } else {
                texts.put(place, i, to);
            }
        }
        to.placed(anyNull);
    }

    private void readLongs(int from, int rows, LongColumn to, ColumnType wanted) throws DamagedMessage {
        BadValues bad = to.badValues();
        bad.clear();
        Conversion conversion = ArrowTypes.conversion(values.type(), wanted, bad);
        LongAt longs = LongAt.of(values, bad);
        long[] longValues = to.values();
        boolean anyNull = false;
        for (int i = 0; i < rows; i++) {
            int place = place(from + i);
            to.defined()[i] = (byte) (place < 0 ? 0 : 1);
            longValues[i] = place < 0 ? 0 : longs.at(place);
            anyNull |= place < 0;
        }
        conversion.apply(longValues, 0, rows);
        to.placed(anyNull);
    }
}
