package io.gridmill.sinks.parquet;

import io.gridmill.core.job.JobId;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkFactory;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.sinks.SinkOptions;
import io.gridmill.sinks.files.FileSink;
import java.util.List;

/**
 * {@code parquet}: a folder of Parquet files. Options: {@code path} (absolute), {@code mode} (create, append or replace; create unless
 * given), {@code compression} (snappy, zstd, gzip or none; snappy unless given).
 */
public final class ParquetSinkFactory implements SinkFactory {
    @Override
    public String type() {
        return "parquet";
    }

    @Override
    public List<String> options() {
        return List.of("path", "mode", "compression");
    }

    @Override
    public Sink open(SinkSpec spec, String jobId, TableSchema schema) {
        SinkOptions options = new SinkOptions(spec, options());
        String compression = options.optional("compression");
        ParquetFormat format =
                new ParquetFormat(compression == null ? Compression.SNAPPY : Compression.parse(compression));
        return new FileSink(spec, format, options.folder("path"), options.mode(), JobId.check(jobId), schema);
    }
}
