package io.gridmill.sinks.csv;

import io.gridmill.core.batch.CsvBatchWriter;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.sinks.files.FileFormat;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.arrow.vector.VectorSchemaRoot;

/** CSV; with a header, every file has one. */
record CsvFormat(char delimiter, boolean header) implements FileFormat {
    @Override
    public String extension() {
        return "csv";
    }

    @Override
    public FileWriter open(OutputStream out, TableSchema schema) throws IOException {
        CsvBatchWriter csv = new CsvBatchWriter(out, schema, delimiter);
        if (header) {
            csv.writeHeader();
        }
        return new CsvFileWriter(csv);
    }

    private record CsvFileWriter(CsvBatchWriter csv) implements FileWriter {
        @Override
        public void write(VectorSchemaRoot batch) throws IOException {
            csv.write(batch);
        }

        @Override
        public long finish() throws IOException {
            csv.flush();
            return csv.rows();
        }

        @Override
        public void close() {
            // holds heap memory only
        }
    }
}
