package io.gridmill.cli.format;

import io.gridmill.core.schema.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Aligned columns for people: names, types, rows, a row count. Numbers stand to the right. Widths come from the first thousand rows; wider cells
 * that come later push their line out. Long texts are cut and end in an ellipsis: CSV and JSON have them whole.
 */
final class TableRowsWriter implements RowsWriter {
    private static final int MEASURED_ROWS = 1_000;
    private static final int WIDEST_TEXT = 80;
    private static final String NULL = "NULL";

    private final TableSchema schema;
    private final OutputStream out;
    private final StringBuilder line = new StringBuilder();
    private final int[] widths;
    private final boolean[] right;
    private final List<String[]> measured = new ArrayList<>();
    private boolean headWritten;
    private long rows;

    TableRowsWriter(TableSchema schema, OutputStream out) {
        this.schema = schema;
        this.out = out;
        this.widths = new int[schema.size()];
        this.right = new boolean[schema.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = Math.max(width(name(column)), width(type(column)));
            right[column] = Cell.isNumber(schema.column(column).type());
        }
    }

    @Override
    public void write(VectorSchemaRoot batch) throws IOException {
        Cell[] cells = new Cell[widths.length];
        for (int column = 0; column < cells.length; column++) {
            cells[column] = Cell.of(schema.column(column).type(), batch.getVector(column));
        }
        for (int row = 0; row < batch.getRowCount(); row++) {
            String[] texts = new String[cells.length];
            for (int column = 0; column < cells.length; column++) {
                FieldVector vector = batch.getVector(column);
                texts[column] = vector.isNull(row) ? NULL : shown(cells[column].text(row));
            }
            rows++;
            if (headWritten) {
                writeRow(texts);
            } else {
                measure(texts);
            }
        }
    }

    @Override
    public void end() throws IOException {
        if (!headWritten) {
            writeHead();
        }
        line.append('(').append(rows).append(rows == 1 ? " row)" : " rows)");
        endLine();
        out.flush();
    }

    private void measure(String[] texts) throws IOException {
        for (int column = 0; column < widths.length; column++) {
            widths[column] = Math.max(widths[column], width(texts[column]));
        }
        measured.add(texts);
        if (measured.size() == MEASURED_ROWS) {
            writeHead();
        }
    }

    private void writeHead() throws IOException {
        headWritten = true;
        String[] names = new String[widths.length];
        String[] types = new String[widths.length];
        for (int column = 0; column < widths.length; column++) {
            names[column] = name(column);
            types[column] = type(column);
        }
        writeRow(names);
        writeRow(types);
        for (int column = 0; column < widths.length; column++) {
            line.append(column == 0 ? "" : "-+-").append("-".repeat(widths[column]));
        }
        endLine();
        for (String[] texts : measured) {
            writeRow(texts);
        }
        measured.clear();
    }

    private void writeRow(String[] texts) throws IOException {
        for (int column = 0; column < widths.length; column++) {
            String padding = " ".repeat(Math.max(0, widths[column] - width(texts[column])));
            line.append(column == 0 ? "" : " | ")
                    .append(right[column] ? padding : "")
                    .append(texts[column])
                    .append(right[column] ? "" : padding);
        }
        endLine();
    }

    private void endLine() throws IOException {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ') {
            end--;
        }
        line.setLength(end);
        line.append('\n');
        out.write(line.toString().getBytes(StandardCharsets.UTF_8));
        line.setLength(0);
    }

    private String name(int column) {
        return shown(schema.column(column).name());
    }

    private String type(int column) {
        return schema.column(column).type().toString();
    }

    /** Without line ends, tabs and control characters, which would break the columns or the terminal. */
    private static String shown(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int count = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (++count > WIDEST_TEXT) {
                return plain.append('…').toString();
            }
            switch (point) {
                case '\n' -> plain.append("\\n");
                case '\r' -> plain.append("\\r");
                case '\t' -> plain.append("\\t");
                default -> plain.appendCodePoint(Character.isISOControl(point) ? '\uFFFD' : point);
            }
        }
        return plain.toString();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
