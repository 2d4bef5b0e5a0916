package io.gridmill.cli.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * One JSON object a line, columns in their order. Numbers are JSON numbers with all their digits, which a reader that takes them for
 * doubles may lose; NaN and the infinities, which JSON lacks, are strings, as dates and timestamps are.
 */
final class JsonRowsWriter implements RowsWriter {
    private final TableSchema schema;
    private final JsonGenerator json;

    JsonRowsWriter(TableSchema schema, OutputStream out) throws IOException {
        this.schema = schema;
        this.json = new JsonFactory()
                .createGenerator(out)
                .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
                .setRootValueSeparator(null);
    }

    @Override
    public void write(VectorSchemaRoot batch) throws IOException {
        Cell[] cells = new Cell[schema.size()];
        for (int column = 0; column < cells.length; column++) {
            cells[column] = Cell.of(schema.column(column).type(), batch.getVector(column));
        }
        for (int row = 0; row < batch.getRowCount(); row++) {
            json.writeStartObject();
            for (int column = 0; column < cells.length; column++) {
                json.writeFieldName(schema.column(column).name());
                writeValue(schema.column(column).type(), batch.getVector(column), cells[column], row);
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private void writeValue(ColumnType type, FieldVector vector, Cell cell, int row) throws IOException {
        if (vector.isNull(row)) {
            json.writeNull();
            return;
        }
        String text = cell.text(row);
        if (type.kind() == ColumnType.Kind.BOOLEAN) {
            json.writeBoolean(text.equals("true"));
        } else if (Cell.isNumber(type) && !text.endsWith("N") && !text.endsWith("y")) {
            json.writeNumber(text);
        } else {
            json.writeString(text);
        }
    }

    @Override
    public void end() throws IOException {
        json.close();
    }
}
