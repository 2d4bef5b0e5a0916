package io.gridmill.node.dataset;

import io.gridmill.core.schema.TableSchema;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A version of a dataset; never changes.
 *
 * @param version number, from 1
 * @param loads what it holds, oldest first
 * @param sizeBytes encoded bytes, one copy
 */
public record DatasetVersion(
        String dataset,
        long version,
        TableSchema schema,
        int partitions,
        int backups,
        List<String> partitionBy,
        List<LoadRef> loads,
        long rows,
        long chunks,
        long sizeBytes,
        Instant created) {
    /** A load, the generation of caches in which its chunks lie, and the life of the grid in which they were put there. */
    public record LoadRef(String jobId, String generation, String life) {}

    public DatasetVersion {
        partitionBy = List.copyOf(partitionBy);
        loads = List.copyOf(loads);
    }

    /** The generations that hold its chunks. */
    public Set<String> generations() {
        return loads.stream().map(LoadRef::generation).collect(Collectors.toUnmodifiableSet());
    }
}
