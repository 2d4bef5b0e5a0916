/**
 * What a person writes to describe a job: job files in YAML, and sinks in one line. Both become the records of
 * {@code io.gridmill.core.job} here, with relative paths resolved in the folder where the command was typed.
 *
 * <p>Enter at {@link io.gridmill.cli.jobfile.JobFile} and {@link io.gridmill.cli.jobfile.SinkUri}. Errors are USER errors that name the file, the line and, for
 * an unknown key, the nearest known one. Knows nothing of the command line's options or of grids.
 */
@NullMarked
package io.gridmill.cli.jobfile;

import org.jspecify.annotations.NullMarked;
