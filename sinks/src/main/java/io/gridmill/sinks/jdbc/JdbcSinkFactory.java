package io.gridmill.sinks.jdbc;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.JobId;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkFactory;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.sinks.SinkOptions;
import java.time.Duration;
import java.util.List;

/**
 * {@code jdbc}: a table of a database. Options: {@code url} (SQLite: {@code jdbc:sqlite:} and an absolute path), {@code user},
 * {@code password}, {@code table}, {@code mode} (create, append or replace; create unless given).
 */
public final class JdbcSinkFactory implements SinkFactory {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Duration patience;

    public JdbcSinkFactory() {
        this(PATIENCE);
    }

    JdbcSinkFactory(Duration patience) {
        this.patience = patience;
    }

    @Override
    public String type() {
        return "jdbc";
    }

    @Override
    public List<String> options() {
        return List.of("url", "user", "password", "table", "mode");
    }

    @Override
    public Sink open(SinkSpec spec, String jobId, TableSchema schema) {
        SinkOptions options = new SinkOptions(spec, options());
        JobId.check(jobId);
        String url = options.required("url");
        String table = options.required("table");
        WriteMode mode = options.mode();
        if (!SqliteDialect.knows(url)) {
            throw GridmillException.user(
                    "option 'url' must begin with jdbc:sqlite:, got '" + shown(url) + "'" + options.place());
        }
        Dialect dialect = new SqliteDialect(patience);
        dialect.checkUrl(url);
        dialect.checkTable(table);
        if (schema.indexOf(StagingTable.ATTEMPT) >= 0) {
            throw GridmillException.user("a column must not be named " + StagingTable.ATTEMPT + options.place());
        }
        String place = " [sink=jdbc, url=" + shown(url) + ", table=" + table + ", job=" + jobId + "]";
        JdbcSession session =
                new JdbcSession(dialect, url, options.optional("user"), options.optional("password"), place);
        return new JdbcSink(session, dialect, table, mode, jobId, schema);
    }

    /** Without what may hold a password: parameters, and user information before an {@code @}. */
    private static String shown(String url) {
        String bare = url.split("[?;]", 2)[0];
        return bare.replaceAll("//[^/@]*@", "//");
    }
}
