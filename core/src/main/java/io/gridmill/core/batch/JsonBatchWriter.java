package io.gridmill.core.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
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
 * Batches as JSON lines in UTF-8: one object a row, columns in their order, lines ended by {@code \n}. NULL is {@code null}. Numbers are JSON numbers with
 * all their digits, which a reader that takes them for doubles may lose; NaN and the infinities, which JSON lacks, are strings, as dates and
 * timestamps are. Values are written as {@link CellText} does. The caller owns the stream and must {@link #flush()} at the end. Not thread-safe.
 */
public final class JsonBatchWriter {
    private final TableSchema schema;
    private final JsonGenerator json;
    private byte[] text = new byte[256];
    private long rows;

    public JsonBatchWriter(OutputStream out, TableSchema schema) throws IOException {
        this.schema = schema;
        this.json = new JsonFactory()
                .createGenerator(out)
                .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
                .setRootValueSeparator(null);
    }

    /** Rows written so far. */
    public long rows() {
        return rows;
    }

    /** Writes all rows of a batch whose columns are those of the schema, in its order. */
    public void write(VectorSchemaRoot batch) throws IOException {
        Cell[] cells = new Cell[schema.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cell(schema.column(i), batch.getVector(i));
        }
        for (int row = 0; row < batch.getRowCount(); row++) {
            json.writeStartObject();
            for (int i = 0; i < cells.length; i++) {
                json.writeFieldName(schema.column(i).name());
                cells[i].write(row);
            }
            json.writeEndObject();
            json.writeRaw('\n');
            rows++;
        }
    }

    public void flush() throws IOException {
        json.flush();
    }

    /** Writes one value of the column that it was made for. */
    private interface Cell {
        void write(int row) throws IOException;
    }

    private Cell cell(Column column, FieldVector vector) {
        Cell value = switch (column.type().kind()) {
            case BOOLEAN -> {
                BitVector typed = (BitVector) vector;
                yield row -> json.writeBoolean(typed.get(row) != 0);
            }
            case TINYINT -> {
                TinyIntVector typed = (TinyIntVector) vector;
                yield row -> json.writeNumber((int) typed.get(row));
            }
            case SMALLINT -> {
                SmallIntVector typed = (SmallIntVector) vector;
                yield row -> json.writeNumber((int) typed.get(row));
            }
            case INTEGER -> {
                IntVector typed = (IntVector) vector;
                yield row -> json.writeNumber(typed.get(row));
            }
            case BIGINT -> {
                BigIntVector typed = (BigIntVector) vector;
                yield row -> json.writeNumber(typed.get(row));
            }
            case DECIMAL -> {
                DecimalVector typed = (DecimalVector) vector;
                yield row -> json.writeNumber(CellText.decimal(typed, row));
            }
            case REAL -> {
                Float4Vector typed = (Float4Vector) vector;
                yield row -> floating(CellText.floating(typed.get(row)), Float.isFinite(typed.get(row)));
            }
            case DOUBLE -> {
                Float8Vector typed = (Float8Vector) vector;
                yield row -> floating(CellText.floating(typed.get(row)), Double.isFinite(typed.get(row)));
            }
            case DATE -> {
                DateDayVector typed = (DateDayVector) vector;
                yield row -> json.writeString(CellText.date(typed.get(row)));
            }
            case TIMESTAMP -> {
                TimeStampMicroVector typed = (TimeStampMicroVector) vector;
                yield row -> json.writeString(CellText.timestamp(typed.get(row)));
            }
            case VARCHAR -> {
                VarCharVector typed = (VarCharVector) vector;
                yield row -> text(typed, row);
            }
        };
        return row -> {
            if (vector.isNull(row)) {
                json.writeNull();
            } else {
                value.write(row);
            }
        };
    }

    private void floating(String number, boolean finite) throws IOException {
        if (finite) {
            json.writeNumber(number);
        } else {
            json.writeString(number);
        }
    }

    private void text(VarCharVector vector, int row) throws IOException {
        int start = vector.getStartOffset(row);
        int length = vector.getEndOffset(row) - start;
        if (length > text.length) {
            text = new byte[Math.max(length, text.length * 2)];
        }
        vector.getDataBuffer().getBytes(start, text, 0, length);
        json.writeUTF8String(text, 0, length);
    }
}
