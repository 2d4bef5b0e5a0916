package io.gridmill.node.dataset;

import io.gridmill.node.chunk.PartitionSummary;
import java.util.List;

/**
 * What a job committed into a dataset: the chunks of the winning attempts; never changes.
 *
 * @param jobId the job
 * @param generation the caches that hold the chunks
 * @param attempts one entry a winner
 */
public record LoadManifest(String jobId, String generation, List<AttemptChunks> attempts) {
    /**
     * @param attempt token of the attempt, as in the chunks' keys
     * @param partitions what it wrote to each partition
     */
    public record AttemptChunks(String attempt, List<PartitionSummary> partitions) {
        public AttemptChunks {
            partitions = List.copyOf(partitions);
        }
    }

    public LoadManifest {
        attempts = List.copyOf(attempts);
    }
}
