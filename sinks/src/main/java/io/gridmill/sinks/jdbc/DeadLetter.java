package io.gridmill.sinks.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * A row that the database refuses.
 *
 * @param row its number in its attempt's result, from 0; null when it was refused as a row of the staging table, which has no order
 * @param reason which rule it breaks
 * @param record all its columns, as a JSON object
 */
record DeadLetter(@Nullable Long row, String reason, String record) {}
