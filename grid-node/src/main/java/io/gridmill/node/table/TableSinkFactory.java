package io.gridmill.node.table;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkFactory;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.node.result.ResultStore;
import io.gridmill.sinks.SinkOptions;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Opens tables as sinks of jobs. Unlike other factories it needs a running node, which makes it. */
public final class TableSinkFactory implements SinkFactory {
    private final Tables tables;
    private final SqlTables sql;
    private final ResultStore store;
    private final BufferAllocator allocator;
    private final long maxRows;

    /** @param maxRows rows that a table may have */
    public TableSinkFactory(Tables tables, SqlTables sql, ResultStore store, BufferAllocator allocator, long maxRows) {
        this.tables = tables;
        this.sql = sql;
        this.store = store;
        this.allocator = allocator;
        this.maxRows = maxRows;
    }

    @Override
    public String type() {
        return SinkSpec.TABLE;
    }

    @Override
    public List<String> options() {
        return List.of("name", "mode");
    }

    @Override
    public Sink open(SinkSpec spec, String jobId, TableSchema schema) {
        SinkOptions options = new SinkOptions(spec, options());
        String name = Tables.name(options.required("name"));
        WriteMode mode = options.mode();
        if (mode == WriteMode.APPEND) {
            throw GridmillException.user(
                    "a table's mode must be create or replace, got append: a table is a copy that is published whole; append to a dataset, and publish that"
                            + options.place());
        }
        return new TableSink(tables, sql, store, allocator, new TableSink.Target(name, mode, schema, maxRows), jobId);
    }
}
