package io.gridmill.sinks.csv;

import io.gridmill.core.batch.CsvBatchWriter;
import io.gridmill.core.error.GridmillException;
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
 * {@code csv}: a folder of CSV files. Options: {@code path} (absolute), {@code mode} (create, append or replace; create unless given),
 * {@code delimiter} (one character, {@code ,} unless given; {@code \t} is a tab), {@code header} (true unless given),
 * {@code compression} (none, gzip or zstd; none unless given).
 */
public final class CsvSinkFactory implements SinkFactory {
    @Override
    public String type() {
        return "csv";
    }

    @Override
    public List<String> options() {
        return List.of("path", "mode", "delimiter", "header", "compression");
    }

    @Override
    public Sink open(SinkSpec spec, String jobId, TableSchema schema) {
        SinkOptions options = new SinkOptions(spec, options());
        FileFormat format =
                CompressedFormat.of(new CsvFormat(delimiter(options), options.flag("header", true)), options);
        return new FileSink(spec, format, options.folder("path"), options.mode(), JobId.check(jobId), schema);
    }

    private static char delimiter(SinkOptions options) {
        String given = options.optional("delimiter");
        String text = given == null ? "," : given.equals("\\t") ? "\t" : given;
        if (text.length() != 1) {
            throw GridmillException.user(
                    "option 'delimiter' must be one character, got '" + given + "'" + options.place());
        }
        try {
            return CsvBatchWriter.checkDelimiter(text.charAt(0));
        } catch (GridmillException e) {
            throw GridmillException.user(e.getMessage() + options.place());
        }
    }
}
