package io.gridmill.sinks.jdbc;

/**
 * Says that an attempt's rows are all in the staging table, having been counted in the transaction that put them there.
 *
 * @param number what the staging table's attempt column holds for them
 */
record Seal(long number, String attempt, long rows, long digest) {}
