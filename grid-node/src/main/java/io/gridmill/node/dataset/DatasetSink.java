package io.gridmill.node.dataset;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.BatchInput;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.StagedAttempt;
import io.gridmill.core.task.CancelToken;
import io.gridmill.node.chunk.ChunkSweep;
import io.gridmill.node.chunk.ChunkWriter;
import io.gridmill.node.chunk.DatasetCaches;
import io.gridmill.node.chunk.PartitionSummary;
import io.gridmill.node.chunk.Partitioner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Makes a job's rows the next version of a dataset. Staged are chunks whose keys carry the attempt, and a record of what the
 * attempt wrote; the step that closes is the compare-and-set on the dataset's record ({@link Datasets}). Loads and results of queries
 * go the same way.
 */
public final class DatasetSink implements Sink {
    /** Where the sink's chunks go. */
    public record Target(
            String dataset,
            WriteMode mode,
            TableSchema schema,
            String generation,
            int partitions,
            int backups,
            List<String> partitionBy) {}

    private final Datasets datasets;
    private final GenerationCaches generations;
    private final Target target;
    private final String jobId;
    private final BufferAllocator allocator;
    private final long inFlightBytes;

    public DatasetSink(
            Datasets datasets,
            GenerationCaches generations,
            Target target,
            String jobId,
            BufferAllocator allocator,
            long inFlightBytes) {
        this.datasets = datasets;
        this.generations = generations;
        this.target = target;
        this.jobId = jobId;
        this.allocator = allocator;
        this.inFlightBytes = inFlightBytes;
    }

    @Override
    public void prepare() {
        if (datasets.closedBy(target.dataset(), jobId)) {
            throw Sink.decidedAlready(jobId, true);
        }
        datasets.checkMode(target.dataset(), target.mode(), target.schema(), datasets.find(target.dataset()));
        generations.create(target.generation(), target.partitions(), target.backups());
    }

    @Override
    public long stage(StagedAttempt attempt, BatchInput batches) {
        long rows = write(attempt.attempt().token(), batches, CancelToken.NEVER);
        if (rows != attempt.rows()) {
            throw GridmillException.internal(
                    "an attempt must have the rows that it committed, " + attempt.rows() + ", got " + rows
                            + " [attempt=" + attempt.attempt().token() + ", dataset=" + target.dataset() + "]");
        }
        return rows;
    }

    /** Writes an attempt's rows before anybody has counted them: loads stage first and commit then. */
    public long write(String attemptToken, BatchInput batches, CancelToken cancel) {
        DatasetCaches caches = caches();
        datasets.begin(target.dataset(), jobId, attemptToken);
        refuseAborted();
        try {
            List<PartitionSummary> summaries = writeChunks(caches, attemptToken, batches, cancel);
            datasets.seal(target.dataset(), jobId, new LoadManifest.AttemptChunks(attemptToken, summaries));
            return summaries.stream().mapToLong(PartitionSummary::rows).sum();
        } finally {
            // Whoever aborted the job may have swept before the last chunk was there.
            if (datasets.aborted(target.dataset(), jobId)) {
                sweep(List.of(attemptToken));
            }
        }
    }

    /** What {@link #prepare} made is gone when all nodes have stopped since. */
    private DatasetCaches caches() {
        if (!generations.exists(target.generation()) && !datasets.closedBy(target.dataset(), jobId)) {
            prepare();
        }
        return generations.open(target.generation());
    }

    /** Whether what the attempt has staged is still there: it is in memory. */
    public boolean holds(String attemptToken) {
        return datasets.sealed(target.dataset(), jobId, attemptToken) != null;
    }

    private void refuseAborted() {
        if (datasets.aborted(target.dataset(), jobId)) {
            throw GridmillException.user("job " + jobId + " is aborted [dataset=" + target.dataset() + "]");
        }
    }

    private List<PartitionSummary> writeChunks(
            DatasetCaches caches, String attemptToken, BatchInput batches, CancelToken cancel) {
        ChunkWriter writer = new ChunkWriter(caches, attemptToken, inFlightBytes, cancel);
        try (Partitioner partitioner = new Partitioner(
                target.schema(),
                target.partitions(),
                ordinals(),
                Math.floorMod(attemptToken.hashCode(), target.partitions()),
                inFlightBytes,
                allocator,
                writer)) {
            for (VectorSchemaRoot batch = batches.next(); batch != null; batch = batches.next()) {
                partitioner.add(batch, batches.dictionaries());
            }
            partitioner.finish();
            writer.flush();
            return writer.summary();
        }
    }

    private int[] ordinals() {
        return target.partitionBy().stream().mapToInt(target.schema()::indexOf).toArray();
    }

    /** Digest over what an attempt staged; the same for the same chunks. */
    public long digest(String attemptToken) {
        LoadManifest.AttemptChunks staged = datasets.sealed(target.dataset(), jobId, attemptToken);
        long digest = 0;
        if (staged != null) {
            for (PartitionSummary partition : staged.partitions()) {
                digest = digest * 31 + partition.digest();
            }
        }
        return digest;
    }

    @Override
    public void closeWith(SinkManifest manifest) {
        if (datasets.closedBy(target.dataset(), jobId)) {
            return;
        }
        List<LoadManifest.AttemptChunks> winners = new ArrayList<>();
        for (StagedAttempt winner : manifest.winners()) {
            String token = winner.attempt().token();
            LoadManifest.AttemptChunks chunks = datasets.sealed(target.dataset(), jobId, token);
            long rows = chunks == null
                    ? -1
                    : chunks.partitions().stream()
                            .mapToLong(PartitionSummary::rows)
                            .sum();
            if (chunks == null || rows != winner.rows()) {
                throw new GridmillException(
                        ErrorCode.EXTERNAL,
                        "attempt " + token + " must be staged again: dataset " + target.dataset() + " has " + rows
                                + " of its " + winner.rows() + " rows");
            }
            winners.add(chunks);
        }
        datasets.close(
                target.dataset(),
                target.mode(),
                target.schema(),
                target.partitions(),
                target.backups(),
                target.partitionBy(),
                new LoadManifest(jobId, target.generation(), winners));
    }

    @Override
    public void abort() {
        if (datasets.closedBy(target.dataset(), jobId)) {
            throw GridmillException.internal("an aborted job must not have closed, job " + jobId
                    + " has closed into dataset " + target.dataset());
        }
        datasets.markAborted(target.dataset(), jobId);
        sweep();
    }

    /**
     * Drops the chunks of attempts that are not in the job's manifest. A generation that the job made and nobody closed into goes
     * as a whole.
     */
    @Override
    public void sweep() {
        List<String> losers = new ArrayList<>(datasets.begun(target.dataset(), jobId));
        List<String> begun = List.copyOf(losers);
        boolean closed = datasets.closedBy(target.dataset(), jobId);
        LoadManifest manifest = closed ? datasets.manifest(target.dataset(), jobId) : null;
        if (manifest != null) {
            manifest.attempts().forEach(winner -> losers.remove(winner.attempt()));
        }
        if (!closed && target.generation().endsWith("-" + jobId)) {
            generations.destroy(target.generation());
        } else {
            sweep(losers);
        }
        begun.forEach(token -> datasets.forgetStaged(target.dataset(), jobId, token));
    }

    private void sweep(List<String> losers) {
        if (!losers.isEmpty() && generations.exists(target.generation())) {
            DatasetCaches caches = generations.open(target.generation());
            // With lost partitions it cannot be scanned. What stays is invisible and goes when the dataset is loaded
            // again.
            if (caches.lostPartitions().isEmpty()) {
                ChunkSweep.sweep(caches, target.schema().size(), Set.copyOf(losers)::contains);
            }
        }
        losers.forEach(token -> datasets.forgetStaged(target.dataset(), jobId, token));
    }

    @Override
    public void close() {
        // Holds nothing of its own.
    }
}
