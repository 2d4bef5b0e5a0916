/**
 * Results as CSV files, written by core's {@link io.gridmill.core.batch.CsvBatchWriter} as the command line writes them. Enter at
 * {@link io.gridmill.sinks.csv.CsvSinkFactory}.
 */
@NullMarked
package io.gridmill.sinks.csv;

import org.jspecify.annotations.NullMarked;
