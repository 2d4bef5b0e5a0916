package io.gridmill.node.config;

/**
 * How much a node runs at once and how work is cut.
 *
 * @param threads threads that read splits and run logic, from 1 (0 in the file has become the number of cores)
 * @param concurrentShares attempts side by side
 * @param maxShareRows a job is cut so that no share reads more rows, where partitions allow
 * @param splitBytes source files are cut into splits of about this many bytes
 */
public record RunConfig(int threads, int concurrentShares, long maxShareRows, long splitBytes) {}
