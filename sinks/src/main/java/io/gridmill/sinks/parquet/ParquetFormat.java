package io.gridmill.sinks.parquet;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.sinks.files.FileFormat;
import java.io.IOException;
import java.io.OutputStream;

/** Parquet, version 1 data pages, every page compressed in one way. */
record ParquetFormat(Compression compression) implements FileFormat {
    @Override
    public String extension() {
        return "parquet";
    }

    @Override
    public FileWriter open(OutputStream out, TableSchema schema) throws IOException {
        return new ParquetBatchWriter(out, schema, compression);
    }
}
