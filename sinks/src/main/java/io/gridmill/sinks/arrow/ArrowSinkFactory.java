package io.gridmill.sinks.arrow;

import io.gridmill.core.job.JobId;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkFactory;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.sinks.SinkOptions;
import io.gridmill.sinks.files.FileSink;
import java.util.List;

/** {@code arrow}: a folder of Arrow IPC files. Options: {@code path} (absolute), {@code mode} (create, append or replace; create unless given). */
public final class ArrowSinkFactory implements SinkFactory {
    @Override
    public String type() {
        return "arrow";
    }

    @Override
    public List<String> options() {
        return List.of("path", "mode");
    }

    @Override
    public Sink open(SinkSpec spec, String jobId, TableSchema schema) {
        SinkOptions options = new SinkOptions(spec, options());
        return new FileSink(
                spec, new ArrowFormat(), options.folder("path"), options.mode(), JobId.check(jobId), schema);
    }
}
