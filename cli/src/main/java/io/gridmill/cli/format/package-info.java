/**
 * Rows as people and programs want them on standard output: table, CSV, JSON lines, Arrow IPC stream.
 *
 * <p>Enter at {@link io.gridmill.cli.format.OutputFormat}. Writers take batches one by one and keep at most a thousand rows, so a result may be
 * larger than memory. They know nothing of grids and jobs.
 */
@NullMarked
package io.gridmill.cli.format;

import org.jspecify.annotations.NullMarked;
