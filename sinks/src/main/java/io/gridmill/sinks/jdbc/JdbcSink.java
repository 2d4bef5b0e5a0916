package io.gridmill.sinks.jdbc;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.BatchInput;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.StagedAttempt;
import io.gridmill.sinks.CheckedInput;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Results as rows of a table. Each step of the protocol is one transaction that reads the job row first, so a step that had no answer
 * can be said again, and of two that contradict each other the second sees the first. A reader sees the target before the close or
 * after it, and never between.
 */
final class JdbcSink implements Sink {
    private final JdbcSession session;
    private final Dialect dialect;
    private final Locks locks;
    private final String jobId;
    private final TableSchema schema;
    private final WriteMode mode;
    private final JobRows jobRows;
    private final Seals seals;
    private final StagingTable staging;
    private final TargetTable target;
    private final DeadLetters letters;
    private final boolean keepsRefused;

    /** @param partial whether rows that the database refuses are kept apart, where the dialect can */
    JdbcSink(
            JdbcSession session,
            Dialect dialect,
            String table,
            WriteMode mode,
            String jobId,
            TableSchema schema,
            boolean partial) {
        this.session = session;
        this.dialect = dialect;
        this.locks = dialect.locks();
        this.jobId = jobId;
        this.schema = schema;
        this.mode = mode;
        String key = dialect.key(table);
        this.jobRows = new JobRows(dialect, jobId, key);
        this.seals = new Seals(jobId, key);
        this.staging = new StagingTable(dialect, schema, jobId, table);
        this.target = new TargetTable(dialect, schema, table, mode);
        this.letters = new DeadLetters(dialect, jobId, key);
        this.keepsRefused = partial && dialect.keepsDeadLetters();
    }

    @Override
    public void prepare() {
        session.transact("prepare", connection -> {
            createTables(connection);
            JobRow row = jobRows.lock(connection);
            if (row != null && row.mode() != mode) {
                throw GridmillException.user(
                        "two sinks of a job must have different tables, this one is taken in mode " + row.mode());
            }
            if (row != null && row.state() != JobRow.State.OPEN) {
                throw Sink.decidedAlready(jobId, row.state() == JobRow.State.CLOSED);
            }
            List<TargetColumn> into = target.check(connection);
            staging.create(connection, keepsRefused ? List.of() : into);
            if (row == null) {
                jobRows.insert(connection, JobRow.State.OPEN, mode);
            }
            return true;
        });
    }

    private void createTables(Connection connection) throws SQLException {
        if (!jobRows.hasTable(connection)) {
            locks.ownTables(connection);
            jobRows.createTable(connection);
            seals.createTable(connection);
        }
        if (keepsRefused && !letters.hasTables(connection)) {
            locks.ownTables(connection);
            letters.createTables(connection);
        }
        locks.job(connection, staging.name());
    }

    @Override
    public long stage(StagedAttempt attempt, BatchInput batches) {
        requireOwn(attempt.attempt().jobId());
        String token = attempt.attempt().token();
        CheckedInput input = new CheckedInput(attempt, schema, batches);
        return session.transact("stage attempt " + token, connection -> {
            JobRow row = require(jobRows.find(connection));
            if (row.state() != JobRow.State.OPEN) {
                throw GridmillException.user("nothing can be staged, the job is "
                        + (row.state() == JobRow.State.CLOSED ? "closed" : "aborted"));
            }
            Seal sealed = seals.all(connection).get(token);
            if (sealed != null && fault(attempt, sealed) == null) {
                return sealed.rows(); // It is all here: its rows and its seal came in one transaction.
            }
            locks.staging(connection, staging.name());
            long number =
                    dialect.attemptNumber(connection, seals.all(connection).values());
            Refusals refusals = new Refusals(keepsRefused);
            StagedRows staged = staging.rows(number, target.columns(connection), input, refusals, letters);
            long rows = input.requireRows(dialect.insert(connection, staged) + refusals.count());
            locks.attempt(connection, token);
            Seal before = seals.all(connection).get(token);
            if (before != null) {
                delete(connection, before);
                seals.delete(connection, before);
            }
            seals.insert(connection, new Seal(number, token, rows, attempt.digest()));
            return rows;
        });
    }

    @Override
    public void closeWith(SinkManifest manifest) {
        requireOwn(manifest.jobId());
        session.transact("close", connection -> {
            JobRow row = require(jobRows.lock(connection));
            switch (row.state()) {
                case OPEN -> publish(connection, manifest);
                case CLOSED -> requireSame(row.manifest(), manifest);
                case ABORTED -> throw GridmillException.internal("a job that is aborted must not be closed");
            }
            return true;
        });
    }

    private void publish(Connection connection, SinkManifest manifest) throws SQLException {
        losers(connection, manifest); // disturbs nobody when the winners are not all here
        locks.endOfStaging(connection, staging.name());
        for (Seal loser : losers(connection, manifest)) {
            delete(connection, loser);
        }
        refuse(connection, target.publish(connection, staging.name(), keepsRefused));
        dropStaged(connection);
        jobRows.decide(connection, JobRow.State.CLOSED, manifest);
    }

    private void delete(Connection connection, Seal seal) throws SQLException {
        staging.delete(connection, seal);
        if (keepsRefused) {
            letters.delete(connection, seal);
        }
    }

    /** Puts what the target refused to what was refused while it was staged, and publishes both. */
    private void refuse(Connection connection, List<RefusedRow> refused) throws SQLException {
        if (!keepsRefused) {
            return;
        }
        for (RefusedRow row : refused) {
            letters.stage(connection, row.attempt(), List.of(new DeadLetter(null, row.reason(), row.record())));
        }
        letters.publish(connection);
    }

    /** What is sealed and did not win; every winner is sealed. */
    private Collection<Seal> losers(Connection connection, SinkManifest manifest) throws SQLException {
        Map<String, Seal> losers = new HashMap<>(seals.all(connection));
        for (StagedAttempt winner : manifest.winners()) {
            requireSealed(winner, losers.remove(winner.attempt().token()));
        }
        return losers.values();
    }

    private static void requireSealed(StagedAttempt winner, @Nullable Seal seal) {
        String fault = seal == null ? "it is not sealed" : fault(winner, seal);
        if (fault != null) {
            throw new GridmillException(
                    ErrorCode.EXTERNAL, "winner " + winner.attempt().token() + " must be staged again: " + fault);
        }
    }

    /** How a seal differs from what was committed, or null. */
    private static @Nullable String fault(StagedAttempt committed, Seal seal) {
        if (seal.rows() == committed.rows() && seal.digest() == committed.digest()) {
            return null;
        }
        return "it is sealed with " + seal.rows() + " rows and digest " + Long.toHexString(seal.digest())
                + ", committed are " + committed.rows() + " rows and digest " + Long.toHexString(committed.digest());
    }

    private static void requireSame(@Nullable SinkManifest closed, SinkManifest asked) {
        if (!asked.equals(closed)) {
            throw GridmillException.internal(
                    "a job must be closed with one manifest: it is closed with " + closed + ", asked for is " + asked);
        }
    }

    @Override
    public void abort() {
        session.transact("abort", connection -> {
            createTables(connection);
            JobRow row = jobRows.lock(connection);
            if (row == null) {
                jobRows.insert(connection, JobRow.State.ABORTED, mode);
            } else if (row.state() == JobRow.State.CLOSED) {
                throw GridmillException.internal("a job that is closed must not be aborted");
            } else if (row.state() == JobRow.State.OPEN) {
                jobRows.decide(connection, JobRow.State.ABORTED, null);
                locks.endOfStaging(connection, staging.name());
            }
            dropStaged(connection);
            return true;
        });
    }

    @Override
    public void sweep() {
        session.transact("sweep", connection -> {
            JobRow row = jobRows.find(connection);
            if (row != null && row.state() != JobRow.State.OPEN) {
                dropStaged(connection);
            }
            return true;
        });
    }

    private void dropStaged(Connection connection) throws SQLException {
        staging.drop(connection);
        seals.deleteAll(connection);
        if (keepsRefused) {
            letters.deleteAll(connection);
        }
    }

    @Override
    public long refusedRows() {
        return keepsRefused ? session.transact("count the dead letters", letters::published) : 0;
    }

    @Override
    public void close() {
        session.close();
    }

    private static JobRow require(@Nullable JobRow row) {
        if (row == null) {
            throw GridmillException.user(
                    "the job must be prepared in this database; is it the same database on every node?");
        }
        return row;
    }

    private void requireOwn(String other) {
        if (!other.equals(jobId)) {
            throw GridmillException.internal("a sink serves one job, got job '" + other + "' [job=" + jobId + "]");
        }
    }
}
