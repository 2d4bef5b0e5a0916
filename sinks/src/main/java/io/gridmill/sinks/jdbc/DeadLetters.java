package io.gridmill.sinks.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/**
 * The dead letters of one job and target: staged with their attempt in {@code gridmill_staged_letters}, published with it in {@code
 * gridmill_dead_letters}. Every method runs in the caller's transaction.
 */
final class DeadLetters {
    /** So many rows are a fault of the job, not of the rows. */
    static final int MOST_OF_AN_ATTEMPT = 10_000;

    private static final String STAGED = "gridmill_staged_letters";
    private static final String PUBLISHED = "gridmill_dead_letters";
    private static final String COLUMNS = "row_number BIGINT, reason TEXT NOT NULL, record TEXT NOT NULL)";

    private final Dialect dialect;
    private final String jobId;
    private final String target;

    DeadLetters(Dialect dialect, String jobId, String target) {
        this.dialect = dialect;
        this.jobId = jobId;
        this.target = target;
    }

    boolean hasTables(Connection connection) throws SQLException {
        return !dialect.columns(connection, PUBLISHED).isEmpty();
    }

    void createTables(Connection connection) throws SQLException {
        String job = " (job_id VARCHAR(63) NOT NULL, target VARCHAR(255) NOT NULL, ";
        Dialect.execute(connection, "CREATE TABLE IF NOT EXISTS " + STAGED + job + "seal BIGINT NOT NULL, " + COLUMNS);
        Dialect.execute(
                connection, "CREATE TABLE IF NOT EXISTS " + PUBLISHED + job + "attempt TEXT NOT NULL, " + COLUMNS);
    }

    void stage(Connection connection, long seal, List<DeadLetter> letters) throws SQLException {
        if (letters.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = prepare(
                connection,
                "INSERT INTO " + STAGED
                        + " (job_id, target, seal, row_number, reason, record) VALUES (?, ?, ?, ?, ?, ?)")) {
            statement.setLong(3, seal);
            for (DeadLetter letter : letters) {
                if (letter.row() == null) {
                    statement.setNull(4, Types.BIGINT);
                } else {
                    statement.setLong(4, letter.row());
                }
                statement.setString(5, letter.reason());
                statement.setString(6, letter.record());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    void delete(Connection connection, Seal seal) throws SQLException {
        try (PreparedStatement statement =
                prepare(connection, "DELETE FROM " + STAGED + " WHERE job_id = ? AND target = ? AND seal = ?")) {
            statement.setLong(3, seal.number());
            statement.executeUpdate();
        }
    }

    void deleteAll(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                prepare(connection, "DELETE FROM " + STAGED + " WHERE job_id = ? AND target = ?")) {
            statement.executeUpdate();
        }
    }

    /** Makes what is staged appear, under the names of its attempts. */
    void publish(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(
                connection,
                "INSERT INTO " + PUBLISHED + " (job_id, target, attempt, row_number, reason, record)"
                        + " SELECT l.job_id, l.target, s.attempt, l.row_number, l.reason, l.record FROM " + STAGED
                        + " l JOIN " + Seals.TABLE
                        + " s ON s.job_id = l.job_id AND s.target = l.target AND s.seal = l.seal"
                        + " WHERE l.job_id = ? AND l.target = ? ORDER BY s.attempt, l.row_number")) {
            statement.executeUpdate();
        }
        deleteAll(connection);
    }

    long published(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        prepare(connection, "SELECT count(*) FROM " + PUBLISHED + " WHERE job_id = ? AND target = ?");
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, jobId);
        statement.setString(2, target);
        return statement;
    }
}
