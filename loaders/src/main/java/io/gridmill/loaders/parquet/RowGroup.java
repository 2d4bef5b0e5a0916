package io.gridmill.loaders.parquet;

/**
 * Where rows of a file lie together.
 *
 * @param index its place in the file
 * @param start its first byte
 * @param firstRow the number of its first row in the file, from 1
 */
record RowGroup(int index, long start, long firstRow, long rows) {}
