package io.gridmill.cli.demo.rows;

import io.gridmill.client.Result;
import java.time.LocalDate;
import java.util.function.Consumer;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Rows that the client fetched, as text {@code value|value|...}. */
public final class ArrowRows {
    private ArrowRows() {}

    /** Reads a result to its end; the caller closes it. */
    public static void read(Result result, Consumer<String> rows) {
        StringBuilder text = new StringBuilder();
        while (result.hasNext()) {
            VectorSchemaRoot batch = result.next();
            for (int row = 0; row < batch.getRowCount(); row++) {
                text.setLength(0);
                for (FieldVector column : batch.getFieldVectors()) {
                    Object value = column instanceof DateDayVector days && !days.isNull(row)
                            ? LocalDate.ofEpochDay(days.get(row))
                            : column.getObject(row);
                    text.append(text.isEmpty() ? "" : "|").append(value);
                }
                rows.accept(text.toString());
            }
        }
    }
}
