package io.gridmill.loaders.csv;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.loaders.text.ColumnFiller;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Takes FastCSV's fields into column fillers, row by row; a record is handed out only when a batch is full. */
final class RowHandler extends CsvCallbackHandler<Boolean> {
    /** So that a batch of long texts stays small. */
    private static final int MAX_VARIABLE_BYTES = 8 << 20;

    /** Told of records that break a rule; throws when that ends the load. */
    interface Rejects {
        /**
         * @param record counted from 0, empty lines included
         * @param column ordinal, or -1 when the record as a whole is wrong
         * @param text the value; null when the record as a whole is wrong
         */
        void reject(long record, int column, @Nullable String text, String rule);
    }

    private final CsvOptions options;
    private final FieldOrder order;
    private final ColumnFiller[] fillers;
    private final boolean endsWithDelimiter;
    private final Rejects rejects;

    private long records = -1;
    private int rows;
    private int fields;
    private boolean empty;
    private boolean lastIsNothing;
    private int brokenColumn;
    private @Nullable String brokenRule;
    private @Nullable String brokenText;

    /** @param endsWithDelimiter whether a delimiter, and so an empty field, stands at the end of the file's lines */
    RowHandler(CsvOptions options, TableSchema schema, FieldOrder order, boolean endsWithDelimiter, Rejects rejects) {
        this.options = options;
        this.order = order;
        this.endsWithDelimiter = endsWithDelimiter;
        this.rejects = rejects;
        fillers = schema.columns().stream().map(ColumnFiller::of).toArray(ColumnFiller[]::new);
    }

    /** The record that is being read, counted from 0. */
    long record() {
        return records;
    }

    int rows() {
        return rows;
    }

    void copyTo(VectorSchemaRoot root) {
        for (int c = 0; c < fillers.length; c++) {
            fillers[c].copyTo(root.getVector(c), rows);
        }
        root.setRowCount(rows);
    }

    void startBatch() {
        rows = 0;
    }

    @Override
    protected void beginRecord(long startingLineNumber) {
        records++;
        fields = 0;
        empty = false;
        brokenRule = null;
    }

    @Override
    protected void addField(char[] text, int from, int length, boolean quoted) {
        int field = fields++;
        lastIsNothing = length == 0 && !quoted;
        if (field >= order.fields()) {
            return;
        }
        int column = order.column(field);
        ColumnFiller filler = fillers[column];
        if (!quoted && options.isNull(text, from, length)) {
            filler.putNull(rows);
            return;
        }
        String broken = filler.put(rows, text, from, length);
        if (broken != null && brokenRule == null) {
            breaks(column, text, from, length, broken);
        }
    }

    private void breaks(int column, char[] text, int from, int length, String rule) {
        String deeper = CsvDecoder.brokenRule(text, from, length);
        brokenColumn = column;
        brokenRule = deeper == null ? rule : deeper;
        brokenText = CsvDecoder.readable(text, from, Math.min(length, RecordLocator.MAX_TEXT_CHARS));
    }

    @Override
    protected void setEmpty() {
        empty = true;
        lastIsNothing = true;
    }

    /** An empty line is nothing, except in a table of one column, where NULL looks like that. */
    private boolean isNothing() {
        if (empty && order.fields() == 1 && options.nullText().isEmpty()) {
            fillers[0].putNull(rows);
            fields = 1;
            return false;
        }
        return empty;
    }

    private boolean isWhole() {
        int expected = order.fields();
        if (endsWithDelimiter && expected > 1) {
            return fields == expected + 1 && lastIsNothing || fields == expected && !lastIsNothing;
        }
        return fields == expected || endsWithDelimiter && fields == expected + 1 && lastIsNothing;
    }

    @Override
    protected @Nullable Boolean buildRecord() {
        if (isNothing()) {
            return null;
        }
        if (!isWhole()) {
            int seen = endsWithDelimiter && lastIsNothing ? fields - 1 : fields;
            rejects.reject(
                    records,
                    -1,
                    null,
                    "has " + seen + (seen == 1 ? " field" : " fields") + " instead of " + order.fields());
            return null;
        }
        if (brokenRule != null) {
            rejects.reject(records, brokenColumn, brokenText, brokenRule);
            return null;
        }
        rows++;
        return rows == ColumnFiller.MAX_ROWS || variableBytes() >= MAX_VARIABLE_BYTES ? Boolean.TRUE : null;
    }

    private long variableBytes() {
        long bytes = 0;
        for (ColumnFiller filler : fillers) {
            bytes += filler.textBytes(rows);
        }
        return bytes;
    }

    @Override
    protected RecordType getRecordType() {
        return empty ? RecordType.EMPTY : RecordType.DATA;
    }

    @Override
    protected int getFieldCount() {
        return fields;
    }

    @Override
    protected void setComment(char[] text, int from, int length) {
        throw new IllegalStateException("comments are not read, got one in record " + records);
    }
}
