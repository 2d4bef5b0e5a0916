package io.gridmill.loaders.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.loaders.text.ColumnFiller;
import java.io.IOException;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Takes lines into column fillers, row by row. A line that breaks a rule leaves nothing behind. Not thread-safe. */
final class RowParser implements LineParser.Values {
    /** So that a batch of long texts stays small. */
    private static final long MAX_TEXT_BYTES = 8 << 20;

    private static final int SHOWN_CHARS = 1000;

    private final Layout layout;
    private final TableSchema schema;
    private final Keys keys;
    private final ColumnFiller[] fillers;
    /** The line, counted from 1, in which each column was seen last. */
    private final long[] seen;

    private long lines;
    private int rows;
    private int brokenColumn;
    private @Nullable String brokenText;

    RowParser(Layout layout) {
        this.layout = layout;
        this.schema = layout.schema();
        keys = new Keys(schema);
        fillers = schema.columns().stream().map(ColumnFiller::of).toArray(ColumnFiller[]::new);
        seen = new long[fillers.length];
    }

    int rows() {
        return rows;
    }

    void startBatch() {
        rows = 0;
    }

    boolean isFull() {
        if (rows == ColumnFiller.MAX_ROWS) {
            return true;
        }
        long bytes = 0;
        for (ColumnFiller filler : fillers) {
            bytes += filler.textBytes(rows);
        }
        return bytes >= MAX_TEXT_BYTES;
    }

    void copyTo(VectorSchemaRoot root) {
        for (int c = 0; c < fillers.length; c++) {
            fillers[c].copyTo(root.getVector(c), rows);
        }
        root.setRowCount(rows);
    }

    /** Takes a line as the next row. Null, or the rule that it breaks; then {@link #brokenColumn} and {@link #brokenText} say where. */
    @Nullable
    String add(byte[] bytes, int from, int end) {
        lines++;
        brokenColumn = -1;
        brokenText = null;
        keys.startRecord();
        String broken = LineParser.walk(bytes, from, end, this);
        if (broken != null) {
            return broken;
        }
        for (int c = 0; c < fillers.length; c++) {
            if (seen[c] != lines) {
                fillers[c].putNull(rows);
            }
        }
        rows++;
        return null;
    }

    /** The column whose value breaks the rule, or -1 when the line as a whole does. */
    int brokenColumn() {
        return brokenColumn;
    }

    /** The value that breaks the rule; null when the line as a whole does. */
    @Nullable
    String brokenText() {
        return brokenText;
    }

    @Override
    public @Nullable String take(String key, JsonToken value, JsonParser parser) throws IOException {
        int column = keys.column(key);
        if (column < 0) {
            return layout.isInferred()
                    ? "has the key '" + key + "', which none of the first " + layout.sampledRecords()
                            + " records has; name the columns to read (--columns)"
                    : null;
        }
        if (seen[column] == lines) {
            return "has the key '" + key + "' twice";
        }
        seen[column] = lines;
        ColumnFiller filler = fillers[column];
        String broken = null;
        switch (value) {
            case VALUE_NULL -> filler.putNull(rows);
            case START_ARRAY, START_OBJECT ->
                broken = "is " + LineParser.describe(value) + ", and nested values are not read";
            default ->
                broken = filler.put(rows, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        }
        if (broken != null) {
            brokenColumn = column;
            String text = value.isStructStart() ? value.asString() : parser.getText();
            brokenText = text.substring(0, Math.min(SHOWN_CHARS, text.length()));
        }
        return broken;
    }

    String columnName(int column) {
        return schema.column(column).name();
    }
}
