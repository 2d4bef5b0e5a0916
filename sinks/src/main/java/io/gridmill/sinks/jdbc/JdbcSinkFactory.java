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
 * {@code jdbc}: a table of a database. Options: {@code url} (SQLite: {@code jdbc:sqlite:} and an absolute path; PostgreSQL:
 * {@code jdbc:postgresql://HOST:PORT/DATABASE}), {@code user}, {@code password}, {@code table}, {@code mode} (create, append or replace;
 * create unless given), {@code timeout-seconds} (PostgreSQL: how long a transaction may take; 600 unless given).
 */
public final class JdbcSinkFactory implements SinkFactory {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofMinutes(10);

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
        return List.of("url", "user", "password", "table", "mode", "timeout-seconds");
    }

    @Override
    public Sink open(SinkSpec spec, String jobId, TableSchema schema) {
        return open(spec, jobId, schema, false);
    }

    @Override
    public Sink openPartial(SinkSpec spec, String jobId, TableSchema schema) {
        return open(spec, jobId, schema, true);
    }

    private Sink open(SinkSpec spec, String jobId, TableSchema schema, boolean partial) {
        SinkOptions options = new SinkOptions(spec, options());
        JobId.check(jobId);
        String url = options.required("url");
        String table = options.required("table");
        WriteMode mode = options.mode();
        Duration limit = limit(options);
        Dialect dialect = dialect(url, limit, options);
        dialect.checkUrl(url);
        dialect.checkTable(table);
        dialect.checkColumns(schema);
        if (schema.indexOf(StagingTable.ATTEMPT) >= 0) {
            throw GridmillException.user("a column must not be named " + StagingTable.ATTEMPT + options.place());
        }
        String place = " [sink=jdbc, url=" + shown(url) + ", table=" + table + ", job=" + jobId + "]";
        JdbcSession.Login login = new JdbcSession.Login(url, options.optional("user"), options.optional("password"));
        JdbcSession session = new JdbcSession(dialect, login, SqliteDialect.knows(url) ? null : limit, place);
        return new JdbcSink(session, dialect, table, mode, jobId, schema, partial);
    }

    private Dialect dialect(String url, Duration limit, SinkOptions options) {
        if (SqliteDialect.knows(url)) {
            return new SqliteDialect(patience);
        } else if (PostgresDialect.knows(url)) {
            return new PostgresDialect(limit, patience);
        }
        throw GridmillException.user("option 'url' must begin with jdbc:sqlite: or jdbc:postgresql:, got '" + shown(url)
                + "'" + options.place());
    }

    private static Duration limit(SinkOptions options) {
        String seconds = options.optional("timeout-seconds");
        if (seconds == null) {
            return LIMIT;
        } else if (!seconds.matches("[1-9][0-9]{0,5}")) {
            throw GridmillException.user("option 'timeout-seconds' must be a whole number from 1 to 999999, got '"
                    + seconds + "'" + options.place());
        }
        return Duration.ofSeconds(Long.parseLong(seconds));
    }

    /** Without what may hold a password: parameters, and user information before an {@code @}. */
    static String shown(String url) {
        String bare = url.split("[?;]", 2)[0];
        return bare.replaceAll("//[^/@]*@", "//");
    }
}
