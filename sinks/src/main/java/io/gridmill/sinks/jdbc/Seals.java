package io.gridmill.sinks.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The seals of one job and target, in table {@code gridmill_seals}. Every method runs in the caller's transaction. */
final class Seals {
    static final String TABLE = "gridmill_seals";

    private final String jobId;
    private final String target;

    Seals(String jobId, String target) {
        this.jobId = jobId;
        this.target = target;
    }

    void createTable(Connection connection) throws SQLException {
        Dialect.execute(
                connection,
                "CREATE TABLE IF NOT EXISTS " + TABLE
                        + " (seal BIGINT NOT NULL, job_id VARCHAR(63) NOT NULL, target VARCHAR(255) NOT NULL, "
                        + "attempt TEXT NOT NULL, row_count BIGINT NOT NULL, digest BIGINT NOT NULL, "
                        + "PRIMARY KEY (job_id, target, seal), UNIQUE (job_id, target, attempt))");
    }

    /** By attempt. */
    Map<String, Seal> all(Connection connection) throws SQLException {
        Map<String, Seal> seals = new HashMap<>();
        try (PreparedStatement statement = prepare(
                        connection,
                        "SELECT seal, attempt, row_count, digest FROM " + TABLE + " WHERE job_id = ? AND target = ?");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Seal seal = new Seal(rows.getLong(1), rows.getString(2), rows.getLong(3), rows.getLong(4));
                seals.put(seal.attempt(), seal);
            }
        }
        return seals;
    }

    void insert(Connection connection, Seal seal) throws SQLException {
        try (PreparedStatement statement = prepare(
                connection,
                "INSERT INTO " + TABLE
                        + " (job_id, target, seal, attempt, row_count, digest) VALUES (?, ?, ?, ?, ?, ?)")) {
            statement.setLong(3, seal.number());
            statement.setString(4, seal.attempt());
            statement.setLong(5, seal.rows());
            statement.setLong(6, seal.digest());
            statement.executeUpdate();
        }
    }

    void delete(Connection connection, Seal seal) throws SQLException {
        try (PreparedStatement statement =
                prepare(connection, "DELETE FROM " + TABLE + " WHERE job_id = ? AND target = ? AND seal = ?")) {
            statement.setLong(3, seal.number());
            statement.executeUpdate();
        }
    }

    void deleteAll(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                prepare(connection, "DELETE FROM " + TABLE + " WHERE job_id = ? AND target = ?")) {
            statement.executeUpdate();
        }
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, jobId);
        statement.setString(2, target);
        return statement;
    }
}
