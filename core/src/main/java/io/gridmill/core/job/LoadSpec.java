package io.gridmill.core.job;

import io.gridmill.core.source.SourceSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A load, which is a job whose shares are groups of splits.
 *
 * @param dataset the dataset to write
 * @param mode create, append or replace
 * @param source what is read; its paths are absolute, or empty when {@code blocks} is set
 * @param blocks {@code --local}: number of blocks that the client has put for this job before it submitted, in order; 0 otherwise
 * @param blockFile name of the client's file, for messages; null unless {@code blocks} is set
 * @param partitionBy columns whose hash names the partition; empty: whole chunks go round-robin
 * @param partitions partition count, a power of two; null: the node's default
 * @param backups copies beside the primary; null: the node's default
 * @param keepBadRows false: the first bad row fails the load; true: bad rows are kept apart, readable by the client
 * @param maxBadRows with {@code keepBadRows}: more than so many fail the load
 */
public record LoadSpec(
        String dataset,
        WriteMode mode,
        SourceSpec source,
        int blocks,
        @Nullable String blockFile,
        List<String> partitionBy,
        @Nullable Integer partitions,
        @Nullable Integer backups,
        boolean keepBadRows,
        long maxBadRows) {
    public LoadSpec {
        partitionBy = List.copyOf(partitionBy);
    }
}
