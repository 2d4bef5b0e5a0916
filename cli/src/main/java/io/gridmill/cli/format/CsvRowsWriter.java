package io.gridmill.cli.format;

import io.gridmill.core.batch.CsvBatchWriter;
import io.gridmill.core.schema.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.arrow.vector.VectorSchemaRoot;

/** CSV with a header line, as CSV sinks write it. */
final class CsvRowsWriter implements RowsWriter {
    private final CsvBatchWriter writer;

    CsvRowsWriter(TableSchema schema, OutputStream out) throws IOException {
        writer = new CsvBatchWriter(out, schema, ',');
        writer.writeHeader();
    }

    @Override
    public void write(VectorSchemaRoot batch) throws IOException {
        writer.write(batch);
    }

    @Override
    public void end() throws IOException {
        writer.flush();
    }
}
