package io.gridmill.node.config;

/**
 * How new datasets are spread, unless a load says otherwise.
 *
 * @param partitions a power of two from 1 to 1024
 * @param backups copies of each partition besides the first
 */
public record DatasetConfig(int partitions, int backups) {}
