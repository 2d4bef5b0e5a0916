package io.gridmill.cli.format;

import io.gridmill.core.batch.JsonBatchWriter;
import io.gridmill.core.schema.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.arrow.vector.VectorSchemaRoot;

/** One JSON object a line, as core's {@link JsonBatchWriter} writes them. */
final class JsonRowsWriter implements RowsWriter {
    private final JsonBatchWriter json;

    JsonRowsWriter(TableSchema schema, OutputStream out) throws IOException {
        this.json = new JsonBatchWriter(out, schema);
    }

    @Override
    public void write(VectorSchemaRoot batch) throws IOException {
        json.write(batch);
    }

    @Override
    public void end() throws IOException {
        json.flush();
    }
}
