package io.gridmill.cli.format;

import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Aligned columns for people: names, types, rows, a row count. Numbers stand to the right. Widths come from the first thousand rows; wider cells
 * that come later push their line out. Long texts are cut and end in an ellipsis, and the last line says which rows and columns are missing: CSV
 * and JSON have them whole. A text that reads NULL is quoted, so that it is not taken for one.
 */
final class TableRowsWriter implements RowsWriter {
    private static final int MEASURED_ROWS = 1_000;
    private static final int WIDEST_TEXT = 80;
    private static final String NULL = "NULL";

    private final TableSchema schema;
    private final OutputStream out;
    private final Screen screen;
    private final StringBuilder line = new StringBuilder();
    private final int[] headings;
    private final int[] values;
    private final boolean[] texts;
    private final List<String[]> measured = new ArrayList<>();
    private @Nullable TableLayout layout;
    private long rows;
    private long rowsShown;

    TableRowsWriter(TableSchema schema, OutputStream out, Screen screen) {
        this.schema = schema;
        this.out = out;
        this.screen = screen;
        this.headings = new int[schema.size()];
        this.values = new int[schema.size()];
        this.texts = new boolean[schema.size()];
        for (int column = 0; column < headings.length; column++) {
            headings[column] = Math.max(Glyphs.width(name(column)), Glyphs.width(type(column)));
            texts[column] = columnType(column).kind() == ColumnType.Kind.VARCHAR;
        }
    }

    @Override
    public void write(VectorSchemaRoot batch) throws IOException {
        rows += batch.getRowCount();
        int wanted = (int) Math.min(batch.getRowCount(), screen.rows() - rowsShown);
        if (wanted <= 0) {
            return;
        }
        Cell[] cells = new Cell[headings.length];
        for (int column = 0; column < cells.length; column++) {
            cells[column] = Cell.of(schema.column(column).type(), batch.getVector(column));
        }
        for (int row = 0; row < wanted; row++) {
            String[] shown = new String[cells.length];
            for (int column = 0; column < cells.length; column++) {
                shown[column] = text(batch.getVector(column), cells[column], row);
            }
            rowsShown++;
            if (layout != null) {
                writeRow(layout, column -> shown[column]);
            } else {
                measure(shown);
            }
        }
    }

    @Override
    public void end() throws IOException {
        TableLayout made = layout == null ? writeHead() : layout;
        boolean cut = rowsShown < rows || made.hidesColumns();
        line.append('(').append(rowsShown < rows ? rowsShown + " of " : "").append(rows);
        line.append(rows == 1 ? " row" : " rows");
        if (made.hidesColumns()) {
            line.append(", ")
                    .append(made.shown())
                    .append(" of ")
                    .append(headings.length)
                    .append(" columns");
        }
        line.append(cut ? " shown; --output csv or json writes all)" : ")");
        endLine();
        out.flush();
    }

    private static String text(FieldVector vector, Cell cell, int row) {
        if (vector.isNull(row)) {
            return NULL;
        }
        String text = Glyphs.cut(Glyphs.plain(cell.text(row)), WIDEST_TEXT + 1);
        return text.equals(NULL) ? "'" + NULL + "'" : text;
    }

    private void measure(String[] shown) throws IOException {
        for (int column = 0; column < values.length; column++) {
            values[column] = Math.max(values[column], Glyphs.width(shown[column]));
        }
        measured.add(shown);
        if (measured.size() == MEASURED_ROWS) {
            writeHead();
        }
    }

    private TableLayout writeHead() throws IOException {
        TableLayout made = TableLayout.fit(headings, values, texts, screen.columns());
        layout = made;
        writeRow(made, this::name);
        writeRow(made, this::type);
        for (int column = 0; column < made.shown(); column++) {
            line.append(column == 0 ? "" : "-+-").append("-".repeat(made.widths()[column]));
        }
        line.append(made.hidesColumns() ? "-+--" : "");
        endLine();
        for (String[] shown : measured) {
            writeRow(made, column -> shown[column]);
        }
        measured.clear();
        return made;
    }

    private void writeRow(TableLayout made, IntFunction<String> cells) throws IOException {
        for (int column = 0; column < made.shown(); column++) {
            String text = screen.columns() == Integer.MAX_VALUE
                    ? cells.apply(column)
                    : Glyphs.cut(cells.apply(column), made.widths()[column]);
            String padding = " ".repeat(Math.max(0, made.widths()[column] - Glyphs.width(text)));
            boolean right = Cell.isNumber(columnType(column));
            line.append(column == 0 ? "" : TableLayout.SEPARATOR)
                    .append(right ? padding : "")
                    .append(text)
                    .append(right ? "" : padding);
        }
        line.append(made.hidesColumns() ? TableLayout.SEPARATOR + "…" : "");
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
        return Glyphs.cut(Glyphs.plain(schema.column(column).name()), WIDEST_TEXT + 1);
    }

    private String type(int column) {
        return columnType(column).toString();
    }

    private ColumnType columnType(int column) {
        return schema.column(column).type();
    }
}
