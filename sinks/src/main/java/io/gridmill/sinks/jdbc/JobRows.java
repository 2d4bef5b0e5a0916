package io.gridmill.sinks.jdbc;

import io.gridmill.core.job.WriteMode;
import io.gridmill.core.json.Json;
import io.gridmill.core.sink.SinkManifest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The job row of one job and target, in table {@code gridmill_jobs}. Every method runs in the caller's transaction. */
final class JobRows {
    private static final String TABLE = "gridmill_jobs";

    private final Dialect dialect;
    private final String jobId;
    private final String target;

    JobRows(Dialect dialect, String jobId, String target) {
        this.dialect = dialect;
        this.jobId = jobId;
        this.target = target;
    }

    boolean hasTable(Connection connection) throws SQLException {
        return !dialect.columns(connection, TABLE).isEmpty();
    }

    void createTable(Connection connection) throws SQLException {
        Dialect.execute(
                connection,
                "CREATE TABLE IF NOT EXISTS " + TABLE + " (job_id VARCHAR(63) NOT NULL, target VARCHAR(255) NOT NULL, "
                        + "mode VARCHAR(7) NOT NULL, state VARCHAR(7) NOT NULL, manifest TEXT, PRIMARY KEY (job_id, target))");
    }

    /** The row, or null when the job was never prepared here. */
    @Nullable
    JobRow find(Connection connection) throws SQLException {
        return select(connection, "");
    }

    /** As {@link #find}, and nobody else can decide until the transaction ends. */
    @Nullable
    JobRow lock(Connection connection) throws SQLException {
        return select(connection, dialect.locks().forUpdate());
    }

    private @Nullable JobRow select(Connection connection, String lock) throws SQLException {
        if (!hasTable(connection)) {
            return null;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT state, mode, manifest FROM " + TABLE + " WHERE job_id = ? AND target = ?" + lock)) {
            statement.setString(1, jobId);
            statement.setString(2, target);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return null;
                }
                String manifest = rows.getString(3);
                return new JobRow(
                        JobRow.State.valueOf(rows.getString(1)),
                        WriteMode.parse(rows.getString(2)),
                        manifest == null ? null : Json.read(manifest, SinkManifest.class));
            }
        }
    }

    void insert(Connection connection, JobRow.State state, WriteMode mode) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO " + TABLE + " (job_id, target, mode, state) VALUES (?, ?, ?, ?)")) {
            statement.setString(1, jobId);
            statement.setString(2, target);
            statement.setString(3, mode.toString());
            statement.setString(4, state.name());
            statement.executeUpdate();
        }
    }

    /** Changes an open row; the caller has read it in this transaction. */
    void decide(Connection connection, JobRow.State state, @Nullable SinkManifest manifest) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE " + TABLE
                + " SET state = ?, manifest = ? WHERE job_id = ? AND target = ? AND state = 'OPEN'")) {
            statement.setString(1, state.name());
            statement.setString(2, manifest == null ? null : Json.write(manifest));
            statement.setString(3, jobId);
            statement.setString(4, target);
            if (statement.executeUpdate() != 1) {
                throw new SQLException("row of job " + jobId + " in " + TABLE + " is not OPEN any more");
            }
        }
    }
}
