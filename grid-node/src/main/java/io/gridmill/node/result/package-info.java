/**
 * What attempts produced, kept in the grid with a backup: partials for the final share, and results for sinks and readers.
 *
 * <p>Enter at {@link io.gridmill.node.result.ResultStore}. Knows nothing of the ledger's states.
 */
@NullMarked
package io.gridmill.node.result;

import org.jspecify.annotations.NullMarked;
