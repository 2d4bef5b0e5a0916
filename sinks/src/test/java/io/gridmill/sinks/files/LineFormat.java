package io.gridmill.sinks.files;

import io.gridmill.core.schema.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.VectorSchemaRoot;

/** One line a row, with the first column's value. */
record LineFormat() implements FileFormat {
    @Override
    public String extension() {
        return "txt";
    }

    @Override
    public FileWriter open(OutputStream out, TableSchema schema) {
        return new FileWriter() {
            private long rows;

            @Override
            public void write(VectorSchemaRoot batch) throws IOException {
                for (int row = 0; row < batch.getRowCount(); row++) {
                    out.write((batch.getVector(0).getObject(row) + "\n").getBytes(StandardCharsets.UTF_8));
                    rows++;
                }
            }

            @Override
            public long finish() {
                return rows;
            }

            @Override
            public void close() {
                // nothing to free
            }
        };
    }
}
