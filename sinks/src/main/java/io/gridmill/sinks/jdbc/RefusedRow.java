package io.gridmill.sinks.jdbc;

/**
 * A staged row that a target refused.
 *
 * @param attempt what the staging table's attempt column holds
 */
record RefusedRow(long attempt, String reason, String record) {}
