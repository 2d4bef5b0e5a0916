package io.gridmill.core.task;

import org.apache.arrow.memory.BufferAllocator;

/**
 * What an attempt may use.
 *
 * @param allocator the attempt's own child allocator, whose limit is the attempt's memory budget
 * @param cancel checked between blocks
 */
public record TaskContext(BufferAllocator allocator, CancelToken cancel) {}
