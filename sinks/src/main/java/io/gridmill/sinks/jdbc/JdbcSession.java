package io.gridmill.sinks.jdbc;

import io.gridmill.core.error.GridmillException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is opened when it is needed, and given up after any failure, which also rolls back. Not thread-safe.
 *
 * <p>Between transactions the connection is in auto-commit, and {@code setAutoCommit(true)} is what commits: SQLite's driver would
 * follow {@code commit()} and {@code rollback()} by the next BEGIN IMMEDIATE, and so keep all others out while nothing is being done.
 */
final class JdbcSession implements AutoCloseable {
    private final Dialect dialect;
    private final String url;
    private final @Nullable String user;
    private final @Nullable String password;
    private final String place;
    private @Nullable Connection connection;

    JdbcSession(Dialect dialect, String url, @Nullable String user, @Nullable String password, String place) {
        this.dialect = dialect;
        this.url = url;
        this.user = user;
        this.password = password;
        this.place = place;
    }

    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Runs the work in one transaction; when the commit has no answer, the caller says it again. */
    <T> T transact(String what, Work<T> work) {
        Connection open = null;
        try {
            open = connection == null ? dialect.connect(url, user, password) : connection;
            connection = open;
            open.setAutoCommit(false);
            T result = work.run(open);
            open.setAutoCommit(true);
            return result;
        } catch (SQLException e) {
            giveUp(e);
            throw dialect.failure("cannot " + what + place, e);
        } catch (GridmillException e) {
            giveUp(e);
            throw new GridmillException(e.code(), e.getMessage() + place, e);
        } catch (RuntimeException | Error e) {
            giveUp(e);
            throw e;
        }
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
            throw dialect.failure("cannot close the connection" + place, e);
        }
    }
}
