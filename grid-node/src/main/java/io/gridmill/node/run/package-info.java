/**
 * Attempts: what a node does between claiming a share and committing it.
 *
 * <p>Enter at {@link io.gridmill.node.run.ShareRunner}. An attempt reads the pinned chunks (or splits, or partials), puts its
 * batches into the grid and the journal, and says so in one step of the ledger. Runs on our own threads. Knows nothing of sinks
 * but the dataset that a load writes.
 */
@NullMarked
package io.gridmill.node.run;

import org.jspecify.annotations.NullMarked;
