/**
 * How a job that takes longer than a second shows itself on standard error: a bar on a terminal, a line a second otherwise.
 *
 * <p>Enter at {@link io.gridmill.cli.progress.Progress}. It is fed with what the ledger says of the job and asks nobody for more.
 */
@NullMarked
package io.gridmill.cli.progress;

import org.jspecify.annotations.NullMarked;
