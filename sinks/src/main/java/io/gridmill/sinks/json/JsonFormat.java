package io.gridmill.sinks.json;

import io.gridmill.core.batch.JsonBatchWriter;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.sinks.files.FileFormat;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.arrow.vector.VectorSchemaRoot;

/** JSON lines: an object a row. */
final class JsonFormat implements FileFormat {
    @Override
    public String extension() {
        return "jsonl";
    }

    @Override
    public FileWriter open(OutputStream out, TableSchema schema) throws IOException {
        return new JsonFileWriter(new JsonBatchWriter(out, schema));
    }

    private record JsonFileWriter(JsonBatchWriter json) implements FileWriter {
        @Override
        public void write(VectorSchemaRoot batch) throws IOException {
            json.write(batch);
        }

        @Override
        public long finish() throws IOException {
            json.flush();
            return json.rows();
        }

        @Override
        public void close() {
            // holds heap memory only
        }
    }
}
