package io.gridmill.sinks.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * PostgreSQL's locks. Staging holds a weak lock on the staging table, closing and aborting a strong one; rows of jobs are locked before
 * tables are, so nobody waits in a circle.
 */
final class PostgresLocks implements Locks {
    private final PostgresDialect dialect;

    PostgresLocks(PostgresDialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public void ownTables(Connection connection) throws SQLException {
        advisory(connection, "gridmill");
    }

    @Override
    public void job(Connection connection, String job) throws SQLException {
        advisory(connection, "gridmill job " + job);
    }

    @Override
    public String forUpdate() {
        return " FOR UPDATE";
    }

    @Override
    public void staging(Connection connection, String staging) throws SQLException {
        Dialect.execute(connection, "LOCK TABLE " + dialect.quoteTable(staging) + " IN ROW EXCLUSIVE MODE");
    }

    @Override
    public void attempt(Connection connection, String attempt) throws SQLException {
        advisory(connection, "gridmill attempt " + attempt);
    }

    @Override
    public void endOfStaging(Connection connection, String staging) throws SQLException {
        String stagers = "SELECT pg_terminate_backend(a.pid) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
                + " WHERE l.locktype = 'relation' AND l.mode = 'RowExclusiveLock' AND l.granted"
                + " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                + " AND l.relation = to_regclass(?) AND a.pid <> pg_backend_pid() AND a.application_name = '"
                + PostgresDialect.APPLICATION + "'";
        try (PreparedStatement statement = connection.prepareStatement(stagers)) {
            statement.setString(1, dialect.quoteTable(staging));
            statement.execute();
        }
        Dialect.execute(connection, "LOCK TABLE " + dialect.quoteTable(staging) + " IN ACCESS EXCLUSIVE MODE");
    }

    @Override
    public void target(Connection connection, String target) throws SQLException {
        Dialect.execute(connection, "LOCK TABLE " + dialect.quoteTable(target) + " IN ROW EXCLUSIVE MODE");
    }

    private static void advisory(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            statement.setString(1, name);
            statement.execute();
        }
    }
}
