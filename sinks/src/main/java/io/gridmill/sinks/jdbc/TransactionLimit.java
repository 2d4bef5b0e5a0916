package io.gridmill.sinks.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a connection whose transaction takes too long. A database's own limits do not work when it hangs, and a thread that writes to
 * such a database waits for ever, since sockets know a limit for reading only.
 */
final class TransactionLimit implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final @Nullable Duration limit;
    private final @Nullable ScheduledFuture<?> end;
    private volatile boolean over;

    private TransactionLimit(Connection connection, @Nullable Duration limit) {
        this.limit = limit;
        this.end =
                limit == null ? null : CLOCK.schedule(() -> cut(connection), limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Starts to count; null means no limit. */
    static TransactionLimit start(Connection connection, @Nullable Duration limit) {
        return new TransactionLimit(connection, limit);
    }

    private Void cut(Connection connection) throws SQLException {
        over = true;
        connection.abort(TransactionLimit::startThread);
        return null;
    }

    /** What a failure is when the connection was cut meanwhile. */
    SQLException explain(SQLException failure) {
        if (!over || limit == null) {
            return failure;
        }
        return new SQLException(
                "a transaction must end within " + limit.toSeconds() + " s, this one did not: " + failure.getMessage(),
                "08006",
                failure);
    }

    @Override
    public void close() {
        if (end != null) {
            end.cancel(false);
        }
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, TransactionLimit::thread);
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    private static Thread thread(Runnable body) {
        Thread thread = new Thread(body, "gridmill-jdbc-limit");
        thread.setDaemon(true);
        return thread;
    }

    /** Closing a socket can take its time as well. */
    private static void startThread(Runnable body) {
        thread(body).start();
    }
}
