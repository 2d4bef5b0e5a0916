package io.gridmill.sinks.arrow;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.sinks.files.FileFormat;
import java.io.IOException;
import java.io.OutputStream;

/** Arrow IPC files, a record batch for each batch. */
final class ArrowFormat implements FileFormat {
    @Override
    public String extension() {
        return "arrow";
    }

    @Override
    public FileWriter open(OutputStream out, TableSchema schema) throws IOException {
        return new ArrowBatchWriter(out, schema.toArrow());
    }
}
