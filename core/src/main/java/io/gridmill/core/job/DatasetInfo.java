package io.gridmill.core.job;

import io.gridmill.core.schema.TableSchema;
import java.time.Instant;
import java.util.List;

/**
 * A dataset as it is now.
 *
 * @param version number of the visible version, from 1
 * @param loads loads that the version lists
 * @param chunks chunks of the version
 * @param sizeBytes encoded bytes, one copy
 * @param lostPartitions partitions of which no copy is left; a job over the dataset fails while there are any
 */
public record DatasetInfo(
        String name,
        TableSchema schema,
        long version,
        int loads,
        int partitions,
        int backups,
        List<String> partitionBy,
        long rows,
        long chunks,
        long sizeBytes,
        Instant changed,
        List<Integer> lostPartitions) {}
