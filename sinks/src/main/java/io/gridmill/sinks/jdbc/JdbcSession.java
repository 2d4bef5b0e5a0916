package io.gridmill.sinks.jdbc;

import io.gridmill.core.error.GridmillException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is opened when it is needed, and given up after any failure, which also rolls back. Not thread-safe.
 *
 * <p>Between transactions the connection is in auto-commit, and {@code setAutoCommit(true)} is what commits: SQLite's driver would
 * follow {@code commit()} and {@code rollback()} by the next BEGIN IMMEDIATE, and so keep all others out while nothing is being done.
 */
final class JdbcSession implements AutoCloseable {
    private final Dialect dialect;
    private final Login login;
    private final @Nullable Duration limit;
    private final String place;
    private @Nullable Connection connection;

    /** @param limit after which a transaction is given up, whatever it waits for; null for a database that cannot hang */
    JdbcSession(Dialect dialect, Login login, @Nullable Duration limit, String place) {
        this.dialect = dialect;
        this.login = login;
        this.limit = limit;
        this.place = place;
    }

    /** Where a database is, and who asks. */
    record Login(
            String url, @Nullable String user, @Nullable String password) {
        /** The text without the password, should a driver or a database have put it there. */
        String masked(String text) {
            return password == null || password.isBlank() ? text : text.replace(password, "***");
        }

        @Override
        public String toString() {
            return "Login[user=" + user + "]";
        }
    }

    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Runs the work in one transaction; when the commit has no answer, the caller says it again. */
    <T> T transact(String what, Work<T> work) {
        try {
            Connection open =
                    connection == null ? dialect.connect(login.url(), login.user(), login.password()) : connection;
            connection = open;
            return transact(open, work);
        } catch (SQLException e) {
            giveUp(e);
            throw failure("cannot " + what + place, e);
        } catch (GridmillException e) {
            giveUp(e);
            throw new GridmillException(e.code(), e.getMessage() + place, e);
        } catch (RuntimeException | Error e) {
            giveUp(e);
            throw e;
        }
    }

    private <T> T transact(Connection open, Work<T> work) throws SQLException {
        try (TransactionLimit running = TransactionLimit.start(open, limit)) {
            try {
                open.setAutoCommit(false);
                dialect.begin(open);
                T result = work.run(open);
                open.setAutoCommit(true);
                return result;
            } catch (SQLException e) {
                throw running.explain(e);
            }
        }
    }

    private GridmillException failure(String message, SQLException cause) {
        GridmillException failure = dialect.failure(message, cause);
        String masked = login.masked(String.valueOf(failure.getMessage()));
        return masked.equals(failure.getMessage()) ? failure : new GridmillException(failure.code(), masked);
    }

    private void giveUp(Throwable failure) {
        Connection open = connection;
        connection = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (SQLException e) {
            throw failure("cannot close the connection" + place, e);
        }
    }
}
