package io.gridmill.sinks.jdbc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gridmill.core.batch.CellText;
import io.gridmill.core.schema.TableSchema;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A row as a JSON object on one line: numbers with all their digits; NaN, the infinities, dates and timestamps as text, and U+0000 as
 * JSON's escape.
 */
final class RecordText {
    private static final JsonFactory JSON = new JsonFactory();

    private RecordText() {}

    static String of(TableSchema schema, VectorSchemaRoot batch, int row) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (int i = 0; i < schema.size(); i++) {
                json.writeFieldName(schema.column(i).name());
                write(json, batch.getVector(i), row);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string takes whatever is written", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, FieldVector vector, int row) throws IOException {
        if (vector.isNull(row)) {
            json.writeNull();
        } else if (vector instanceof BitVector typed) {
            json.writeBoolean(typed.get(row) != 0);
        } else if (vector instanceof TinyIntVector typed) {
            json.writeNumber(typed.get(row));
        } else if (vector instanceof SmallIntVector typed) {
            json.writeNumber(typed.get(row));
        } else if (vector instanceof IntVector typed) {
            json.writeNumber(typed.get(row));
        } else if (vector instanceof BigIntVector typed) {
            json.writeNumber(typed.get(row));
        } else if (vector instanceof DecimalVector typed) {
            json.writeNumber(CellText.decimal(typed, row));
        } else if (vector instanceof Float4Vector typed) {
            floating(json, CellText.floating(typed.get(row)), Float.isFinite(typed.get(row)));
        } else if (vector instanceof Float8Vector typed) {
            floating(json, CellText.floating(typed.get(row)), Double.isFinite(typed.get(row)));
        } else if (vector instanceof VarCharVector typed) {
            json.writeString(new String(typed.get(row), StandardCharsets.UTF_8));
        } else if (vector instanceof DateDayVector typed) {
            json.writeString(CellText.date(typed.get(row)));
        } else if (vector instanceof TimeStampMicroVector typed) {
            json.writeString(CellText.timestamp(typed.get(row)));
        } else {
            throw new IllegalStateException("no column is a " + vector.getClass());
        }
    }

    private static void floating(JsonGenerator json, String text, boolean finite) throws IOException {
        if (finite) {
            json.writeNumber(text);
        } else {
            json.writeString(text);
        }
    }
}
