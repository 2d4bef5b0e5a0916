/**
 * The {@code gridmill} command.
 *
 * <p>Enter at {@link io.gridmill.cli.Main}; {@link io.gridmill.cli.Commands} lists the commands, one class each. A command reads its options, calls the
 * client, and writes results to standard output and everything else to standard error. Exit status: 0 done, 1 the work failed, 2 the call was wrong.
 */
@NullMarked
package io.gridmill.cli;

import org.jspecify.annotations.NullMarked;
