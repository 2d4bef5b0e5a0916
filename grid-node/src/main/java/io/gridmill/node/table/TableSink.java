package io.gridmill.node.table;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.core.sink.BatchInput;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.StagedAttempt;
import io.gridmill.node.result.CommittedBatches;
import io.gridmill.node.result.ResultStore;
import io.gridmill.sinks.CheckedInput;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * A table as a sink. What is staged is what lies in the grid already, under the attempt's name: the batches of its result, checked and sealed.
 * Who closes fills a cache of his own with the winners' rows, decides for it in the table's record, and only then shows it. So somebody late
 * writes only into what nobody will ever see.
 */
final class TableSink implements Sink {
    /**
     * The table as a job wants it.
     *
     * @param name in upper case
     * @param maxRows more rows are refused
     */
    record Target(String name, WriteMode mode, TableSchema schema, long maxRows) {}

    private final Tables tables;
    private final SqlTables sql;
    private final ResultStore store;
    private final BufferAllocator allocator;
    private final Target target;
    private final String jobId;

    TableSink(Tables tables, SqlTables sql, ResultStore store, BufferAllocator allocator, Target target, String jobId) {
        this.tables = tables;
        this.sql = sql;
        this.store = store;
        this.allocator = allocator;
        this.target = target;
        this.jobId = jobId;
    }

    @Override
    public void prepare() {
        SqlColumn.check(target.schema(), target.name());
        String row = tables.record(target.name()).jobs().get(jobId);
        if (row != null) {
            if (!row.equals(TableRecord.OPEN)) {
                throw Sink.decidedAlready(jobId, !row.equals(TableRecord.ABORTED));
            }
            return;
        }
        refuseForeign();
        tables.change(target.name(), record -> {
            if (record.jobs().containsKey(jobId)) {
                return record;
            }
            refuseExisting(record);
            return record.with(jobId, TableRecord.OPEN);
        });
    }

    private void refuseForeign() {
        String cache = sql.cacheOf(target.name());
        if (cache != null && !sql.isPublished(cache)) {
            throw GridmillException.user("table " + target.name()
                    + " exists already, and no job has published it; drop it with DROP TABLE, or take another name");
        }
    }

    private void refuseExisting(TableRecord record) {
        TableRecord.Published published = tables.published(record);
        if (target.mode() == WriteMode.CREATE && published != null) {
            throw GridmillException.user("table " + target.name() + " exists already (" + published.rows()
                    + " rows of job " + published.jobId() + "); use replace");
        }
    }

    @Override
    public long stage(StagedAttempt attempt, BatchInput batches) {
        AttemptId id = attempt.attempt();
        requireOwn(id.jobId());
        requireOpen();
        refuseRows(attempt.rows() + rowsOfOthers(id.share()));
        CheckedInput input = new CheckedInput(attempt, target.schema(), batches);
        long rows = 0;
        int count = 0;
        for (VectorSchemaRoot batch = input.next(); batch != null; batch = input.next()) {
            SqlColumn.check(target.schema(), batch, target.name());
            rows += batch.getRowCount();
            count++;
        }
        input.requireRows(rows);
        tables.seal(
                target.name(),
                jobId,
                id.token(),
                new Tables.Seal(id.share(), id.epoch(), count, rows, attempt.digest()));
        try {
            requireOpen();
        } catch (GridmillException e) {
            tables.sweep(target.name(), jobId); // Whoever ended the job may have swept before.
            throw e;
        }
        return rows;
    }

    private void requireOwn(String other) {
        if (!other.equals(jobId)) {
            throw GridmillException.internal("a sink serves one job, " + jobId + ", got " + other + place());
        }
    }

    private String requireKnown() {
        String row = tables.record(target.name()).jobs().get(jobId);
        if (row == null) {
            throw GridmillException.user("job " + jobId + " must be prepared first" + place());
        }
        return row;
    }

    private void requireOpen() {
        String row = requireKnown();
        if (!row.equals(TableRecord.OPEN)) {
            throw GridmillException.user(
                    "job " + jobId + (row.equals(TableRecord.ABORTED) ? " is aborted" : " is closed") + place());
        }
    }

    private void refuseRows(long rows) {
        if (rows > target.maxRows()) {
            throw GridmillException.user("a table must have at most " + target.maxRows()
                    + " rows (table.max-rows), got " + rows + " or more" + place());
        }
    }

    /** Rows that other shares have sealed, each share once: its latest attempt, and nothing where its children, or this share, took over. */
    private long rowsOfOthers(String share) {
        Map<String, Tables.Seal> latest = new HashMap<>();
        for (Tables.Seal seal : tables.seals(target.name(), jobId)) {
            latest.merge(seal.share(), seal, (left, right) -> left.epoch() > right.epoch() ? left : right);
        }
        latest.remove(share);
        return latest.values().stream()
                .filter(seal -> !share.startsWith(seal.share() + "."))
                .filter(seal -> latest.keySet().stream().noneMatch(other -> other.startsWith(seal.share() + ".")))
                .mapToLong(Tables.Seal::rows)
                .sum();
    }

    @Override
    public void closeWith(SinkManifest manifest) {
        requireOwn(manifest.jobId());
        String closed = TableRecord.closedWith(nameOf(manifest));
        String row = requireKnown();
        if (row.equals(TableRecord.OPEN)) {
            List<Tables.Seal> seals =
                    manifest.winners().stream().map(this::requireSealed).toList();
            refuseRows(manifest.rows());
            refuseExisting(tables.record(target.name()));
            row = publish(manifest, seals, closed);
        }
        if (!row.equals(closed)) {
            throw GridmillException.internal(
                    row.equals(TableRecord.ABORTED)
                            ? "a job that is aborted must not be closed, job " + jobId + " is" + place()
                            : "a job must be closed with one manifest, job " + jobId + " has closed with another"
                                    + place());
        }
        tables.show(target.name());
    }

    /** Names the winners, in few letters. */
    static String nameOf(SinkManifest manifest) {
        String winners = manifest.winners().stream()
                .map(winner -> winner.attempt().token())
                .collect(Collectors.joining(" "));
        return UUID.nameUUIDFromBytes(winners.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private Tables.Seal requireSealed(StagedAttempt winner) {
        String token = winner.attempt().token();
        Tables.@Nullable Seal seal = tables.sealed(target.name(), jobId, token);
        if (seal == null || seal.rows() != winner.rows() || seal.digest() != winner.digest()) {
            throw new GridmillException(
                    ErrorCode.EXTERNAL, "attempt " + token + " must be staged again, its seal is " + seal + place());
        }
        return seal;
    }

    /** Fills a cache and decides for it, unless the job has been closed or aborted meanwhile; the job's row after that. */
    private String publish(SinkManifest manifest, List<Tables.Seal> seals, String closed) {
        String cache = SqlTables.newCache(target.name(), jobId);
        try {
            fill(cache, manifest, seals);
            TableRecord.Published published =
                    new TableRecord.Published(cache, jobId, target.schema(), manifest.rows(), Instant.now());
            TableRecord record = tables.change(target.name(), now -> {
                if (!TableRecord.OPEN.equals(now.jobs().get(jobId))) {
                    return now;
                }
                refuseExisting(now);
                return now.showing(published).with(jobId, closed);
            });
            if (record.published() == null || !record.published().cache().equals(cache)) {
                sql.destroy(cache);
            }
            return record.jobs().getOrDefault(jobId, TableRecord.ABORTED);
        } catch (GridmillException e) {
            sql.destroy(cache);
            throw e;
        }
    }

    private void fill(String cache, SinkManifest manifest, List<Tables.Seal> seals) {
        try {
            TableWriter writer = sql.create(cache, target.schema());
            for (int i = 0; i < seals.size(); i++) {
                AttemptId attempt = manifest.winners().get(i).attempt();
                try (BufferAllocator own = allocator.newChildAllocator("table " + target.name(), 0, Long.MAX_VALUE);
                        CommittedBatches batches = new CommittedBatches(
                                store, attempt, seals.get(i).batches(), own)) {
                    for (VectorSchemaRoot batch = batches.next(); batch != null; batch = batches.next()) {
                        writer.add(batch);
                    }
                }
            }
            writer.finish(manifest.rows());
        } catch (GridmillException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new GridmillException(
                    ErrorCode.RESOURCE, "the rows cannot be written: " + e.getMessage() + place(), e);
        }
    }

    @Override
    public void abort() {
        TableRecord record = tables.change(
                target.name(),
                now -> now.jobs().getOrDefault(jobId, TableRecord.OPEN).equals(TableRecord.OPEN)
                        ? now.with(jobId, TableRecord.ABORTED)
                        : now);
        if (!TableRecord.ABORTED.equals(record.jobs().get(jobId))) {
            throw GridmillException.internal(
                    "a job that is closed must not be aborted, job " + jobId + " is" + place());
        }
        sweep();
    }

    @Override
    public void sweep() {
        String row = tables.record(target.name()).jobs().get(jobId);
        if (row != null && !row.equals(TableRecord.OPEN)) {
            tables.sweep(target.name(), jobId);
        }
    }

    private String place() {
        return " [table=" + target.name() + "]";
    }

    @Override
    public void close() {
        // Holds nothing of its own.
    }
}
