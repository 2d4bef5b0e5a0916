package io.gridmill.node.dataset;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.LoadSpec;
import io.gridmill.core.job.ResultSpec;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.schema.TableSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.arrow.memory.BufferAllocator;

/** Decides into which generation, with which partitions and backups, a job writes a dataset. Thread-safe. */
public final class DatasetTargets {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    private final Datasets datasets;
    private final GenerationCaches generations;
    private final BufferAllocator allocator;
    private final int defaultPartitions;
    private final int defaultBackups;
    private final long inFlightBytes;
    private Set<String> stale = Set.of();

    public DatasetTargets(
            Datasets datasets,
            GenerationCaches generations,
            BufferAllocator allocator,
            int defaultPartitions,
            int defaultBackups,
            long inFlightBytes) {
        this.datasets = datasets;
        this.generations = generations;
        this.allocator = allocator;
        this.defaultPartitions = defaultPartitions;
        this.defaultBackups = defaultBackups;
        this.inFlightBytes = inFlightBytes;
    }

    /** The generation that a job will write to: the dataset's own when it appends, else one named after the job. */
    public String generation(String jobId, String dataset, WriteMode mode) {
        if (!NAME.matcher(dataset).matches()) {
            throw GridmillException.user(
                    "a dataset's name must be 1 to 63 letters, digits or '_', starting with a letter or '_', got '"
                            + dataset + "'");
        }
        DatasetVersion current = mode == WriteMode.APPEND ? datasets.find(dataset) : null;
        if (current != null) {
            return current.loads().get(current.loads().size() - 1).generation();
        }
        return dataset.toLowerCase(Locale.ROOT) + "-" + jobId;
    }

    /** The sink of a load. */
    public DatasetSink open(String jobId, LoadSpec load, TableSchema schema, String generation) {
        int partitions = load.partitions() == null ? defaultPartitions : load.partitions();
        int backups = load.backups() == null ? defaultBackups : load.backups();
        return open(jobId, load.dataset(), load.mode(), schema, generation, partitions, backups, load.partitionBy());
    }

    /** The sink of a query's result. */
    public DatasetSink open(String jobId, ResultSpec result, TableSchema schema, String generation) {
        return open(
                jobId, result.name(), result.mode(), schema, generation, defaultPartitions, defaultBackups, List.of());
    }

    private DatasetSink open(
            String jobId,
            String dataset,
            WriteMode mode,
            TableSchema schema,
            String generation,
            int partitions,
            int backups,
            List<String> partitionBy) {
        DatasetVersion current = mode == WriteMode.APPEND ? datasets.find(dataset) : null;
        // Chunks that join a generation are as that generation is. Whether the job may write at all is asked elsewhere:
        // a sink
        // must open also to be aborted.
        boolean joins = current != null
                && current.generations().contains(generation)
                && Datasets.sameColumns(current.schema(), schema);
        DatasetSink.Target target = current != null && joins
                ? new DatasetSink.Target(
                        dataset,
                        mode,
                        current.schema(),
                        generation,
                        current.partitions(),
                        current.backups(),
                        current.partitionBy())
                : new DatasetSink.Target(dataset, mode, schema, generation, partitions, backups, partitionBy);
        return new DatasetSink(datasets, generations, target, jobId, allocator, inFlightBytes);
    }

    /**
     * Destroys generations that no name shows and no unfinished job reads, if that was so at the last call already: a job that
     * has just looked the name up may not have said yet what it reads. Called by one thread.
     */
    public void destroyStale(Set<String> pinned) {
        Set<String> candidates = new HashSet<>();
        for (DatasetRecord record : datasets.records()) {
            DatasetVersion visible = record.version() == 0 ? null : datasets.find(record.name());
            for (String generation : record.stale()) {
                boolean shown = visible != null && visible.generations().contains(generation);
                if (shown || pinned.contains(generation)) {
                    continue;
                }
                if (stale.contains(generation)) {
                    generations.destroy(generation);
                    datasets.forgetStale(record.name(), generation);
                } else {
                    candidates.add(generation);
                }
            }
        }
        stale = candidates;
    }
}
