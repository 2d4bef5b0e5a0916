package io.gridmill.sinks.json;

import io.gridmill.core.job.JobId;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkFactory;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.sinks.SinkOptions;
import io.gridmill.sinks.files.CompressedFormat;
import io.gridmill.sinks.files.FileFormat;
import io.gridmill.sinks.files.FileSink;
import java.util.List;

/**
 * {@code jsonl}: a folder of files of JSON lines. Options: {@code path} (absolute), {@code mode} (create, append or replace; create unless given), {@code
 * compression} (none, gzip or zstd; none unless given).
 */
public final class JsonSinkFactory implements SinkFactory {
    @Override
    public String type() {
        return "jsonl";
    }

    @Override
    public List<String> options() {
        return List.of("path", "mode", "compression");
    }

    @Override
    public Sink open(SinkSpec spec, String jobId, TableSchema schema) {
        SinkOptions options = new SinkOptions(spec, options());
        FileFormat format = CompressedFormat.of(new JsonFormat(), options);
        return new FileSink(spec, format, options.folder("path"), options.mode(), JobId.check(jobId), schema);
    }
}
